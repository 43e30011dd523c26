/** linux/if_ether.h: Ethernet's protocols and header. */

export * from "../generated/linux/if_ether.ts";
