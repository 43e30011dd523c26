/**
 * sys/resource.h: what a process has used, what it may use, and its priority.
 *
 * @see getrlimit(2)
 */

import type { rlimit, rusage } from "../generated/sys/resource.ts";
import { native } from "../native.ts";
import { priority, result } from "../result.ts";

export * from "../generated/sys/resource.ts";
export { timeval } from "../generated/sys/time.ts";
export type { id_t } from "./types.ts";

/** A limit: a number up to 2^53, or RLIM_INFINITY, which is the number nearest to C's. */
export type rlim_t = number;

/**
 * Tells what has been used so far.
 *
 * @param who RUSAGE_SELF, RUSAGE_THREAD, or RUSAGE_CHILDREN: those that have been waited for
 * @param usage where it goes: times, page faults, ru_maxrss in KiB
 * @returns 0; -1 with EINVAL, EFAULT
 * @see getrusage(2)
 */
export function getrusage(who: number, usage: rusage | null): number {
  return result(native.getrusage(who, usage));
}

/**
 * Tells how much the process may use.
 *
 * @param resource RLIMIT_NOFILE, ...
 * @param rlim where the limits go: rlim_cur, and rlim_max up to which it may be raised
 * @returns 0; -1 with EINVAL
 * @see getrlimit(2)
 */
export function getrlimit(resource: number, rlim: rlimit | null): number {
  return result(native.getrlimit(resource, rlim));
}

/**
 * Sets how much the process may use. Node lives under the limits too: of RLIMIT_AS, RLIMIT_DATA and RLIMIT_NPROC it needs
 * more than a C program.
 *
 * @param resource RLIMIT_NOFILE, ...
 * @param rlim the limits
 * @returns 0; -1 with EPERM (raising rlim_max needs CAP_SYS_RESOURCE), EINVAL (rlim_cur is above rlim_max)
 * @see setrlimit(2)
 */
export function setrlimit(resource: number, rlim: rlimit | null): number {
  return result(native.setrlimit(resource, rlim));
}

/**
 * Sets how much a process may use, and tells how much it might before.
 *
 * @param pid the process's id, or 0 for the caller
 * @param resource RLIMIT_NOFILE, ...
 * @param new_limit the new limits; null leaves them
 * @param old_limit where those before go
 * @returns as setrlimit; -1 also with ESRCH, EFAULT
 * @see prlimit(2)
 */
export function prlimit(pid: number, resource: number, new_limit: rlimit | null, old_limit: rlimit | null): number {
  return result(native.prlimit(pid, resource, new_limit, old_limit));
}

/**
 * Tells the highest priority, which is the lowest number, of some processes.
 *
 * @param which PRIO_PROCESS, PRIO_PGRP or PRIO_USER
 * @param who the id of a process, process group or user; 0 for the caller's
 * @returns from -20 to 19, so set errno to 0 before; -1 with ESRCH, EINVAL
 * @see getpriority(2)
 */
export function getpriority(which: number, who: number): number {
  return priority(native.getpriority(which, who));
}

/**
 * Sets the priority of some processes. On Linux PRIO_PROCESS means a thread: 0 is the calling one.
 *
 * @param which as getpriority
 * @param who as getpriority
 * @param prio from -20, the highest, to 19; what is beyond counts as these
 * @returns 0; -1 with ESRCH, EINVAL, EPERM, EACCES (a higher priority needs CAP_SYS_NICE)
 * @see setpriority(2)
 */
export function setpriority(which: number, who: number, prio: number): number {
  return result(native.setpriority(which, who, prio));
}
