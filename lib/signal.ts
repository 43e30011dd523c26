/**
 * signal.h: signals, what is to happen for them, and sending them. docs/signals.md tells how handlers run.
 *
 * @see signal(7)
 */

import { checkStruct, expected } from "./check.ts";
import {
  SA_RESETHAND,
  SA_RESTART,
  SIG_DFL,
  SIG_ERR,
  SIG_IGN,
  SIGKILL,
  SIGSTOP,
  sigaction as struct_sigaction,
  siginfo_t,
  sigset_t,
  sigval_t,
} from "./generated/signal.ts";
import { EINVAL } from "./generated/errno.ts";
import type { int } from "./generated/memory/scalars.ts";
import { STDERR_FILENO } from "./generated/unistd.ts";
import { cast, type RawMemory } from "./memory/access.ts";
import { type Struct, structAndFunction, type StructClass } from "./memory/struct.ts";
import { native } from "./native.ts";
import { failure, result } from "./result.ts";
import type { timespec } from "./generated/time.ts";

export * from "./generated/signal.ts";
export { sigval_t as sigval } from "./generated/signal.ts";
export type { pid_t, uid_t } from "./sys/types.ts";

declare const kind: unique symbol;

/** SIG_DFL, SIG_IGN, and SIG_ERR, which is neither. */
export type disposition = number & { readonly [kind]: "disposition" };

/** What signal() takes and returns. */
export type sighandler_t = ((signum: number) => void) | disposition;

/** A handler with SA_SIGINFO. C's third argument, the interrupted registers, is not there. */
export type siginfo_handler = (signum: number, info: siginfo_t, context: null) => void;

type Handler = sighandler_t | siginfo_handler;

/** What stands in the struct for a function. `memset(sa, 0, sizeof(sa))` makes it SIG_DFL, as in C. */
const FUNCTION = 2n;

const functions = new WeakMap<object, Handler>();

function checkHandler(name: string, parameter: string, handler: unknown): asserts handler is Handler {
  if (typeof handler === "function" || handler === SIG_DFL || handler === SIG_IGN || handler === SIG_ERR) return;
  throw expected(name, parameter, "a function, SIG_DFL or SIG_IGN", handler);
}

/** What the struct's class is, if its fields are to be overridden. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- a type of accessors, which only a class can have
declare class WithAddress {
  constructor(...values: unknown[]);
  get sa_handler(): unknown;
  set sa_handler(address: unknown);
  get sa_sigaction(): unknown;
  set sa_sigaction(address: unknown);
  assign(value: unknown): void;
}

/** The struct, whose handler is a function that the bytes stand for. */
const withHandler = class sigaction extends (struct_sigaction as unknown as typeof WithAddress) {
  override get sa_handler(): unknown {
    const address = super.sa_handler as bigint;
    return address === FUNCTION ? functions.get(this) : Number(address);
  }

  override set sa_handler(handler: unknown) {
    checkHandler("sigaction", "sa_handler", handler);
    if (typeof handler === "function") functions.set(this, handler);
    super.sa_handler = typeof handler === "function" ? FUNCTION : BigInt(handler);
  }

  override get sa_sigaction(): unknown {
    return this.sa_handler;
  }

  override set sa_sigaction(handler: unknown) {
    this.sa_handler = handler;
  }

  override assign(value: unknown): void {
    super.assign(value);
    if (value instanceof sigaction && functions.has(value)) functions.set(this, functions.get(value)!);
  }
} as unknown as StructClass<sigaction>;

interface Action {
  readonly handler: Handler;
  readonly flags: number;
  readonly mask: sigset_t;
}

/** What the program has said of signals. */
const actions = new Map<number, Action>();

/** A copy of a set without the signals that nothing blocks. */
function blockable(set: sigset_t): sigset_t {
  const mask = new sigset_t(set);
  for (const signum of [SIGKILL, SIGSTOP]) native.sigdelset(mask, signum);
  return mask;
}

/** What is to happen for a signal, or -errno. Where a handler of Node's stands that is the default action. */
function actionOf(signum: number): Action | number {
  const isIgnored = native.sigaction_is_ignored(signum);
  if (isIgnored < 0) return isIgnored;
  return actions.get(signum) ?? { handler: isIgnored === 1 ? SIG_IGN : SIG_DFL, flags: 0, mask: new sigset_t() };
}

/** Returns 0 or -errno. */
function install(signum: number, action: Action): number {
  const { handler, flags, mask } = action;
  if (typeof handler !== "function") {
    return handler === SIG_IGN ? native.sigaction_ignore(signum, flags) : native.sigaction_default(signum, flags);
  }
  // The native layer calls it when it is time, with information where SA_SIGINFO asks for it.
  const run = (info?: ArrayBuffer): void => {
    if ((flags & SA_RESETHAND) !== 0 && actions.get(signum) === action) {
      actions.set(signum, { ...action, handler: SIG_DFL });
    }
    if (info === undefined) (handler as (signum: number) => void)(signum);
    else handler(signum, cast(siginfo_t, new DataView(info)), null);
  };
  return native.sigaction_handle(signum, run, flags, mask);
}

/** Changes what is to happen for a signal; returns what was, or -errno. */
function change(signum: number, action: Action | null): Action | number {
  const old = actionOf(signum);
  if (typeof old === "number" || action === null) return old;
  const error = install(signum, action);
  if (error < 0) return error;
  actions.set(signum, action);
  return old;
}

/**
 * What is to happen for a signal.
 *
 *     const sa = new sigaction({ sa_handler: on_alarm, sa_flags: SA_RESTART });
 *     sigaction(SIGALRM, sa, null);
 */
export interface sigaction extends Struct<"sigaction"> {
  /** The handler; SIG_DFL, the default action; or SIG_IGN. */
  sa_handler: sighandler_t;
  /** The same for a handler with SA_SIGINFO. */
  sa_sigaction: siginfo_handler | disposition;
  get sa_mask(): sigset_t;
  set sa_mask(value: sigset_t);
  sa_flags: number;
}

/**
 * Says what is to happen for a signal. A handler runs on the main thread: in the call that it interrupts, before the next
 * call of berkeley's, or from Node's event loop (docs/signals.md).
 *
 * @param signum SIGINT, ...
 * @param act what is to happen; null leaves it
 * @param oldact where what was goes, or null
 * @returns 0; -1 with EINVAL (no such signal; SIGKILL and SIGSTOP), ENOTSUP (a handler, on another thread than the main
 *   one)
 * @see sigaction(2)
 */
export const sigaction = structAndFunction(
  withHandler,
  (signum: number, act: sigaction | null, oldact: sigaction | null): number => {
    if (act !== null)
      checkHandler("sigaction", "sa_handler", checkStruct("sigaction", "act", withHandler, act).sa_handler);
    if (oldact !== null) checkStruct("sigaction", "oldact", withHandler, oldact);
    const action = act && { handler: act.sa_handler, flags: act.sa_flags, mask: blockable(act.sa_mask) };
    const old = change(signum, action);
    if (typeof old === "number") return result(old);
    if (oldact !== null) {
      Object.assign(oldact, { sa_handler: old.handler, sa_flags: old.flags, sa_mask: old.mask });
    }
    return 0;
  },
);

/** The signals whose handlers end calls, as siginterrupt() has it. */
const interrupting = new Set<number>();

/**
 * Says what is to happen for a signal, as BSD's signal(): the call that it interrupts goes on.
 *
 * @param signum SIGINT, ...
 * @param handler a function, SIG_DFL or SIG_IGN
 * @returns what was; SIG_ERR with EINVAL or ENOTSUP, as sigaction
 * @see signal(2)
 */
export function signal(signum: number, handler: sighandler_t): sighandler_t {
  checkHandler("signal", "handler", handler);
  if (handler === SIG_ERR) return failure(-EINVAL, SIG_ERR);
  const mask = new sigset_t();
  native.sigaddset(mask, signum);
  const old = change(signum, { handler, flags: interrupting.has(signum) ? 0 : SA_RESTART, mask });
  return typeof old === "number" ? failure(old, SIG_ERR) : (old.handler as sighandler_t);
}

/**
 * Says whether a signal's handler ends the call that it interrupts.
 *
 * @param sig the signal
 * @param flag 0: the call goes on; else it fails with EINTR
 * @returns 0; -1 with EINVAL
 * @see siginterrupt(3)
 */
export function siginterrupt(sig: number, flag: number): number {
  const old = actionOf(sig);
  if (typeof old === "number") return result(old);
  if (flag === 0) interrupting.delete(sig);
  else interrupting.add(sig);
  if (typeof old.handler !== "function") return 0;
  const flags = flag === 0 ? old.flags | SA_RESTART : old.flags & ~SA_RESTART;
  const changed = change(sig, { ...old, flags });
  return typeof changed === "number" ? result(changed) : 0;
}

/**
 * Sends a signal. If it goes to the caller, and is not blocked, its handler has run on return.
 *
 * @param pid a process's id; 0 for all of the caller's process group, -1 for all that the caller may send to, -n for
 *   the process group n
 * @param sig SIGTERM, ...; 0 only asks whether it could be sent
 * @returns 0; -1 with ESRCH, EPERM, EINVAL
 * @see kill(2)
 */
export function kill(pid: number, sig: number): number {
  return result(native.kill(pid, sig));
}

/**
 * Sends a signal to a process group.
 *
 * @param pgrp the group's id; 0 for the caller's
 * @param sig as kill
 * @returns as kill
 * @see killpg(3)
 */
export function killpg(pgrp: number, sig: number): number {
  return result(native.killpg(pgrp, sig));
}

/**
 * Sends a signal to the calling thread; in a Worker, which handles none, to the process.
 *
 * @param sig as kill
 * @returns 0; -1 with EINVAL
 * @see raise(3)
 */
export function raise(sig: number): number {
  return result(native.raise(sig));
}

/**
 * Sends a signal with a value, which a handler with SA_SIGINFO finds in `si_value`.
 *
 * @param pid the process's id
 * @param sig as kill
 * @param value the value
 * @returns 0; -1 with EAGAIN (too many are queued), EINVAL, EPERM, ESRCH
 * @see sigqueue(3)
 */
export function sigqueue(pid: number, sig: number, value: sigval_t): number {
  return result(native.sigqueue(pid, sig, checkStruct("sigqueue", "value", sigval_t, value).sival_ptr));
}

/**
 * Empties a signal set.
 *
 * @param set the set
 * @returns 0
 * @see sigemptyset(3)
 */
export function sigemptyset(set: sigset_t): number {
  return result(native.sigemptyset(set));
}

/**
 * Puts all signals into a set, save the two that the C library keeps.
 *
 * @param set the set
 * @returns 0
 * @see sigfillset(3)
 */
export function sigfillset(set: sigset_t): number {
  return result(native.sigfillset(set));
}

/**
 * Puts a signal into a set.
 *
 * @param set the set
 * @param signum the signal
 * @returns 0; -1 with EINVAL
 * @see sigaddset(3)
 */
export function sigaddset(set: sigset_t, signum: number): number {
  return result(native.sigaddset(set, signum));
}

/**
 * Takes a signal out of a set.
 *
 * @param set the set
 * @param signum the signal
 * @returns 0; -1 with EINVAL
 * @see sigdelset(3)
 */
export function sigdelset(set: sigset_t, signum: number): number {
  return result(native.sigdelset(set, signum));
}

/**
 * Whether a signal is in a set.
 *
 * @param set the set
 * @param signum the signal
 * @returns 1 or 0; -1 with EINVAL
 * @see sigismember(3)
 */
export function sigismember(set: sigset_t, signum: number): number {
  return result(native.sigismember(set, signum));
}

/**
 * Whether a set is empty.
 *
 * @param set the set
 * @returns 1 or 0
 * @see sigisemptyset(3)
 */
export function sigisemptyset(set: sigset_t): number {
  return result(native.sigisemptyset(set));
}

/**
 * Changes which signals are blocked. The handlers of those that it lets through have run on return.
 *
 * @param how SIG_BLOCK adds `set` to them, SIG_UNBLOCK takes it away, SIG_SETMASK puts it in their place
 * @param set the signals; null changes nothing
 * @param oldset where those go that were blocked, or null
 * @returns 0; -1 with EINVAL
 * @see sigprocmask(2)
 */
export function sigprocmask(how: number, set: sigset_t | null, oldset: sigset_t | null): number {
  return result(native.sigprocmask(how, set, oldset));
}

/**
 * Tells which signals have come, but are blocked.
 *
 * @param set where they go
 * @returns 0; -1 with EFAULT
 * @see sigpending(2)
 */
export function sigpending(set: sigset_t): number {
  return result(native.sigpending(set));
}

/**
 * Waits for a signal, with others blocked meanwhile.
 *
 * @param mask what is blocked until the call returns
 * @returns -1 with EINTR, when a handler has run; EFAULT
 * @see sigsuspend(2)
 */
export function sigsuspend(mask: sigset_t): number {
  return result(native.sigsuspend(mask));
}

/**
 * Waits for one of some blocked signals, and takes it; no handler runs.
 *
 * @param set the signals
 * @param sig where the one that came goes
 * @returns 0, or an error's number: EINVAL. errno stays as it is
 * @see sigwait(3)
 */
export function sigwait(set: sigset_t, sig: int): number {
  const signum = native.sigwait(set);
  if (signum < 0) return -signum;
  sig.value = signum;
  return 0;
}

/**
 * Waits for one of some blocked signals, and tells about it.
 *
 * @param set the signals
 * @param info where what is known of it goes, or null
 * @returns the signal; -1 with EINTR (a handler of another has run), EFAULT
 * @see sigwaitinfo(2)
 */
export function sigwaitinfo(set: sigset_t, info: siginfo_t | null): number {
  return result(native.sigwaitinfo(set, info));
}

/**
 * Waits for one of some blocked signals, but not for ever.
 *
 * @param set the signals
 * @param info as sigwaitinfo
 * @param timeout for how long; null is for ever
 * @returns the signal; -1 with EAGAIN (none came), EINTR, EINVAL, EFAULT
 * @see sigtimedwait(2)
 */
export function sigtimedwait(set: sigset_t, info: siginfo_t | null, timeout: timespec | null): number {
  return result(native.sigtimedwait(set, info, timeout));
}

/**
 * Prints "s: " and what a signal is called to standard error.
 *
 * @param sig the signal
 * @param s what comes before; null or "" is nothing
 * @see psignal(3)
 */
export function psignal(sig: number, s: RawMemory | string | null): void {
  native.psignal(sig, s, STDERR_FILENO);
}
