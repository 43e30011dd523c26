/** linux/if_packet.h: packet sockets, below IP. */

export * from "../generated/linux/if_packet.ts";
export * from "../generated/linux/if_ether.ts";
