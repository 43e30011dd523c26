/**
 * netinet/ip_icmp.h: the messages of ICMP.
 *
 * @see icmp(7)
 */

export * from "../generated/netinet/ip_icmp.ts";
