/**
 * time.h: clocks, sleeping, and calendar time.
 *
 * @see time(7)
 */

import { checkLong } from "./check.ts";
import { EOVERFLOW } from "./generated/errno.ts";
import { tm as struct_tm, type timespec } from "./generated/time.ts";
import type { time_t } from "./generated/sys/types.ts";
import type { RawMemory } from "./memory/access.ts";
import type { StructClass } from "./memory/struct.ts";
import { native } from "./native.ts";
import { failure, result } from "./result.ts";
import type { Text } from "./string.ts";

export * from "./generated/time.ts";
export { size_t, time_t } from "./sys/types.ts";
export type { clock_t, clockid_t } from "./sys/types.ts";

/** A time by its calendar: local time, or that of Greenwich. */
export interface tm extends struct_tm {
  /** The zone's name; null where none of the functions here has set it. */
  readonly tm_zone: string | null;
}
Object.defineProperty(struct_tm.prototype, "tm_zone", {
  get(this: struct_tm) {
    return native.tm_zone(this);
  },
});
export const tm = struct_tm as unknown as StructClass<tm>;

/**
 * The time.
 *
 * @param tloc where it goes as well, or null
 * @returns the seconds since 1970, UTC; it cannot fail
 * @see time(2)
 */
export function time(tloc: time_t | null): number {
  return native.time(tloc);
}

/**
 * The processor time that the process has used, with all its threads.
 *
 * @returns the time, of which CLOCKS_PER_SEC are a second; -1 where it cannot be told
 * @see clock(3)
 */
export function clock(): number {
  return native.clock();
}

/**
 * What a clock shows.
 *
 * @param clockid CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, ...
 * @param tp where it goes: seconds and nanoseconds
 * @returns 0; -1 with EINVAL (there is no such clock), EFAULT
 * @see clock_gettime(2)
 */
export function clock_gettime(clockid: number, tp: timespec | null): number {
  return result(native.clock_gettime(clockid, tp));
}

/**
 * How fine a clock is.
 *
 * @param clockid as clock_gettime
 * @param res where its smallest step goes, or null
 * @returns 0; -1 with EINVAL (there is no such clock)
 * @see clock_getres(2)
 */
export function clock_getres(clockid: number, res: timespec | null): number {
  return result(native.clock_getres(clockid, res));
}

/**
 * Sets a clock.
 *
 * @param clockid CLOCK_REALTIME
 * @param tp what it shall show
 * @returns 0; -1 with EPERM (it needs CAP_SYS_TIME), EINVAL (no such clock, no such time, or a clock that cannot be
 *   set), EFAULT
 * @see clock_settime(2)
 */
export function clock_settime(clockid: number, tp: timespec | null): number {
  return result(native.clock_settime(clockid, tp));
}

/**
 * Sleeps.
 *
 * @param req how long, in seconds and nanoseconds
 * @param rem where the rest goes if a signal handler ran meanwhile, or null; may be `req`
 * @returns 0; -1 with EINTR (also with SA_RESTART), EINVAL (it is no time), EFAULT
 * @see nanosleep(2)
 */
export function nanosleep(req: timespec | null, rem: timespec | null): number {
  return result(native.nanosleep(req, rem));
}

/**
 * Sleeps by a clock.
 *
 * @param clockid as clock_gettime, but no CLOCK_THREAD_CPUTIME_ID
 * @param flags 0, or TIMER_ABSTIME: `request` is no duration, but the time when to wake up
 * @param request how long or until when
 * @param remain as nanosleep; not written to with TIMER_ABSTIME
 * @returns 0, or the error itself, while errno stays as it is: EINTR (also with SA_RESTART), EINVAL (no such clock, or no
 *   time), EOPNOTSUPP (the clock cannot be slept by), EFAULT
 * @see clock_nanosleep(2)
 */
export function clock_nanosleep(
  clockid: number,
  flags: number,
  request: timespec | null,
  remain: timespec | null,
): number {
  return 0 - native.clock_nanosleep(clockid, flags, request, remain);
}

/** The one tm that gmtime and localtime return, as in C. */
const shared = new tm();

/**
 * The calendar time in UTC.
 *
 * @param timep the time: seconds since 1970, UTC
 * @returns a tm that the next gmtime or localtime overwrites, as in C; null with EOVERFLOW (the year is no int)
 * @see gmtime(3)
 */
export function gmtime(timep: time_t): tm | null {
  return broken(native.gmtime(timep, shared), shared);
}

/**
 * The calendar time in UTC, in memory of the caller's.
 *
 * @param timep as gmtime
 * @param result where it goes
 * @returns `result`; null as gmtime
 * @see gmtime_r(3)
 */
export function gmtime_r(timep: time_t, result: tm): tm | null {
  return broken(native.gmtime_r(timep, result), result);
}

/**
 * The local calendar time, in the zone that the environment variable TZ names.
 *
 * @param timep as gmtime
 * @returns as gmtime
 * @see localtime(3)
 */
export function localtime(timep: time_t): tm | null {
  return broken(native.localtime(timep, shared), shared);
}

/**
 * The local calendar time, in memory of the caller's. A change of TZ takes effect with tzset or localtime.
 *
 * @param timep as gmtime
 * @param result where it goes
 * @returns `result`; null as gmtime
 * @see localtime_r(3)
 */
export function localtime_r(timep: time_t, result: tm): tm | null {
  return broken(native.localtime_r(timep, result), result);
}

function broken(value: number, time: tm): tm | null {
  return value < 0 ? failure(value, null) : time;
}

/**
 * A calendar time as text: "Thu Nov 26 03:00:00 2026\n".
 *
 * @param time the calendar time
 * @returns the text; null with EOVERFLOW (the year is no int)
 * @see asctime(3)
 */
export function asctime(time: tm): string | null {
  return textOf(native.asctime(time));
}

/**
 * asctime into memory of the caller's.
 *
 * @param time as asctime
 * @param buf where the text goes, with its NUL: at least 26 bytes
 * @returns the text; null with EOVERFLOW (it has more than 26 bytes)
 * @throws RangeError where `buf` has fewer than 26 bytes
 * @see asctime_r(3)
 */
export function asctime_r(time: tm, buf: RawMemory): string | null {
  return textOf(native.asctime_r(time, buf));
}

/**
 * The local time as text: asctime of localtime.
 *
 * @param timep as gmtime
 * @returns as asctime
 * @see ctime(3)
 */
export function ctime(timep: time_t): string | null {
  return textOf(native.ctime(timep));
}

/**
 * ctime into memory of the caller's: asctime_r of localtime_r.
 *
 * @param timep as gmtime
 * @param buf as asctime_r
 * @returns as asctime_r
 * @throws as asctime_r
 * @see ctime_r(3)
 */
export function ctime_r(timep: time_t, buf: RawMemory): string | null {
  return textOf(native.ctime_r(timep, buf));
}

function textOf(value: string | number): string | null {
  return typeof value === "number" ? failure(value, null) : value;
}

/**
 * The time that a local calendar time stands for.
 *
 * @param time the calendar time, whose fields need not be in their ranges: they are put there, and tm_wday, tm_yday and
 *   the zone are set. tm_isdst says whether daylight saving time is in effect; -1 lets the zone say it
 * @returns seconds since 1970, UTC; -1, which may be a time as well, with EOVERFLOW
 * @throws RangeError where the seconds are beyond 2^53
 * @see mktime(3)
 */
export function mktime(time: tm): number {
  return native.mktime(time) ?? failure(-EOVERFLOW, -1);
}

/**
 * The time that a calendar time in UTC stands for.
 *
 * @param time as mktime
 * @returns as mktime
 * @throws as mktime
 * @see timegm(3)
 */
export function timegm(time: tm): number {
  return native.timegm(time) ?? failure(-EOVERFLOW, -1);
}

/**
 * Writes a calendar time as a format says.
 *
 * @param s where the text goes, with its NUL
 * @param max how much fits there, in bytes
 * @param format text with conversions: %Y %m %d %H %M %S, %a %b %c %Z, ...
 * @param time the calendar time
 * @returns how many bytes were written, the NUL not counted; 0 where they do not fit, or the text is empty
 * @throws RangeError where `s` has fewer than `max`
 * @see strftime(3)
 */
export function strftime(s: RawMemory | null, max: number, format: Text, time: tm): number {
  return native.strftime(s, max, format, time);
}

/**
 * The difference of two times.
 *
 * @param time1 the one, in seconds
 * @param time0 the other
 * @returns `time1` less `time0`, in seconds
 * @see difftime(3)
 */
export function difftime(time1: number, time0: number): number {
  return checkLong("difftime", "time1", time1) - checkLong("difftime", "time0", time0);
}

/**
 * Looks which zone the environment variable TZ names now. mktime, strftime, localtime and ctime do so themselves.
 *
 * @see tzset(3)
 */
export function tzset(): void {
  native.tzset();
}
