/**
 * netinet/ip.h: the header of IPv4.
 *
 * @see ip(7)
 */

export * from "../generated/netinet/ip.ts";
