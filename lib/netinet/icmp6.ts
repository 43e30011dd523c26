/** netinet/icmp6.h: the messages of ICMPv6. */

export * from "../generated/netinet/icmp6.ts";
