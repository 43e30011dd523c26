/** netinet/ip_icmp.h: the messages of ICMP. */

export * from "../generated/netinet/ip_icmp.ts";
