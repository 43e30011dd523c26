/**
 * netinet/ip6.h: the headers of IPv6.
 *
 * @see ipv6(7)
 */

export * from "../generated/netinet/ip6.ts";
