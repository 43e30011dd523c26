// Written by npm run generate.

import { native } from "../native.ts";
import { struct, type Struct } from "../memory/struct.ts";
import type { disposition } from "../signal.ts";

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
export const SA_NOCLDSTOP = constants.SA_NOCLDSTOP;
export const SA_NOCLDWAIT = constants.SA_NOCLDWAIT;
export const SA_NODEFER = constants.SA_NODEFER;
export const SA_RESETHAND = constants.SA_RESETHAND;
export const SA_RESTART = constants.SA_RESTART;
export const SA_SIGINFO = constants.SA_SIGINFO;
export const SIG_BLOCK = constants.SIG_BLOCK;
export const SIG_SETMASK = constants.SIG_SETMASK;
export const SIG_UNBLOCK = constants.SIG_UNBLOCK;
export const SIG_DFL = constants.SIG_DFL as disposition;
export const SIG_ERR = constants.SIG_ERR as disposition;
export const SIG_IGN = constants.SIG_IGN as disposition;
export const SIGSTKSZ = constants.SIGSTKSZ;
export const MINSIGSTKSZ = constants.MINSIGSTKSZ;
export const SA_NOMASK = constants.SA_NOMASK;
export const SA_ONESHOT = constants.SA_ONESHOT;
export const SA_ONSTACK = constants.SA_ONSTACK;
export const ILL_ILLOPC = constants.ILL_ILLOPC;
export const FPE_INTDIV = constants.FPE_INTDIV;
export const FPE_INTOVF = constants.FPE_INTOVF;
export const SEGV_MAPERR = constants.SEGV_MAPERR;
export const SEGV_ACCERR = constants.SEGV_ACCERR;
export const BUS_ADRALN = constants.BUS_ADRALN;
export const BUS_ADRERR = constants.BUS_ADRERR;
export const POLL_IN = constants.POLL_IN;
export const POLL_OUT = constants.POLL_OUT;
export const POLL_MSG = constants.POLL_MSG;
export const POLL_ERR = constants.POLL_ERR;
export const POLL_PRI = constants.POLL_PRI;
export const POLL_HUP = constants.POLL_HUP;
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

export interface sigval_t extends Struct<"sigval_t"> {
  sival_int: number;
  sival_ptr: bigint;
}
export const sigval_t = struct<sigval_t>("sigval_t");

export interface sigaction extends Struct<"sigaction"> {
  sa_handler: bigint;
  sa_sigaction: bigint;
  get sa_mask(): sigset_t;
  set sa_mask(value: sigset_t);
  sa_flags: number;
}
export const sigaction = struct<sigaction>("sigaction");

export interface siginfo_t extends Struct<"siginfo_t"> {
  si_signo: number;
  si_errno: number;
  si_code: number;
  si_pid: number;
  si_uid: number;
  si_status: number;
  si_band: number;
  get si_value(): sigval_t;
  set si_value(value: sigval_t);
  si_addr: bigint;
  si_utime: number;
  si_stime: number;
  si_timerid: number;
  si_overrun: number;
  si_fd: number;
}
export const siginfo_t = struct<siginfo_t>("siginfo_t");
