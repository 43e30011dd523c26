/**
 * sys/utsname.h: the system's name.
 *
 * @see uname(2)
 */

import type { utsname } from "../generated/sys/utsname.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/utsname.ts";

/**
 * Tells the names of the system, the host and the machine.
 *
 * @param buf where they go, each with its NUL
 * @returns 0; -1 with EFAULT
 * @see uname(2)
 */
export function uname(buf: utsname | null): number {
  return result(native.uname(buf));
}
