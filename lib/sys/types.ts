/**
 * sys/types.h: the names of C's types. Those that C passes by address are classes as well.
 *
 * @see system_data_types(7)
 */

export * from "../generated/sys/types.ts";
export { size_t, ssize_t, int8_t, int16_t, int32_t, int64_t } from "../generated/memory/scalars.ts";

export type blkcnt_t = number;
export type blksize_t = number;
export type clock_t = number;
export type clockid_t = number;
export type dev_t = number;
export type id_t = number;
export type ino_t = number;
export type key_t = number;
export type mode_t = number;
export type nlink_t = number;
export type pid_t = number;
export type suseconds_t = number;
export type useconds_t = number;
