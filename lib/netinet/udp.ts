/**
 * netinet/udp.h: the header of UDP, and options.
 *
 * @see udp(7)
 */

export * from "../generated/netinet/udp.ts";
