/** netinet/ip6.h: the headers of IPv6. */

export * from "../generated/netinet/ip6.ts";
