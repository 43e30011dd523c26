/** arpa/nameser.h: messages of the domain name system. */

export * from "../generated/arpa/nameser.ts";
