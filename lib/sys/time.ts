/**
 * sys/time.h: the time in microseconds, and timers that signal.
 *
 * @see gettimeofday(2)
 */

import { checkStruct, expected } from "../check.ts";
import { type itimerval, timeval, type timezone } from "../generated/sys/time.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/time.ts";
export type { suseconds_t } from "./types.ts";
export { time_t } from "./types.ts";

/**
 * The time.
 *
 * @param tv where it goes: seconds since 1970, UTC, and microseconds
 * @param tz null; or where the kernel's zone goes, which nothing uses
 * @returns 0
 * @see gettimeofday(2)
 */
export function gettimeofday(tv: timeval | null, tz: timezone | null): number {
  return result(native.gettimeofday(tv, tz));
}

/**
 * Starts or stops one of the process's timers.
 *
 * @param which ITIMER_REAL, whose signal is SIGALRM; ITIMER_VIRTUAL, SIGVTALRM, of the process's own processor time;
 *   ITIMER_PROF, SIGPROF, of that with the kernel's
 * @param new_value when it signals, from now, and at which interval then; an it_value of 0 stops it
 * @param old_value where what was left of it goes, or null
 * @returns 0; -1 with EINVAL (no such timer, or no time), EFAULT
 * @see setitimer(2)
 */
export function setitimer(which: number, new_value: itimerval | null, old_value: itimerval | null): number {
  return result(native.setitimer(which, new_value, old_value));
}

/**
 * What is left of one of the process's timers.
 *
 * @param which as setitimer
 * @param curr_value where it goes; its it_value is 0 where the timer does not run
 * @returns 0; -1 with EINVAL, EFAULT
 * @see getitimer(2)
 */
export function getitimer(which: number, curr_value: itimerval | null): number {
  return result(native.getitimer(which, curr_value));
}

const MICROSECONDS = 1_000_000;

const check = (name: string, parameter: string, value: timeval): timeval =>
  checkStruct(name, parameter, timeval, value);

/**
 * Adds two times.
 *
 * @param a one
 * @param b the other
 * @param res where the sum goes, which may be `a` or `b`
 * @see timeradd(3)
 */
export function timeradd(a: timeval, b: timeval, res: timeval): void {
  const seconds = check("timeradd", "a", a).tv_sec + check("timeradd", "b", b).tv_sec;
  const microseconds = a.tv_usec + b.tv_usec;
  const carry = microseconds >= MICROSECONDS ? 1 : 0;
  check("timeradd", "res", res).tv_sec = seconds + carry;
  res.tv_usec = microseconds - carry * MICROSECONDS;
}

/**
 * Takes one time from another.
 *
 * @param a the one to take from
 * @param b the one to take
 * @param res where the difference goes, which may be `a` or `b`; tv_usec is not below 0
 * @see timersub(3)
 */
export function timersub(a: timeval, b: timeval, res: timeval): void {
  const seconds = check("timersub", "a", a).tv_sec - check("timersub", "b", b).tv_sec;
  const microseconds = a.tv_usec - b.tv_usec;
  const borrowed = microseconds < 0 ? 1 : 0;
  check("timersub", "res", res).tv_sec = seconds - borrowed;
  res.tv_usec = microseconds + borrowed * MICROSECONDS;
}

const comparisons = {
  "<": (order: number) => order < 0,
  "<=": (order: number) => order <= 0,
  "==": (order: number) => order === 0,
  "!=": (order: number) => order !== 0,
  ">=": (order: number) => order >= 0,
  ">": (order: number) => order > 0,
} as const;

/**
 * Compares two times: `timercmp(&a, &b, <)` of C is `timercmp(a, b, "<")`.
 *
 * @param a one
 * @param b the other
 * @param cmp C's operator
 * @returns whether `a` is so to `b`
 * @see timercmp(3)
 */
export function timercmp(a: timeval, b: timeval, cmp: keyof typeof comparisons): boolean {
  if (typeof cmp !== "string" || !Object.hasOwn(comparisons, cmp)) {
    throw expected("timercmp", "cmp", 'an operator, such as "<"', cmp);
  }
  const seconds = check("timercmp", "a", a).tv_sec - check("timercmp", "b", b).tv_sec;
  return comparisons[cmp](seconds === 0 ? a.tv_usec - b.tv_usec : seconds);
}

/**
 * Makes a time 0.
 *
 * @param tvp the time
 * @see timerclear(3)
 */
export function timerclear(tvp: timeval): void {
  check("timerclear", "tvp", tvp).tv_sec = 0;
  tvp.tv_usec = 0;
}

/**
 * Whether a time is not 0.
 *
 * @param tvp the time
 * @returns whether it is
 * @see timerisset(3)
 */
export function timerisset(tvp: timeval): boolean {
  return check("timerisset", "tvp", tvp).tv_sec !== 0 || tvp.tv_usec !== 0;
}
