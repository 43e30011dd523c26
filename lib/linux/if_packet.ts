/**
 * linux/if_packet.h: packet sockets, below IP.
 *
 * @see packet(7)
 */

export * from "../generated/linux/if_packet.ts";
export * from "../generated/linux/if_ether.ts";
