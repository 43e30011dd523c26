/** stdlib.h: the end of the process, numbers, the environment. */

import { isMainThread } from "node:worker_threads";

import { checkInteger } from "./check.ts";
import { native } from "./native.ts";
import type { Text } from "./string.ts";

export * from "./generated/stdlib.ts";

/**
 * Ends the process: exit handlers run, the C library's streams are written out. What console.log has not yet written to a
 * slow pipe is lost, as in process.exit.
 *
 * From a Worker thread it ends the whole process too, as from a thread in C, but Node's exit handlers, which belong to
 * the main thread, do not run.
 *
 * @param status what the parent sees, of which 8 bits count
 * @see exit(3)
 */
export function exit(status: number): never {
  checkInteger("exit", "status", status);
  if (isMainThread) process.exit(status & 0xff);
  native.fflush_all();
  return native._exit(status);
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

/**
 * Looks up a variable of the environment.
 *
 * @returns its value; null if it has none
 * @see getenv(3)
 */
export function getenv(name: Text): string | null {
  return native.getenv(name);
}
