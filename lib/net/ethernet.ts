/**
 * net/ethernet.h: Ethernet's header and the types of its frames.
 *
 * @see packet(7)
 */

export * from "../generated/linux/if_ether.ts";
export * from "../generated/net/ethernet.ts";
