/** What glibc's syscall_ret does: the kernel's -errno becomes -1 and errno. */

import { set_errno } from "./errno.ts";

/** The result of a system call as C knows it. */
export function result(value: number): number {
  return value < 0 ? failure(value, -1) : value;
}

/** A priority, which the kernel answers as 20 less it: so all that are below 0 are errors. */
export function priority(value: number): number {
  return value < 0 ? failure(value, -1) : 20 - value;
}

/** Sets errno from the kernel's -errno, and returns what C returns for a failure. */
export function failure<T>(value: number, failed: T): T {
  set_errno(-value);
  return failed;
}
