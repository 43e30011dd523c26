/**
 * string.h: memory and strings.
 *
 * A string is a JavaScript string or memory up to its NUL, or to its end if it has none. Memory that is written to must
 * have the room: where C would write beyond it, a RangeError is thrown.
 */

import { bytes, type Character, type Memory, type RawMemory } from "./memory/access.ts";
import { native } from "./native.ts";

export type { Character } from "./memory/access.ts";

/** What C reads as `const char *`. */
export type Text = RawMemory | string;

/**
 * Fills memory with a byte.
 *
 * @param s the memory
 * @param c the byte: a number of which 8 bits count, or a string of one byte
 * @param n how many bytes, at most as many as `s` has
 * @returns `s`
 * @see memset(3)
 */
export function memset<T extends Memory>(s: T, c: Character, n: number): T {
  native.memset(s, c, n);
  return s;
}

/**
 * Copies bytes.
 *
 * @param dest where to
 * @param src where from; a string is its UTF-8 with a NUL behind it
 * @param n how many bytes, at most as many as either memory has
 * @returns `dest`
 * @see memcpy(3)
 */
export function memcpy<T extends Memory>(dest: T, src: Memory | string, n: number): T {
  native.memcpy(dest, src, n);
  return dest;
}

/**
 * Copies bytes between places that may overlap.
 *
 * @param dest where to
 * @param src where from; a string is its UTF-8 with a NUL behind it
 * @param n how many bytes, at most as many as either memory has
 * @returns `dest`
 * @see memmove(3)
 */
export function memmove<T extends Memory>(dest: T, src: Memory | string, n: number): T {
  native.memmove(dest, src, n);
  return dest;
}

/**
 * Compares bytes.
 *
 * @param s1 one memory; a string is its UTF-8 with a NUL behind it
 * @param s2 the other
 * @param n how many bytes, at most as many as either memory has
 * @returns a number below, equal to or above 0
 * @see memcmp(3)
 */
export function memcmp(s1: Memory | string, s2: Memory | string, n: number): number {
  return native.memcmp(s1, s2, n);
}

/**
 * The length of a string.
 *
 * @param s the string
 * @returns how many bytes, without the NUL
 * @see strlen(3)
 */
export function strlen(s: Text): number {
  return native.strlen(s);
}

/**
 * Copies a string and its NUL.
 *
 * @param dest where to
 * @param src the string
 * @returns `dest`
 * @throws RangeError where they do not fit
 * @see strcpy(3)
 */
export function strcpy<T extends RawMemory>(dest: T, src: Text): T {
  native.strcpy(dest, src);
  return dest;
}

/**
 * Copies at most n bytes of a string and fills up with NULs; there is none where the string has n bytes or more.
 *
 * @param dest where to
 * @param src the string
 * @param n how many bytes are written, at most as many as `dest` has
 * @returns `dest`
 * @see strncpy(3)
 */
export function strncpy<T extends RawMemory>(dest: T, src: Text, n: number): T {
  native.strncpy(dest, src, n);
  return dest;
}

/**
 * Appends a string.
 *
 * @param dest the string to append to
 * @param src the string to append
 * @returns `dest`
 * @throws RangeError where it does not fit
 * @see strcat(3)
 */
export function strcat<T extends RawMemory>(dest: T, src: Text): T {
  native.strcat(dest, src);
  return dest;
}

/**
 * Appends at most n bytes of a string, and a NUL.
 *
 * @param dest the string to append to
 * @param src the string to append
 * @param n how many bytes of `src` at most, the NUL not counted
 * @returns `dest`
 * @throws RangeError where they do not fit
 * @see strncat(3)
 */
export function strncat<T extends RawMemory>(dest: T, src: Text, n: number): T {
  native.strncat(dest, src, n);
  return dest;
}

/**
 * Compares two strings.
 *
 * @param s1 one string
 * @param s2 the other
 * @returns a number below, equal to or above 0
 * @see strcmp(3)
 */
export function strcmp(s1: Text, s2: Text): number {
  return native.strcmp(s1, s2);
}

/**
 * Compares at most n bytes of two strings.
 *
 * @param s1 one string
 * @param s2 the other
 * @param n how many bytes at most
 * @returns a number below, equal to or above 0
 * @see strncmp(3)
 */
export function strncmp(s1: Text, s2: Text, n: number): number {
  return native.strncmp(s1, s2, n);
}

/**
 * The string from the first occurrence of a character on.
 *
 * @param s the string
 * @param c the character: a number of which 8 bits count, or a string of one byte; 0 finds the end
 * @returns the rest of the string, over `s`'s own memory where that is memory; null where there is none
 * @see strchr(3)
 */
export function strchr(s: string, c: Character): string | null;
export function strchr(s: RawMemory, c: Character): Buffer | null;
export function strchr(s: Text, c: Character): Text | null {
  return from(s, native.strchr(s, c));
}

/**
 * The string from the last occurrence of a character on.
 *
 * @param s the string
 * @param c as strchr
 * @returns as strchr
 * @see strrchr(3)
 */
export function strrchr(s: string, c: Character): string | null;
export function strrchr(s: RawMemory, c: Character): Buffer | null;
export function strrchr(s: Text, c: Character): Text | null {
  return from(s, native.strrchr(s, c));
}

/**
 * The string from the first occurrence of another on.
 *
 * @param haystack the string that is searched
 * @param needle the string to find; an empty one is at the start
 * @returns as strchr
 * @see strstr(3)
 */
export function strstr(haystack: string, needle: Text): string | null;
export function strstr(haystack: RawMemory, needle: Text): Buffer | null;
export function strstr(haystack: Text, needle: Text): Text | null {
  return from(haystack, native.strstr(haystack, needle));
}

/** C's `s + offset`, or null for -1. */
function from(s: Text, offset: number): Text | null {
  if (offset < 0) return null;
  return typeof s === "string" ? Buffer.from(s).toString("utf8", offset) : bytes(s).subarray(offset);
}

/**
 * What an error number means.
 *
 * @param errnum the number: `errno`
 * @returns the text; "Unknown error ..." for a number that is none
 * @see strerror(3)
 */
export function strerror(errnum: number): string {
  return native.strerror(errnum);
}

/**
 * What a signal's number means.
 *
 * @param sig the number: SIGINT, ...
 * @returns the text; "Unknown signal ..." for a number that is none
 * @see strsignal(3)
 */
export function strsignal(sig: number): string {
  return native.strsignal(sig);
}
