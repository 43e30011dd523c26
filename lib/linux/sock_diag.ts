/** linux/sock_diag.h: netlink that tells of sockets. */

export * from "../generated/linux/sock_diag.ts";
