/** netinet/if_ether.h: ARP over Ethernet. */

export * from "../generated/netinet/if_ether.ts";
export * from "../net/ethernet.ts";
export * from "../net/if_arp.ts";
