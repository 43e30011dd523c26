/** linux/if.h: flags and states of interfaces that net/if.h lacks. */

export * from "../generated/linux/if.ts";
