/**
 * stdlib.h: the end of the process, numbers, the environment, memory, sorting, commands.
 *
 * @see stdlib.h(0p)
 */

import { isMainThread } from "node:worker_threads";

import { checkInteger, checkLong, checkRange, checkSize, expected, stringOf } from "./check.ts";
import { EINVAL, ENOMEM, ENOTSUP } from "./generated/errno.ts";
import type { int, uint32_t } from "./generated/memory/scalars.ts";
import { SIG_UNBLOCK, SIGABRT, sigset_t } from "./generated/signal.ts";
import { bytes, type Memory, type RawMemory } from "./memory/access.ts";
import { allocate, allocationOf, release } from "./memory/heap.ts";
import { isPointer, type ptr } from "./memory/pointer.ts";
import { native } from "./native.ts";
import { failure, result } from "./result.ts";
import type { Text } from "./string.ts";
import { hasWorkers } from "./workers.ts";

export * from "./generated/stdlib.ts";
export {
  __WALL,
  __WCLONE,
  __WNOTHREAD,
  WCONTINUED,
  WEXITED,
  WEXITSTATUS,
  WIFCONTINUED,
  WIFEXITED,
  WIFSIGNALED,
  WIFSTOPPED,
  WNOHANG,
  WNOWAIT,
  WSTOPPED,
  WSTOPSIG,
  WTERMSIG,
  WUNTRACED,
} from "./sys/wait.ts";

/**
 * Ends the process: exit handlers run, those of atexit first, the C library's streams are written out. What console.log has not yet written to a
 * slow pipe is lost, as in process.exit.
 *
 * It ends the whole process from a Worker thread too, and while Workers block in calls, as in C; but from a Worker Node's
 * exit handlers, which belong to the main thread, do not run.
 *
 * @param status what the parent sees, of which 8 bits count
 * @see exit(3)
 */
export function exit(status: number): never {
  checkInteger("exit", "status", status);
  if (!isMainThread) endProcess(status);
  runHandlers();
  // Node would wait for its Workers, and one that blocks in a call does not end.
  if (hasWorkers() && native.end_by_itself() < 0) process.once("exit", endProcess);
  process.exit(status & 0xff);
}

function endProcess(status: number): never {
  native.fflush_unheld();
  return native._exit(status);
}

const handlers: (() => void)[] = [];

/**
 * Has a function called at the end of the process: by exit(), process.exit() and the natural end. Of several the last
 * comes first.
 *
 * @param handler the function
 * @returns 0; -1 with ENOTSUP in a Worker thread, which ends before the process does
 * @see atexit(3)
 */
export function atexit(handler: () => void): number {
  if (typeof handler !== "function") throw expected("atexit", "handler", "a function", handler);
  if (!isMainThread) return failure(-ENOTSUP, -1);
  if (handlers.length === 0) process.once("exit", runHandlers);
  handlers.push(handler);
  return 0;
}

/** One that calls exit() or atexit() finds the list without itself, as in C. */
function runHandlers(): void {
  for (let handler = handlers.pop(); handler !== undefined; handler = handlers.pop()) handler();
}

/**
 * Ends the process with SIGABRT, whoever blocks or ignores that: no exit handlers, nothing is flushed. A handler of SIGABRT
 * runs before; one that throws keeps the process.
 *
 * @see abort(3)
 */
export function abort(): never {
  const aborts = new sigset_t();
  native.sigaddset(aborts, SIGABRT);
  native.sigprocmask(SIG_UNBLOCK, aborts, null);
  native.raise(SIGABRT);
  return native.abort();
}

/**
 * Reads an int from its decimal text: leading white space, a sign, digits; what follows does not count.
 *
 * @param nptr the text
 * @returns the number; 0 if there is none
 * @see atoi(3)
 */
export function atoi(nptr: Text): number {
  return native.atoi(nptr);
}

/** A number and how many bytes it was read from; the first also as what is unsigned, and as a double. */
const parsed = new BigInt64Array(2);
const parsedUnsigned = new BigUint64Array(parsed.buffer);
const parsedDouble = new Float64Array(parsed.buffer);

const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;
const ULONG_MAX = 2n ** 64n - 1n;

/** A value as a number. The extremes, which stand for all that is beyond, are the numbers nearest to them. */
function numberOf(name: string, value: bigint, ...extremes: bigint[]): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) || extremes.includes(value)) return number;
  throw new RangeError(`${name}: ${value} is no integer that a number can hold`);
}

/** What strtol and its kin do alike; the number is left in `parsed`. */
function parse(
  name: "strtol" | "strtoul" | "strtoll" | "strtoull",
  nptr: Text,
  endptr: ptr<string> | ptr<RawMemory> | null,
  base: number,
): void {
  if (endptr !== null && !isPointer(endptr)) throw expected(name, "endptr", "a ptr or null", endptr);
  const error = native[name](nptr, base, parsed);
  if (error < 0) failure(error, undefined);
  // The C library leaves it where it does not know the base.
  if (endptr !== null && error !== -EINVAL) endptr.value = rest(nptr, Number(parsed[1]));
}

/** What a number was read from is ASCII: as many characters as bytes. */
function rest(text: Text, length: number): Text {
  return typeof text === "string" ? text.slice(length) : bytes(text).subarray(length);
}

/**
 * Reads a long from its decimal text, as atoi does.
 *
 * @param nptr the text
 * @returns the number; 0 if there is none; LONG_MIN or LONG_MAX, the numbers nearest to them, for what is beyond
 * @throws RangeError for another one beyond 2^53
 * @see atol(3)
 */
export function atol(nptr: Text): number {
  native.atol(nptr, 10, parsed);
  return numberOf("atol", parsed[0], LONG_MIN, LONG_MAX);
}

/**
 * Reads a long long from its decimal text, as atoi does.
 *
 * @param nptr the text
 * @returns as atol
 * @throws as atol
 * @see atoll(3)
 */
export function atoll(nptr: Text): number {
  native.atoll(nptr, 10, parsed);
  return numberOf("atoll", parsed[0], LONG_MIN, LONG_MAX);
}

/**
 * Reads a long: leading white space, a sign, 0x or 0 where the base allows it, digits.
 *
 * @param nptr the text
 * @param endptr where the rest of the text goes, over `nptr`'s own memory where that is memory; all of it if there was no
 *   number
 * @param base from 2 to 36, or 0 for 10, or as 0x and 0 say
 * @returns the number; 0 if there is none. With ERANGE LONG_MIN or LONG_MAX, the numbers nearest to them; with EINVAL
 *   (there is no such base) 0. Set errno to 0 before
 * @throws RangeError for another number beyond 2^53
 * @see strtol(3)
 */
export function strtol(nptr: string, endptr: ptr<string> | null, base: number): number;
export function strtol(nptr: RawMemory, endptr: ptr<RawMemory> | null, base: number): number;
export function strtol(nptr: Text, endptr: ptr<string> | ptr<RawMemory> | null, base: number): number {
  parse("strtol", nptr, endptr, base);
  return numberOf("strtol", parsed[0], LONG_MIN, LONG_MAX);
}

/**
 * Reads an unsigned long, as strtol does; what has a minus sign is taken from 2^64.
 *
 * @param nptr as strtol
 * @param endptr as strtol
 * @param base as strtol
 * @returns as strtol; with ERANGE ULONG_MAX, the number nearest to it
 * @throws as strtol
 * @see strtoul(3)
 */
export function strtoul(nptr: string, endptr: ptr<string> | null, base: number): number;
export function strtoul(nptr: RawMemory, endptr: ptr<RawMemory> | null, base: number): number;
export function strtoul(nptr: Text, endptr: ptr<string> | ptr<RawMemory> | null, base: number): number {
  parse("strtoul", nptr, endptr, base);
  return numberOf("strtoul", parsedUnsigned[0], ULONG_MAX);
}

/**
 * Reads a long long, as strtol does.
 *
 * @param nptr as strtol
 * @param endptr as strtol
 * @param base as strtol
 * @returns as strtol
 * @throws as strtol
 * @see strtoll(3)
 */
export function strtoll(nptr: string, endptr: ptr<string> | null, base: number): number;
export function strtoll(nptr: RawMemory, endptr: ptr<RawMemory> | null, base: number): number;
export function strtoll(nptr: Text, endptr: ptr<string> | ptr<RawMemory> | null, base: number): number {
  parse("strtoll", nptr, endptr, base);
  return numberOf("strtoll", parsed[0], LONG_MIN, LONG_MAX);
}

/**
 * Reads an unsigned long long, as strtoul does.
 *
 * @param nptr as strtol
 * @param endptr as strtol
 * @param base as strtol
 * @returns as strtoul
 * @throws as strtol
 * @see strtoull(3)
 */
export function strtoull(nptr: string, endptr: ptr<string> | null, base: number): number;
export function strtoull(nptr: RawMemory, endptr: ptr<RawMemory> | null, base: number): number;
export function strtoull(nptr: Text, endptr: ptr<string> | ptr<RawMemory> | null, base: number): number {
  parse("strtoull", nptr, endptr, base);
  return numberOf("strtoull", parsedUnsigned[0], ULONG_MAX);
}

/**
 * Reads a double: leading white space, a sign, decimal or hexadecimal digits with a point and an exponent, "inf", "nan".
 *
 * @param nptr the text
 * @param endptr as strtol
 * @returns the number; 0 if there is none. With ERANGE an infinity, or what is nearest to 0. Set errno to 0 before
 * @see strtod(3)
 */
export function strtod(nptr: string, endptr: ptr<string> | null): number;
export function strtod(nptr: RawMemory, endptr: ptr<RawMemory> | null): number;
export function strtod(nptr: Text, endptr: ptr<string> | ptr<RawMemory> | null): number {
  if (endptr !== null && !isPointer(endptr)) throw expected("strtod", "endptr", "a ptr or null", endptr);
  const error = native.strtod(nptr, parsed);
  if (error < 0) failure(error, undefined);
  if (endptr !== null) endptr.value = rest(nptr, Number(parsed[1]));
  return parsedDouble[0];
}

/**
 * Reads a double, as strtod does.
 *
 * @param nptr the text
 * @returns the number; 0 if there is none
 * @see atof(3)
 */
export function atof(nptr: Text): number {
  native.atof(nptr, parsed);
  return parsedDouble[0];
}

/**
 * The absolute value of an int.
 *
 * @param j the int
 * @returns its value without the sign
 * @see abs(3)
 */
export function abs(j: number): number {
  return Math.abs(checkInteger("abs", "j", j) | 0);
}

/**
 * The absolute value of a long.
 *
 * @param j the long
 * @returns its value without the sign
 * @see labs(3)
 */
export function labs(j: number): number {
  return Math.abs(checkLong("labs", "j", j));
}

/**
 * The absolute value of a long long.
 *
 * @param j the long long
 * @returns its value without the sign
 * @see llabs(3)
 */
export function llabs(j: number): number {
  return Math.abs(checkLong("llabs", "j", j));
}

/** What div, ldiv and lldiv return. */
export interface div_t {
  /** The quotient. */
  readonly quot: number;
  /** The remainder. */
  readonly rem: number;
}
export type ldiv_t = div_t;
export type lldiv_t = div_t;

function divide(name: string, numerator: number, denominator: number): div_t {
  checkLong(name, "numerator", numerator);
  checkLong(name, "denominator", denominator);
  if (denominator === 0) throw new RangeError(`${name}: denominator: division by zero`);
  // Adding 0 makes 0 of -0, which C does not have.
  return { quot: Math.trunc(numerator / denominator) + 0, rem: (numerator % denominator) + 0 };
}

/**
 * Divides an int: the quotient is cut off towards 0.
 *
 * @param numerator what is divided
 * @param denominator by what
 * @returns the quotient and the remainder
 * @throws RangeError where `denominator` is 0: C raises SIGFPE
 * @see div(3)
 */
export function div(numerator: number, denominator: number): div_t {
  checkInteger("div", "numerator", numerator);
  checkInteger("div", "denominator", denominator);
  return divide("div", numerator | 0, denominator | 0);
}

/**
 * div of longs.
 *
 * @param numerator as div
 * @param denominator as div
 * @returns as div
 * @throws as div
 * @see ldiv(3)
 */
export function ldiv(numerator: number, denominator: number): ldiv_t {
  return divide("ldiv", numerator, denominator);
}

/**
 * div of long longs.
 *
 * @param numerator as div
 * @param denominator as div
 * @returns as div
 * @throws as div
 * @see lldiv(3)
 */
export function lldiv(numerator: number, denominator: number): lldiv_t {
  return divide("lldiv", numerator, denominator);
}

/**
 * The next number of the C library's pseudo-random ones: after srand(seed), the same as in C.
 *
 * @returns a number from 0 to RAND_MAX
 * @see rand(3)
 */
export function rand(): number {
  return native.rand();
}

/**
 * Begins another sequence for rand and random.
 *
 * @param seed which one: the first is that of 1
 * @see srand(3)
 */
export function srand(seed: number): void {
  native.srand(seed);
}

/**
 * A pseudo-random number, with the caller's state.
 *
 * @param seedp the state: a seed at first
 * @returns as rand
 * @see rand_r(3)
 */
export function rand_r(seedp: int | uint32_t): number {
  return native.rand_r(seedp);
}

/**
 * As rand.
 *
 * @returns a number from 0 to 2^31 - 1
 * @see random(3)
 */
export function random(): number {
  return native.random();
}

/**
 * As srand.
 *
 * @param seed as srand
 * @see srandom(3)
 */
export function srandom(seed: number): void {
  native.srandom(seed);
}

/**
 * Makes memory, which free ends. Its bytes are zero, where C leaves them undefined.
 *
 *     const buf = malloc(1024);
 *     const address = cast(sockaddr_in, malloc(sizeof(sockaddr_in))!);
 *
 * @param size how many bytes
 * @returns the memory; null with ENOMEM
 * @see malloc(3)
 */
export function malloc(size: number): Buffer | null {
  return allocate("malloc", "size", size);
}

/**
 * Makes memory for some elements, all zero.
 *
 * @param nmemb how many
 * @param size how many bytes each
 * @returns as malloc
 * @see calloc(3)
 */
export function calloc(nmemb: number, size: number): Buffer | null {
  const total = checkSize("calloc", "nmemb", nmemb) * checkSize("calloc", "size", size);
  return total > Number.MAX_SAFE_INTEGER ? failure(-ENOMEM, null) : allocate("calloc", "nmemb", total);
}

/**
 * Makes memory that malloc made another size: what fits of its bytes is in the new memory, and the old one is ended as by
 * free.
 *
 * @param ptr the memory; null makes new one
 * @param size how many bytes it shall have; 0 frees it, as glibc does
 * @returns the new memory; null with ENOMEM (the old one stays), and for a size of 0
 * @throws TypeError where malloc did not make it, or it was freed
 * @see realloc(3)
 */
export function realloc(ptr: Memory | null, size: number): Buffer | null {
  const old = ptr === null ? null : allocationOf("realloc", ptr);
  checkSize("realloc", "size", size);
  if (old !== null && size === 0) {
    release(old);
    return null;
  }
  const memory = allocate("realloc", "size", size);
  if (memory === null || old === null) return memory;
  memory.set(new Uint8Array(old, 0, Math.min(old.byteLength, size)));
  release(old);
  return memory;
}

/**
 * Ends memory that malloc, calloc, realloc, strdup or strndup made. It has no bytes any more, in all views of it: a call
 * that is given it throws.
 *
 * @param ptr the memory, or the struct that it was cast to; null does nothing
 * @throws TypeError where malloc did not make it, or it was freed: where C corrupts its heap
 * @see free(3)
 */
export function free(ptr: Memory | null): void {
  if (ptr !== null) release(allocationOf("free", ptr));
}

/**
 * realloc for some elements.
 *
 * @param ptr as realloc
 * @param nmemb how many
 * @param size how many bytes each
 * @returns as realloc
 * @throws as realloc
 * @see reallocarray(3)
 */
export function reallocarray(ptr: Memory | null, nmemb: number, size: number): Buffer | null {
  const total = checkSize("reallocarray", "nmemb", nmemb) * checkSize("reallocarray", "size", size);
  return total > Number.MAX_SAFE_INTEGER ? failure(-ENOMEM, null) : realloc(ptr, total);
}

/** The elements of an array, as memory. */
function elementsOf(name: string, base: Memory, nmemb: number, size: number): Buffer[] {
  if (!ArrayBuffer.isView(base)) throw expected(name, "base", "memory", base);
  checkSize(name, "nmemb", nmemb);
  checkRange(name, "size", size, 1, Number.MAX_SAFE_INTEGER);
  const memory = bytes(base);
  if (nmemb * size > memory.length) {
    throw new RangeError(`${name}: nmemb: ${nmemb * size} bytes asked for, but the memory has ${memory.length}`);
  }
  return Array.from({ length: nmemb }, (_, i) => memory.subarray(i * size, (i + 1) * size));
}

/**
 * Sorts an array. Equal elements keep their order, as in most versions of glibc.
 *
 *     qsort(numbers, numbers.length, sizeof(int), (a, b) => cast(int, a).value - cast(int, b).value);
 *
 * @param base the array
 * @param nmemb how many elements
 * @param size how many bytes each
 * @param compar tells the order of two elements: below 0, 0 or above. It sees copies of them; if it throws, the array stays
 *   as it was
 * @throws RangeError where `base` has fewer bytes
 * @see qsort(3)
 */
export function qsort(base: Memory, nmemb: number, size: number, compar: (a: Buffer, b: Buffer) => number): void {
  const places = elementsOf("qsort", base, nmemb, size);
  if (typeof compar !== "function") throw expected("qsort", "compar", "a function", compar);
  const sorted = places.map((place) => Buffer.from(place)).sort((a, b) => compar(a, b));
  for (const [i, element] of sorted.entries()) element.copy(places[i]);
}

/**
 * Looks for an element of a sorted array.
 *
 * @param key what to look for
 * @param base the array
 * @param nmemb how many elements
 * @param size how many bytes each
 * @param compar tells the order of the key and an element: below 0, 0 or above
 * @returns the element, over `base`'s own memory; null where there is none
 * @throws RangeError where `base` has fewer bytes
 * @see bsearch(3)
 */
export function bsearch<Key>(
  key: Key,
  base: Memory,
  nmemb: number,
  size: number,
  compar: (key: Key, element: Buffer) => number,
): Buffer | null {
  const elements = elementsOf("bsearch", base, nmemb, size);
  if (typeof compar !== "function") throw expected("bsearch", "compar", "a function", compar);
  let low = 0;
  let high = nmemb;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compar(key, elements[middle]);
    if (order === 0) return elements[middle];
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return null;
}

/**
 * The path of a file from the root on, without symbolic links, ".", ".." and slashes that are too many.
 *
 * @param path a name of the file
 * @param resolved_path where the path goes, with its NUL: PATH_MAX bytes are enough; null where only the result is wanted
 * @returns the path; null with ENOENT, EACCES, ENOTDIR, ELOOP, ENAMETOOLONG, EINVAL (`path` is null), EIO
 * @throws RangeError where it does not fit
 * @see realpath(3)
 */
export function realpath(path: Text | null, resolved_path: RawMemory | null): string | null {
  if (resolved_path !== null && !ArrayBuffer.isView(resolved_path)) {
    throw expected("realpath", "resolved_path", "memory or null", resolved_path);
  }
  const name = native.realpath(path);
  if (typeof name === "number") return failure(name, null);
  if (resolved_path !== null) native.strcpy(resolved_path, name);
  return name;
}

/**
 * Has the shell run a command, and waits for its end. Meanwhile the process ignores SIGINT and SIGQUIT. What Node has
 * changed in the process, the command gets as it was (docs/exec.md). A signal's handler runs when the command has ended.
 *
 * @param command the command; null asks whether there is a shell
 * @returns the command's status, for WIFEXITED and its kin; not 0 for null; -1 with EAGAIN, ENOMEM, ECHILD
 * @see system(3)
 */
export function system(command: Text | null): number {
  return result(native.system(command));
}

/**
 * Creates and opens a file with a name that nothing has.
 *
 * @param template the name, in memory, with XXXXXX at its end, which becomes other characters
 * @returns a descriptor, open for reading and writing; -1 with EINVAL (there is no XXXXXX), EEXIST, EACCES, ENOENT, ...
 * @see mkstemp(3)
 */
export function mkstemp(template: RawMemory): number {
  return result(native.mkstemp(template));
}

/**
 * Makes a directory with a name that nothing has.
 *
 * @param template as mkstemp
 * @returns `template`; null as mkstemp
 * @see mkdtemp(3)
 */
export function mkdtemp<T extends RawMemory>(template: T): T | null {
  const error = native.mkdtemp(template);
  return error < 0 ? failure(error, null) : template;
}

/**
 * Looks up a variable of the environment: that of process.env, of which a Worker has a copy.
 *
 * @param name the variable's name
 * @returns its value; null if it has none
 * @see getenv(3)
 */
export function getenv(name: Text): string | null {
  // Not the C library's: process.env may be assigned to by another thread, and Node holds a lock that C does not know.
  const value: unknown = process.env[stringOf("getenv", "name", name)];
  // "constructor" is what all objects have.
  return typeof value === "string" ? value : null;
}

const isName = (text: string): boolean => text !== "" && !text.includes("=");

/**
 * Sets a variable of the environment: that of process.env, and so of C too; of a Worker only its copy.
 *
 * @param name the variable's name
 * @param value its value
 * @param overwrite 0 leaves a value that the variable has
 * @returns 0; -1 with EINVAL (the name is empty, or has a `=`)
 * @see setenv(3)
 */
export function setenv(name: Text, value: Text, overwrite: number): number {
  const key = stringOf("setenv", "name", name);
  const text = stringOf("setenv", "value", value);
  checkInteger("setenv", "overwrite", overwrite);
  if (!isName(key)) return failure(-EINVAL, -1);
  if (overwrite !== 0 || !Object.hasOwn(process.env, key)) process.env[key] = text;
  return 0;
}

/**
 * Removes a variable from the environment.
 *
 * @param name the variable's name
 * @returns 0, also where there is none; -1 with EINVAL (the name is empty, or has a `=`)
 * @see unsetenv(3)
 */
export function unsetenv(name: Text): number {
  const key = stringOf("unsetenv", "name", name);
  if (!isName(key)) return failure(-EINVAL, -1);
  Reflect.deleteProperty(process.env, key);
  return 0;
}

/**
 * Sets a variable of the environment. The text is copied: changing it later changes nothing.
 *
 * @param string "NAME=value"; "NAME" removes the variable, as in glibc
 * @returns 0
 * @see putenv(3)
 */
export function putenv(string: Text): number {
  const text = stringOf("putenv", "string", string);
  const equals = text.indexOf("=");
  if (equals === -1) Reflect.deleteProperty(process.env, text);
  else process.env[text.slice(0, equals)] = text.slice(equals + 1);
  return 0;
}

/**
 * Removes all variables from the environment.
 *
 * @returns 0
 * @see clearenv(3)
 */
export function clearenv(): number {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  return 0;
}
