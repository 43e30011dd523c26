/** sys/time.h: struct timeval. */

export * from "../generated/sys/time.ts";
