/** linux/inet_diag.h: what netlink tells of the internet's sockets. */

export * from "../generated/linux/inet_diag.ts";
