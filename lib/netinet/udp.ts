/** netinet/udp.h: the header of UDP, and options. */

export * from "../generated/netinet/udp.ts";
