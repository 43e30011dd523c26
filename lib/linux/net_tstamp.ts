/**
 * linux/net_tstamp.h: what SO_TIMESTAMPING asks for. The times come as a scm_timestamping of linux/errqueue.h.
 *
 * @see socket(7)
 */

export * from "../generated/linux/net_tstamp.ts";
