/**
 * linux/if.h: flags and states of interfaces that net/if.h lacks.
 *
 * @see netdevice(7)
 */

export * from "../generated/linux/if.ts";
