// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { timeval } from "./time.ts";

const { constants } = native;

export const RUSAGE_CHILDREN = constants.RUSAGE_CHILDREN;
export const RUSAGE_SELF = constants.RUSAGE_SELF;
export const RLIMIT_CORE = constants.RLIMIT_CORE;
export const RLIMIT_NOFILE = constants.RLIMIT_NOFILE;
export const RUSAGE_THREAD = constants.RUSAGE_THREAD;
export const RLIMIT_AS = constants.RLIMIT_AS;
export const RLIMIT_CPU = constants.RLIMIT_CPU;
export const RLIMIT_DATA = constants.RLIMIT_DATA;
export const RLIMIT_FSIZE = constants.RLIMIT_FSIZE;
export const RLIMIT_LOCKS = constants.RLIMIT_LOCKS;
export const RLIMIT_MEMLOCK = constants.RLIMIT_MEMLOCK;
export const RLIMIT_MSGQUEUE = constants.RLIMIT_MSGQUEUE;
export const RLIMIT_NICE = constants.RLIMIT_NICE;
export const RLIMIT_NLIMITS = constants.RLIMIT_NLIMITS;
export const RLIMIT_NPROC = constants.RLIMIT_NPROC;
export const RLIMIT_OFILE = constants.RLIMIT_OFILE;
export const RLIMIT_RSS = constants.RLIMIT_RSS;
export const RLIMIT_RTPRIO = constants.RLIMIT_RTPRIO;
export const RLIMIT_RTTIME = constants.RLIMIT_RTTIME;
export const RLIMIT_SIGPENDING = constants.RLIMIT_SIGPENDING;
export const RLIMIT_STACK = constants.RLIMIT_STACK;
export const RLIM_INFINITY = constants.RLIM_INFINITY;
export const RLIM_SAVED_CUR = constants.RLIM_SAVED_CUR;
export const RLIM_SAVED_MAX = constants.RLIM_SAVED_MAX;
export const PRIO_MIN = constants.PRIO_MIN;
export const PRIO_MAX = constants.PRIO_MAX;
export const PRIO_PROCESS = constants.PRIO_PROCESS;
export const PRIO_PGRP = constants.PRIO_PGRP;
export const PRIO_USER = constants.PRIO_USER;

export interface rlimit extends Struct<"rlimit"> {
  rlim_cur: number;
  rlim_max: number;
}
export const rlimit = struct<rlimit>("rlimit");

export interface rusage extends Struct<"rusage"> {
  get ru_utime(): timeval;
  set ru_utime(value: timeval);
  get ru_stime(): timeval;
  set ru_stime(value: timeval);
  ru_maxrss: number;
  ru_ixrss: number;
  ru_idrss: number;
  ru_isrss: number;
  ru_minflt: number;
  ru_majflt: number;
  ru_nswap: number;
  ru_inblock: number;
  ru_oublock: number;
  ru_msgsnd: number;
  ru_msgrcv: number;
  ru_nsignals: number;
  ru_nvcsw: number;
  ru_nivcsw: number;
}
export const rusage = struct<rusage>("rusage");
