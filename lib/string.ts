/**
 * string.h: memory and strings.
 *
 * A string is a JavaScript string or memory up to its NUL, or to its end if it has none. Memory that is written to must
 * have the room: where C would write beyond it, a RangeError is thrown.
 *
 * @see string(3)
 */

import { expected } from "./check.ts";
import { bytes, type Character, type Memory, type RawMemory } from "./memory/access.ts";
import { allocate } from "./memory/heap.ts";
import { isPointer, type ptr } from "./memory/pointer.ts";
import { restOf } from "./memory/rest.ts";
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
  return restOf(s, native.strchr(s, c));
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
  return restOf(s, native.strrchr(s, c));
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
  return restOf(haystack, native.strstr(haystack, needle));
}

/**
 * The length of a string, but not beyond a limit.
 *
 * @param s the string
 * @param maxlen the limit, in bytes
 * @returns how many bytes, without the NUL; at most `maxlen`
 * @see strnlen(3)
 */
export function strnlen(s: Text, maxlen: number): number {
  return native.strnlen(s, maxlen);
}

/**
 * How many bytes a string begins with that are all in a set.
 *
 * @param s the string
 * @param accept the set: a string of its bytes
 * @returns how many
 * @see strspn(3)
 */
export function strspn(s: Text, accept: Text): number {
  return native.strspn(s, accept);
}

/**
 * How many bytes a string begins with that are all not in a set.
 *
 * @param s the string
 * @param reject the set: a string of its bytes
 * @returns how many
 * @see strcspn(3)
 */
export function strcspn(s: Text, reject: Text): number {
  return native.strcspn(s, reject);
}

/**
 * The string from the first byte on that is in a set.
 *
 * @param s the string
 * @param accept the set: a string of its bytes
 * @returns as strchr
 * @see strpbrk(3)
 */
export function strpbrk(s: string, accept: Text): string | null;
export function strpbrk(s: RawMemory, accept: Text): Buffer | null;
export function strpbrk(s: Text, accept: Text): Text | null {
  return restOf(s, native.strpbrk(s, accept));
}

/**
 * strstr, with upper and lower case of ASCII letters alike.
 *
 * @param haystack as strstr
 * @param needle as strstr
 * @returns as strchr
 * @see strcasestr(3)
 */
export function strcasestr(haystack: string, needle: Text): string | null;
export function strcasestr(haystack: RawMemory, needle: Text): Buffer | null;
export function strcasestr(haystack: Text, needle: Text): Text | null {
  return restOf(haystack, native.strcasestr(haystack, needle));
}

/**
 * The memory from the first occurrence of a byte on, NULs and all.
 *
 * @param s the memory; a string is its UTF-8 with a NUL behind it
 * @param c the byte: a number of which 8 bits count, or a string of one byte
 * @param n how many bytes are searched, at most as many as `s` has
 * @returns the rest of the memory; null where there is no such byte
 * @see memchr(3)
 */
export function memchr(s: string, c: Character, n: number): string | null;
export function memchr(s: RawMemory, c: Character, n: number): Buffer | null;
export function memchr(s: Text, c: Character, n: number): Text | null {
  return restOf(s, native.memchr(s, c, n));
}

/**
 * The memory from the last occurrence of a byte on.
 *
 * @param s as memchr
 * @param c as memchr
 * @param n as memchr
 * @returns as memchr
 * @see memrchr(3)
 */
export function memrchr(s: string, c: Character, n: number): string | null;
export function memrchr(s: RawMemory, c: Character, n: number): Buffer | null;
export function memrchr(s: Text, c: Character, n: number): Text | null {
  return restOf(s, native.memrchr(s, c, n));
}

/**
 * The memory from the first occurrence of other memory on, NULs and all.
 *
 * @param haystack the memory that is searched; a string is its UTF-8 with a NUL behind it
 * @param haystacklen how many bytes of it, at most as many as it has
 * @param needle the memory to find; none is at the start
 * @param needlelen how many bytes of it, at most as many as it has
 * @returns the rest of the memory, over `haystack`'s own where that is memory; null where there is none
 * @see memmem(3)
 */
export function memmem(haystack: string, haystacklen: number, needle: Text, needlelen: number): string | null;
export function memmem(haystack: RawMemory, haystacklen: number, needle: Text, needlelen: number): Buffer | null;
export function memmem(haystack: Text, haystacklen: number, needle: Text, needlelen: number): Text | null {
  return restOf(haystack, native.memmem(haystack, haystacklen, needle, needlelen));
}

/**
 * memcpy that tells where it ended.
 *
 * @param dest as memcpy
 * @param src as memcpy
 * @param n as memcpy
 * @returns the rest of `dest`, over its own memory
 * @see mempcpy(3)
 */
export function mempcpy(dest: Memory, src: Memory | string, n: number): Buffer {
  native.mempcpy(dest, src, n);
  return bytes(dest).subarray(n);
}

/**
 * strcpy that tells where it ended.
 *
 * @param dest as strcpy
 * @param src as strcpy
 * @returns the rest of `dest` from the NUL on, over its own memory
 * @throws as strcpy
 * @see stpcpy(3)
 */
export function stpcpy(dest: RawMemory, src: Text): Buffer {
  native.stpcpy(dest, src);
  return bytes(dest).subarray(native.strlen(src));
}

/**
 * strchr that finds the end where there is no such character.
 *
 * @param s as strchr
 * @param c as strchr
 * @returns the rest of the string, over `s`'s own memory where that is memory
 * @see strchrnul(3)
 */
export function strchrnul(s: string, c: Character): string;
export function strchrnul(s: RawMemory, c: Character): Buffer;
export function strchrnul(s: Text, c: Character): Text {
  const offset = native.strchrnul(s, c);
  return restOf(s, offset < 0 ? native.strlen(s) : offset)!;
}

/**
 * Copies a string as far as it fits, with a NUL.
 *
 * @param dest where to
 * @param src the string
 * @param size how much of `dest` to use, in bytes, one for the NUL
 * @returns the length of `src`: `size` or more where it did not fit
 * @throws RangeError where `dest` has fewer bytes
 * @see strlcpy(3)
 */
export function strlcpy(dest: RawMemory, src: Text, size: number): number {
  return native.strlcpy(dest, src, size);
}

/**
 * Appends a string as far as it fits, with a NUL.
 *
 * @param dest the string to append to
 * @param src the string to append
 * @param size how much of `dest` to use, in bytes, one for the NUL
 * @returns the length that the whole would have: `size` or more where it did not fit
 * @throws RangeError where `dest` has fewer bytes
 * @see strlcat(3)
 */
export function strlcat(dest: RawMemory, src: Text, size: number): number {
  return native.strlcat(dest, src, size);
}

/**
 * Cuts a string at its first delimiter, which becomes a NUL. Unlike strtok it finds empty tokens.
 *
 *     const rest = new ptr<RawMemory>(line);
 *     for (let token; (token = strsep(rest, ":")) !== null; ) printf("%s\n", token);
 *
 * @param stringp the string, in memory; becomes what is behind the delimiter, null where there was none
 * @param delim which bytes stand between tokens: a string of them
 * @returns the token, over the string's own memory up to its end, as C's pointer; null where `stringp` has null
 * @see strsep(3)
 */
export function strsep(stringp: ptr<RawMemory>, delim: Text): Buffer | null {
  if (!isPointer(stringp)) throw expected("strsep", "stringp", "a ptr", stringp);
  const { value } = stringp;
  if (value === null) return null;
  if (!ArrayBuffer.isView(value)) throw expected("strsep", "stringp", "memory or null", value);
  const token = bytes(value);
  const length = native.strcspn(token, delim);
  const isLast = length === native.strlen(token);
  stringp.value = isLast ? null : token.subarray(length + 1);
  if (!isLast) token[length] = 0;
  return token;
}

/** Where strtok goes on; null before its first string. */
const goesOn: { value: RawMemory | null } = { value: null };

function nextToken(
  name: string,
  str: RawMemory | null,
  delim: Text,
  place: { value: RawMemory | null },
): Buffer | null {
  const memory = str ?? place.value;
  if (memory !== null && !ArrayBuffer.isView(memory)) throw expected(name, "str", "memory or null", memory);
  const text = bytes(memory ?? Buffer.alloc(0));
  const token = text.subarray(native.strspn(text, delim));
  const length = native.strcspn(token, delim);
  const isLast = length === native.strlen(token);
  place.value = token.subarray(isLast ? length : length + 1);
  if (length === 0) return null;
  if (!isLast) token[length] = 0;
  return token;
}

/**
 * Cuts a string into tokens: the byte behind each becomes a NUL.
 *
 *     for (let token = strtok(line, " "); token !== null; token = strtok(null, " ")) printf("%s\n", token);
 *
 * @param str the string, in memory; null goes on with the one before
 * @param delim which bytes stand between tokens: a string of them, which may be another each time
 * @returns the next token, over `str`'s own memory up to its end, as C's pointer; null where there is none left
 * @see strtok(3)
 */
export function strtok(str: RawMemory | null, delim: Text): Buffer | null {
  return nextToken("strtok", str, delim, goesOn);
}

/**
 * strtok that keeps its place where it is told.
 *
 * @param str as strtok
 * @param delim as strtok
 * @param saveptr where the rest of the string goes, to go on with
 * @returns as strtok
 * @see strtok_r(3)
 */
export function strtok_r(str: RawMemory | null, delim: Text, saveptr: ptr<RawMemory>): Buffer | null {
  if (!isPointer(saveptr)) throw expected("strtok_r", "saveptr", "a ptr", saveptr);
  return nextToken("strtok_r", str, delim, saveptr);
}

/**
 * A copy of a string, in memory that malloc makes.
 *
 * @param s the string
 * @returns the copy, with its NUL; null with ENOMEM
 * @see strdup(3)
 */
export function strdup(s: Text): Buffer | null {
  return duplicate("strdup", s, native.strlen(s));
}

/**
 * A copy of at most n bytes of a string, in memory that malloc makes.
 *
 * @param s the string
 * @param n how many bytes at most, the NUL not counted
 * @returns as strdup
 * @see strndup(3)
 */
export function strndup(s: Text, n: number): Buffer | null {
  return duplicate("strndup", s, native.strnlen(s, n));
}

function duplicate(name: string, s: Text, length: number): Buffer | null {
  const copy = allocate(name, "s", length + 1);
  if (copy !== null) native.strncpy(copy, s, length);
  return copy;
}

/**
 * What an error number means, in memory of the caller's: POSIX's strerror_r.
 *
 * @param errnum the number
 * @param buf where the text goes, with its NUL
 * @param buflen how much fits there, in bytes
 * @returns 0, or the error itself: EINVAL (there is no such number), ERANGE (the text was cut off)
 * @see strerror_r(3)
 */
export function strerror_r(errnum: number, buf: RawMemory, buflen: number): number {
  return native.strerror_r(errnum, buf, buflen);
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
