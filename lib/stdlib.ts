/** stdlib.h: the end of the process, numbers, the environment. */

import { isMainThread } from "node:worker_threads";

import { checkInteger, expected, stringOf } from "./check.ts";
import { EINVAL, ENOTSUP } from "./generated/errno.ts";
import { SIG_UNBLOCK, SIGABRT, sigset_t } from "./generated/signal.ts";
import { bytes, type RawMemory } from "./memory/access.ts";
import { isPointer, type ptr } from "./memory/pointer.ts";
import { native } from "./native.ts";
import { failure } from "./result.ts";
import type { Text } from "./string.ts";
import { hasWorkers } from "./workers.ts";

export * from "./generated/stdlib.ts";
export { WEXITSTATUS, WIFEXITED, WIFSIGNALED, WIFSTOPPED, WNOHANG, WSTOPSIG, WTERMSIG, WUNTRACED } from "./sys/wait.ts";

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
  if (hasWorkers()) process.once("exit", endProcess);
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
 * @returns the number; 0 if there is none
 * @see atoi(3)
 */
export function atoi(nptr: Text): number {
  return native.atoi(nptr);
}

/** A number and how many bytes it was read from; the second as what is unsigned. */
const parsed = new BigInt64Array(2);
const parsedUnsigned = new BigUint64Array(parsed.buffer);

const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;
const ULONG_MAX = 2n ** 64n - 1n;

/** A value as a number. The extremes, which stand for all that is beyond, are the numbers nearest to them. */
function numberOf(name: string, value: bigint, ...extremes: bigint[]): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) || extremes.includes(value)) return number;
  throw new RangeError(`${name}: ${value} is no integer that a number can hold`);
}

/** What strtol and strtoul do alike; the number is left in `parsed`. */
function parse(
  name: "strtol" | "strtoul",
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
