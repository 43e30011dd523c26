// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const ITIMER_REAL = constants.ITIMER_REAL;
export const ITIMER_VIRTUAL = constants.ITIMER_VIRTUAL;
export const ITIMER_PROF = constants.ITIMER_PROF;

export interface timeval extends Struct<"timeval"> {
  tv_sec: number;
  tv_usec: number;
}
export const timeval = struct<timeval>("timeval");

export interface timezone extends Struct<"timezone"> {
  tz_minuteswest: number;
  tz_dsttime: number;
}
export const timezone = struct<timezone>("timezone");

export interface itimerval extends Struct<"itimerval"> {
  get it_interval(): timeval;
  set it_interval(value: timeval);
  get it_value(): timeval;
  set it_value(value: timeval);
}
export const itimerval = struct<itimerval>("itimerval");
