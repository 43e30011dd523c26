/** linux/if_packet.h: options of packet sockets. */

export * from "../generated/linux/if_packet.ts";
