/** time.h: struct timespec. */

export * from "./generated/time.ts";
