/** stdio.h: formatted output on the C library's streams. */

import { errno } from "./errno.ts";
import { EOF } from "./generated/stdio.ts";
import type { Memory } from "./memory/access.ts";
import { native } from "./native.ts";
import { failure, result } from "./result.ts";
import type { Text } from "./string.ts";

export * from "./generated/stdio.ts";
export { SEEK_CUR, SEEK_END, SEEK_SET } from "./generated/unistd.ts";

let numberOf: (name: string, stream: FILE) => number;

/** A stream of the C library. */
class FILE {
  /** The native layer's number for it. */
  readonly #number: number;

  constructor(number: number) {
    this.#number = number;
  }

  static {
    numberOf = (name, stream) => {
      if (typeof stream === "object" && stream !== null && #number in stream) return stream.#number;
      throw new TypeError(`${name}: stream: expected a FILE`);
    };
  }
}

// Programs do not make streams: stdio.h's functions do.
export type { FILE };

/** Standard output: written out by line on a terminal, else by block. */
export const stdout = new FILE(1);
/** Standard error: written out at once. */
export const stderr = new FILE(2);

/** A value that a format prints; memory for %s and %n. */
export type Printable = number | bigint | string | Memory | null;

/**
 * Prints on standard output what the format says.
 *
 * @param format text with conversions: %d %i %u %o %x %X take an integer, %c one or a string of one byte, %f %e %g %a a
 *   number, %s a string or memory up to its NUL, %p null or an integer, %n an int that gets the count so far, %m nothing.
 *   Integers of `l`, `ll`, `j`, `z` and `t` may be bigints
 * @returns how many bytes; -1 with EPIPE, ENOSPC, EBADF, ... where writing fails
 * @throws TypeError, RangeError where a value is not what its conversion takes
 * @see printf(3)
 */
export function printf(format: Text, ...values: Printable[]): number {
  return result(native.printf(numberOf("printf", stdout), errno, format, values));
}

/**
 * Prints on a stream what the format says.
 *
 * @param format as printf
 * @returns as printf
 * @see fprintf(3)
 */
export function fprintf(stream: FILE, format: Text, ...values: Printable[]): number {
  return result(native.fprintf(numberOf("fprintf", stream), errno, format, values));
}

/**
 * Writes out what a stream has buffered.
 *
 * @param stream the stream, or null for all
 * @returns 0; EOF with the error of the write
 * @see fflush(3)
 */
export function fflush(stream: FILE | null): number {
  const value = stream === null ? native.fflush_all() : native.fflush(numberOf("fflush", stream));
  return value < 0 ? failure(value, EOF) : 0;
}

/**
 * Prints on standard error what errno means.
 *
 * @param s what stands before it and a colon; nothing does where it is null or empty
 * @see perror(3)
 */
export function perror(s: Text | null): void {
  native.perror(s, errno);
}
