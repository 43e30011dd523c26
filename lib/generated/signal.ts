// Written by npm run generate.

import { native } from "../native.ts";
import { struct, type Struct } from "../memory/struct.ts";

const { constants } = native;

export const SIGABRT = constants.SIGABRT;
export const SIGALRM = constants.SIGALRM;
export const SIGBUS = constants.SIGBUS;
export const SIGCHLD = constants.SIGCHLD;
export const SIGCONT = constants.SIGCONT;
export const SIGFPE = constants.SIGFPE;
export const SIGHUP = constants.SIGHUP;
export const SIGILL = constants.SIGILL;
export const SIGINT = constants.SIGINT;
export const SIGIO = constants.SIGIO;
export const SIGKILL = constants.SIGKILL;
export const SIGPIPE = constants.SIGPIPE;
export const SIGPOLL = constants.SIGPOLL;
export const SIGPROF = constants.SIGPROF;
export const SIGQUIT = constants.SIGQUIT;
export const SIGRTMAX = constants.SIGRTMAX;
export const SIGRTMIN = constants.SIGRTMIN;
export const SIGSEGV = constants.SIGSEGV;
export const SIGSTOP = constants.SIGSTOP;
export const SIGSYS = constants.SIGSYS;
export const SIGTERM = constants.SIGTERM;
export const SIGTRAP = constants.SIGTRAP;
export const SIGTSTP = constants.SIGTSTP;
export const SIGTTIN = constants.SIGTTIN;
export const SIGTTOU = constants.SIGTTOU;
export const SIGURG = constants.SIGURG;
export const SIGUSR1 = constants.SIGUSR1;
export const SIGUSR2 = constants.SIGUSR2;
export const SIGVTALRM = constants.SIGVTALRM;
export const SIGWINCH = constants.SIGWINCH;
export const SIGXCPU = constants.SIGXCPU;
export const SIGXFSZ = constants.SIGXFSZ;
export const NSIG = constants.NSIG;
export const SI_QUEUE = constants.SI_QUEUE;
export const SI_USER = constants.SI_USER;
export const SIGCLD = constants.SIGCLD;
export const SIGIOT = constants.SIGIOT;
export const SIGPWR = constants.SIGPWR;
export const SIGSTKFLT = constants.SIGSTKFLT;
export const _NSIG = constants._NSIG;
export const SI_ASYNCIO = constants.SI_ASYNCIO;
export const SI_ASYNCNL = constants.SI_ASYNCNL;
export const SI_DETHREAD = constants.SI_DETHREAD;
export const SI_KERNEL = constants.SI_KERNEL;
export const SI_MESGQ = constants.SI_MESGQ;
export const SI_SIGIO = constants.SI_SIGIO;
export const SI_TIMER = constants.SI_TIMER;
export const SI_TKILL = constants.SI_TKILL;
export const CLD_EXITED = constants.CLD_EXITED;
export const CLD_KILLED = constants.CLD_KILLED;
export const CLD_DUMPED = constants.CLD_DUMPED;
export const CLD_TRAPPED = constants.CLD_TRAPPED;
export const CLD_STOPPED = constants.CLD_STOPPED;
export const CLD_CONTINUED = constants.CLD_CONTINUED;

export interface sigset_t extends Struct<"sigset_t"> {}
export const sigset_t = struct<sigset_t>("sigset_t");

export interface siginfo_t extends Struct<"siginfo_t"> {
  si_signo: number;
  si_errno: number;
  si_code: number;
  si_pid: number;
  si_uid: number;
  si_status: number;
  si_band: number;
  si_utime: number;
  si_stime: number;
  si_timerid: number;
  si_overrun: number;
  si_fd: number;
}
export const siginfo_t = struct<siginfo_t>("siginfo_t");
