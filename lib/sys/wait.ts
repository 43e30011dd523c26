/**
 * sys/wait.h: waiting for child processes, and what their statuses say.
 *
 * @see wait(2)
 */

import { checkInteger } from "../check.ts";
import type { int } from "../generated/memory/scalars.ts";
import type { siginfo_t } from "../generated/signal.ts";
import type { rusage } from "../generated/sys/resource.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/wait.ts";
export { siginfo_t } from "../generated/signal.ts";
export { rusage } from "../generated/sys/resource.ts";
export type { id_t, pid_t } from "./types.ts";

/** What waitid waits for: P_ALL, P_PID, P_PGID, P_PIDFD. */
export type idtype_t = number;

/**
 * Waits until a child ends. Any child: also one of node:child_process, which then never learns of its end.
 *
 * @param wstatus where its status goes, for WIFEXITED and the others
 * @returns the child's id; -1 with ECHILD (there is none), EINTR, EFAULT
 * @see wait(2)
 */
export function wait(wstatus: int | null): number {
  return result(native.wait(wstatus));
}

/**
 * Waits until a child ends, or with options also until it stops or goes on.
 *
 * @param pid the child's id; -1 for any, 0 for any of the caller's process group, -n for any of the process group n
 * @param wstatus as wait
 * @param options WNOHANG, WUNTRACED, WCONTINUED, __WALL, __WCLONE, __WNOTHREAD or-ed, or 0
 * @returns the child's id; with WNOHANG 0 while there is nothing to tell; -1 with ECHILD, EINTR, EINVAL, EFAULT
 * @see waitpid(2)
 */
export function waitpid(pid: number, wstatus: int | null, options: number): number {
  return result(native.waitpid(pid, wstatus, options));
}

/**
 * Waits for a change of a child's state, and tells of it in full.
 *
 * @param idtype P_ALL, P_PID, P_PGID or P_PIDFD
 * @param id a child's id, a process group's, or a PID descriptor; P_ALL ignores it
 * @param infop where it is told: si_pid, si_uid, si_signo (SIGCHLD), si_status, si_code (CLD_EXITED, ...). With WNOHANG
 *   si_pid is 0 where there is nothing to tell
 * @param options at least one of WEXITED, WSTOPPED and WCONTINUED, with WNOHANG and WNOWAIT (the child can be waited for
 *   again) or-ed in
 * @returns 0; -1 with ECHILD, EINTR, EINVAL, EBADF, EFAULT
 * @see waitid(2)
 */
export function waitid(idtype: idtype_t, id: number, infop: siginfo_t | null, options: number): number {
  return result(native.waitid(idtype, id, infop, options));
}

/**
 * waitpid for any child, which also tells what the child has used.
 *
 * @param wstatus as wait
 * @param options as waitpid
 * @param rusage where it goes
 * @returns as waitpid
 * @see wait3(2)
 */
export function wait3(wstatus: int | null, options: number, rusage: rusage | null): number {
  return result(native.wait3(wstatus, options, rusage));
}

/**
 * waitpid, which also tells what the child has used.
 *
 * @param pid as waitpid
 * @param wstatus as wait
 * @param options as waitpid
 * @param rusage where it goes
 * @returns as waitpid
 * @see wait4(2)
 */
export function wait4(pid: number, wstatus: int | null, options: number, rusage: rusage | null): number {
  return result(native.wait4(pid, wstatus, options, rusage));
}

// A status: bits 0 to 6 are the signal that ended it (0: it exited; 127: it stopped), bit 7 tells of a core dump, bits
// 8 to 15 are what it exited with or the signal that stopped it.
const STOPPED = 0x7f;
const CONTINUED = 0xffff;

/**
 * Whether the child exited.
 *
 * @param status the status
 * @returns whether it did
 * @see wait(2)
 */
export function WIFEXITED(status: number): boolean {
  return (checkInteger("WIFEXITED", "status", status) & 0x7f) === 0;
}

/**
 * What the child exited with.
 *
 * @param status the status, of which WIFEXITED is true
 * @returns the lowest 8 bits of what it gave to exit
 * @see wait(2)
 */
export function WEXITSTATUS(status: number): number {
  return (checkInteger("WEXITSTATUS", "status", status) >> 8) & 0xff;
}

/**
 * Whether a signal ended the child.
 *
 * @param status the status
 * @returns whether one did
 * @see wait(2)
 */
export function WIFSIGNALED(status: number): boolean {
  const signal = checkInteger("WIFSIGNALED", "status", status) & 0x7f;
  return signal !== 0 && signal !== STOPPED;
}

/**
 * The signal that ended the child.
 *
 * @param status the status, of which WIFSIGNALED is true
 * @returns the signal's number
 * @see wait(2)
 */
export function WTERMSIG(status: number): number {
  return checkInteger("WTERMSIG", "status", status) & 0x7f;
}

/**
 * Whether the child's memory was written to a core file.
 *
 * @param status the status, of which WIFSIGNALED is true
 * @returns whether it was
 * @see wait(2)
 */
export function WCOREDUMP(status: number): boolean {
  return (checkInteger("WCOREDUMP", "status", status) & 0x80) !== 0;
}

/**
 * Whether the child has stopped.
 *
 * @param status the status
 * @returns whether it has
 * @see wait(2)
 */
export function WIFSTOPPED(status: number): boolean {
  return (checkInteger("WIFSTOPPED", "status", status) & 0xff) === STOPPED;
}

/**
 * The signal that stopped the child.
 *
 * @param status the status, of which WIFSTOPPED is true
 * @returns the signal's number
 * @see wait(2)
 */
export function WSTOPSIG(status: number): number {
  return (checkInteger("WSTOPSIG", "status", status) >> 8) & 0xff;
}

/**
 * Whether the child, which had stopped, has gone on.
 *
 * @param status the status
 * @returns whether it has
 * @see wait(2)
 */
export function WIFCONTINUED(status: number): boolean {
  return checkInteger("WIFCONTINUED", "status", status) === CONTINUED;
}

/**
 * The status of a child that exits, or that a signal ends, for programs that make one up.
 *
 * @param ret what it gives to exit
 * @param sig the signal, with WCOREFLAG or-ed in where it left a core; 0 where it exits
 * @returns the status
 * @see wait(2)
 */
export function W_EXITCODE(ret: number, sig: number): number {
  return (checkInteger("W_EXITCODE", "ret", ret) << 8) | checkInteger("W_EXITCODE", "sig", sig);
}

/**
 * The status of a child that stops.
 *
 * @param sig the signal that stops it
 * @returns the status
 * @see wait(2)
 */
export function W_STOPCODE(sig: number): number {
  return (checkInteger("W_STOPCODE", "sig", sig) << 8) | STOPPED;
}
