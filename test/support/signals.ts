/** What the programs about signals need, as test/programs/signals.h has it for their C twins. */

import { errno } from "berkeley/errno";
import { sizeof } from "berkeley/memory";
import { htonl, INADDR_LOOPBACK, sockaddr_in } from "berkeley/netinet/in";
import * as signals from "berkeley/signal";
import {
  NSIG,
  SA_SIGINFO,
  SIG_BLOCK,
  sigaction,
  sigaddset,
  sigismember,
  sigpending,
  sigprocmask,
  SIGRTMIN,
  sigset_t,
} from "berkeley/signal";
import { AF_INET, bind, getsockname, socket, socklen_t } from "berkeley/sys/socket";
import { ITIMER_REAL, itimerval, setitimer } from "berkeley/sys/time";
import { write } from "berkeley/unistd";

import { nameOf } from "./errors.ts";

/** At once, and also in a handler. */
export function say(text: string): void {
  write(1, text, Buffer.byteLength(text));
}

/** What a call returned, or the name of its error. */
export function outcome(value: number): string {
  return value === -1 ? nameOf(errno) : String(value);
}

/** A set of signals. */
export function setOf(...signums: number[]): sigset_t {
  const set = new sigset_t();
  for (const signum of signums) sigaddset(set, signum);
  return set;
}

export function handle(signum: number, handler: signals.sighandler_t, flags = 0): void {
  sigaction(signum, new sigaction({ sa_handler: handler, sa_flags: flags }), null);
}

export function handleInfo(signum: number, handler: signals.siginfo_handler, flags = 0): void {
  sigaction(signum, new sigaction({ sa_sigaction: handler, sa_flags: flags | SA_SIGINFO }), null);
}

export function mask(how: number, ...signums: number[]): void {
  sigprocmask(how, setOf(...signums), null);
}

const names = new Map(
  Object.entries(signals).flatMap(([name, value]) =>
    /^SIG[A-Z0-9]+$/.test(name) && typeof value === "number" ? [[value, name]] : [],
  ),
);
for (const name of ["SIGABRT", "SIGCHLD", "SIGPOLL"] as const) names.set(signals[name], name); // As the C library has it.

/** "SIGUSR1", "SIGRTMIN+3". */
export function signalName(signum: number): string {
  return signum >= SIGRTMIN ? `SIGRTMIN+${signum - SIGRTMIN}` : names.get(signum)!;
}

/** The names of a set's signals. */
export function saySet(what: string, set: sigset_t): void {
  const signums = Array.from({ length: NSIG }, (_, signum) => signum);
  const members = signums.filter((signum) => signum > 0 && sigismember(set, signum) === 1);
  say(`${what}:${members.map((signum) => ` ${signalName(signum)}`).join("")}\n`);
}

export function sayBlocked(): void {
  const set = new sigset_t();
  sigprocmask(SIG_BLOCK, null, set);
  saySet("blocked", set);
}

export function sayPending(): void {
  const set = new sigset_t();
  sigpending(set);
  saySet("pending", set);
}

/** SIGALRM now and every so many milliseconds; 0 ends it. */
export function tick(milliseconds: number): void {
  const time = { tv_sec: 0, tv_usec: milliseconds * 1000 };
  setitimer(ITIMER_REAL, new itimerval({ it_interval: time, it_value: time }), null);
}

export function loopback(): sockaddr_in {
  return new sockaddr_in({ sin_family: AF_INET, sin_addr: { s_addr: htonl(INADDR_LOOPBACK) } });
}

/** A bound socket, and its address. */
export function bound(type: number): [number, sockaddr_in] {
  const address = loopback();
  const fd = socket(AF_INET, type, 0);
  bind(fd, address, sizeof(address));
  getsockname(fd, address, new socklen_t(sizeof(address)));
  return [fd, address];
}
