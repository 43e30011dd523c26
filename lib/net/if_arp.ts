/**
 * net/if_arp.h: ARP.
 *
 * @see arp(7)
 */

export * from "../generated/net/if_arp.ts";
