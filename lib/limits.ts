/**
 * limits.h: the limits of C's types and of the system. Those of 64 bits are the numbers nearest to them: LONG_MAX is 2^63.
 *
 * @see limits.h(0p)
 */

export * from "./generated/limits.ts";
