/** netinet/udp.h: the header of UDP. */

export * from "../generated/netinet/udp.ts";
