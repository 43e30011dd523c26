/**
 * linux/inet_diag.h: what netlink tells of the internet's sockets.
 *
 * @see sock_diag(7)
 */

export * from "../generated/linux/inet_diag.ts";
