/** signal.h: signals by number, and sending them. */

import { native } from "./native.ts";
import { result } from "./result.ts";

export * from "./generated/signal.ts";
export type { pid_t, uid_t } from "./sys/types.ts";

/**
 * Sends a signal.
 *
 * @param pid a process's id; 0 for all of the caller's process group, -1 for all that the caller may send to, -n for
 *   the process group n
 * @param sig SIGTERM, ...; 0 only asks whether it could be sent
 * @returns 0; -1 with ESRCH, EPERM, EINVAL
 * @see kill(2)
 */
export function kill(pid: number, sig: number): number {
  return result(native.kill(pid, sig));
}

/**
 * Sends a signal to a process group.
 *
 * @param pgrp the group's id; 0 for the caller's
 * @param sig as kill
 * @returns as kill
 * @see killpg(3)
 */
export function killpg(pgrp: number, sig: number): number {
  return result(native.killpg(pgrp, sig));
}

/**
 * Sends a signal to the calling thread.
 *
 * @param sig as kill
 * @returns 0; -1 with EINVAL
 * @see raise(3)
 */
export function raise(sig: number): number {
  return result(native.raise(sig));
}
