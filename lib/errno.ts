/**
 * errno.h: the number of the last error.
 *
 * @see errno(3)
 */

import { checkInteger } from "./check.ts";

export * from "./generated/errno.ts";

/**
 * The number of the last error: a live binding, set by every call that returns -1 (or null, where C returns NULL).
 *
 * @see errno(3)
 */
export let errno = 0;

/**
 * Assigns errno: `errno = 0` of C.
 *
 * @param value the number: 0, or ENOENT, ...
 * @see errno(3)
 */
export function set_errno(value: number): void {
  errno = checkInteger("set_errno", "value", value);
}
