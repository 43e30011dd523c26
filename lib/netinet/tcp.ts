/** netinet/tcp.h: TCP's options and states, and what the kernel tells of a connection. */

export * from "../generated/netinet/tcp.ts";
