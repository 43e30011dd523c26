/**
 * arpa/nameser.h: messages of the domain name system.
 *
 * @see resolver(3)
 */

export * from "../generated/arpa/nameser.ts";
