/** net/if_arp.h: ARP. */

export * from "../generated/net/if_arp.ts";
