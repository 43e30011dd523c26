/** netinet/ip.h: the header of IPv4. */

export * from "../generated/netinet/ip.ts";
