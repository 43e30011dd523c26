/** netinet/udp.h: options of UDP. */

export * from "../generated/netinet/udp.ts";
