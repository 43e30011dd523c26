/**
 * sys/timerfd.h: timers behind descriptors.
 *
 * @see timerfd_create(2)
 */

import type { itimerspec } from "../generated/time.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/timerfd.ts";
export { CLOCK_BOOTTIME, CLOCK_MONOTONIC, CLOCK_REALTIME, itimerspec, timespec } from "../generated/time.ts";

/**
 * Makes a timer. Reading 8 bytes from it waits until it has expired, and tells how often since the last time.
 *
 * @param clockid the clock that it follows: CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME, ...
 * @param flags TFD_NONBLOCK, TFD_CLOEXEC or-ed, or 0
 * @returns a descriptor; -1 with EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM, EPERM
 * @see timerfd_create(2)
 */
export function timerfd_create(clockid: number, flags: number): number {
  return result(native.timerfd_create(clockid, flags));
}

/**
 * Starts or stops a timer.
 *
 * @param fd the timer
 * @param flags 0: it_value counts from now; TFD_TIMER_ABSTIME: it is a time of the clock, with which
 *   TFD_TIMER_CANCEL_ON_SET makes reading fail with ECANCELED when the clock is set
 * @param new_value when it expires, and at which interval then; an it_value of 0 stops it
 * @param old_value where what was left of it goes, or null
 * @returns 0; -1 with EBADF, EFAULT, EINVAL (no timer, no time, or other flags), ECANCELED
 * @see timerfd_settime(2)
 */
export function timerfd_settime(
  fd: number,
  flags: number,
  new_value: itimerspec | null,
  old_value: itimerspec | null,
): number {
  return result(native.timerfd_settime(fd, flags, new_value, old_value));
}

/**
 * What is left of a timer.
 *
 * @param fd the timer
 * @param curr_value where it goes; its it_value is 0 where the timer does not run
 * @returns 0; -1 with EBADF, EFAULT, EINVAL (it is no timer)
 * @see timerfd_gettime(2)
 */
export function timerfd_gettime(fd: number, curr_value: itimerspec | null): number {
  return result(native.timerfd_gettime(fd, curr_value));
}
