/**
 * strings.h: what came with BSD.
 *
 * @see string(3)
 */

import { checkInteger } from "./check.ts";
import type { Character, Memory, RawMemory } from "./memory/access.ts";
import { restOf } from "./memory/rest.ts";
import { native } from "./native.ts";
import type { Text } from "./string.ts";

/**
 * Fills memory with zeros.
 *
 * @param s the memory
 * @param n how many bytes, at most as many as `s` has
 * @see bzero(3)
 */
export function bzero(s: Memory, n: number): void {
  native.bzero(s, n);
}

/**
 * Copies bytes between places that may overlap: memmove with its first two parameters exchanged.
 *
 * @param src where from; a string is its UTF-8 with a NUL behind it
 * @param dest where to
 * @param n how many bytes, at most as many as either memory has
 * @see bcopy(3)
 */
export function bcopy(src: Memory | string, dest: Memory, n: number): void {
  native.bcopy(src, dest, n);
}

/**
 * Compares bytes.
 *
 * @param s1 one memory; a string is its UTF-8 with a NUL behind it
 * @param s2 the other
 * @param n how many bytes, at most as many as either memory has
 * @returns 0 if they are the same
 * @see bcmp(3)
 */
export function bcmp(s1: Memory | string, s2: Memory | string, n: number): number {
  return native.bcmp(s1, s2, n);
}

/**
 * Compares two strings, upper and lower case of ASCII letters alike.
 *
 * @param s1 one string
 * @param s2 the other
 * @returns a number below, equal to or above 0
 * @see strcasecmp(3)
 */
export function strcasecmp(s1: Text, s2: Text): number {
  return native.strcasecmp(s1, s2);
}

/**
 * Compares at most n bytes of two strings, upper and lower case of ASCII letters alike.
 *
 * @param s1 one string
 * @param s2 the other
 * @param n how many bytes at most
 * @returns a number below, equal to or above 0
 * @see strncasecmp(3)
 */
export function strncasecmp(s1: Text, s2: Text, n: number): number {
  return native.strncasecmp(s1, s2, n);
}

/**
 * The place of the lowest bit that is set.
 *
 * @param i the int
 * @returns its place, from 1 on; 0 where none is set
 * @see ffs(3)
 */
export function ffs(i: number): number {
  const word = checkInteger("ffs", "i", i) | 0;
  return 32 - Math.clz32(word & -word);
}

/**
 * strchr.
 *
 * @param s as strchr
 * @param c as strchr
 * @returns as strchr
 * @see index(3)
 */
export function index(s: string, c: Character): string | null;
export function index(s: RawMemory, c: Character): Buffer | null;
export function index(s: Text, c: Character): Text | null {
  return restOf(s, native.index(s, c));
}

/**
 * strrchr.
 *
 * @param s as strrchr
 * @param c as strrchr
 * @returns as strrchr
 * @see rindex(3)
 */
export function rindex(s: string, c: Character): string | null;
export function rindex(s: RawMemory, c: Character): Buffer | null;
export function rindex(s: Text, c: Character): Text | null {
  return restOf(s, native.rindex(s, c));
}
