/**
 * linux/sock_diag.h: netlink that tells of sockets.
 *
 * @see sock_diag(7)
 */

export * from "../generated/linux/sock_diag.ts";
