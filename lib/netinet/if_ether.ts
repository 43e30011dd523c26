/**
 * netinet/if_ether.h: ARP over Ethernet.
 *
 * @see arp(7)
 */

export * from "../generated/netinet/if_ether.ts";
export * from "../net/ethernet.ts";
export * from "../net/if_arp.ts";
