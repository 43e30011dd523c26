/**
 * linux/if_ether.h: Ethernet's protocols and header.
 *
 * @see packet(7)
 */

export * from "../generated/linux/if_ether.ts";
