/** stdlib.h: the end of the process, numbers, the environment. */

import { isMainThread } from "node:worker_threads";

import { checkInteger, stringOf } from "./check.ts";
import { native } from "./native.ts";
import type { Text } from "./string.ts";

export * from "./generated/stdlib.ts";

/**
 * Ends the process: exit handlers run, the C library's streams are written out. What console.log has not yet written to a
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
  // Node would wait for its Workers, and one that blocks in a call does not end.
  if (hasWorkers()) process.once("exit", endProcess);
  process.exit(status & 0xff);
}

/** Whether there have been Workers that this thread made since it loaded this, or are others that can block in calls. */
function hasWorkers(): boolean {
  return madeWorker || native.count_environments() > 1;
}

let madeWorker = false;
process.once("worker", () => (madeWorker = true));

function endProcess(status: number): never {
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
 * Looks up a variable of the environment: that of process.env, of which a Worker has a copy.
 *
 * @param name the variable's name
 * @returns its value; null if it has none
 * @see getenv(3)
 */
export function getenv(name: Text): string | null {
  // Not the C library's: process.env may be assigned to by another thread, and Node holds a lock that C does not know.
  return process.env[stringOf("getenv", "name", name)] ?? null;
}
