// Written by npm run generate.

import { native } from "../native.ts";
import { struct, type Struct } from "../memory/struct.ts";

const { constants } = native;

export const CLOCKS_PER_SEC = constants.CLOCKS_PER_SEC;
export const CLOCK_REALTIME = constants.CLOCK_REALTIME;
export const CLOCK_MONOTONIC = constants.CLOCK_MONOTONIC;
export const CLOCK_PROCESS_CPUTIME_ID = constants.CLOCK_PROCESS_CPUTIME_ID;
export const CLOCK_THREAD_CPUTIME_ID = constants.CLOCK_THREAD_CPUTIME_ID;
export const CLOCK_MONOTONIC_RAW = constants.CLOCK_MONOTONIC_RAW;
export const CLOCK_REALTIME_COARSE = constants.CLOCK_REALTIME_COARSE;
export const CLOCK_MONOTONIC_COARSE = constants.CLOCK_MONOTONIC_COARSE;
export const CLOCK_BOOTTIME = constants.CLOCK_BOOTTIME;
export const CLOCK_REALTIME_ALARM = constants.CLOCK_REALTIME_ALARM;
export const CLOCK_BOOTTIME_ALARM = constants.CLOCK_BOOTTIME_ALARM;
export const CLOCK_TAI = constants.CLOCK_TAI;
export const TIMER_ABSTIME = constants.TIMER_ABSTIME;

export interface timespec extends Struct<"timespec"> {
  tv_sec: number;
  tv_nsec: number;
}
export const timespec = struct<timespec>("timespec");

export interface tm extends Struct<"tm"> {
  tm_sec: number;
  tm_min: number;
  tm_hour: number;
  tm_mday: number;
  tm_mon: number;
  tm_year: number;
  tm_wday: number;
  tm_yday: number;
  tm_isdst: number;
  tm_gmtoff: number;
}
export const tm = struct<tm>("tm");

export interface itimerspec extends Struct<"itimerspec"> {
  get it_interval(): timespec;
  set it_interval(value: timespec);
  get it_value(): timespec;
  set it_value(value: timespec);
}
export const itimerspec = struct<itimerspec>("itimerspec");
