/**
 * netinet/tcp.h: TCP's options and states, and what the kernel tells of a connection.
 *
 * @see tcp(7)
 */

export * from "../generated/netinet/tcp.ts";
