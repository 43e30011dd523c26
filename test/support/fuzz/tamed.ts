/**
 * What is kept from calls in `npm run soak:fuzz`: what would end, stop or replace the process that makes them, as it is
 * meant to, or the means by which the process lives.
 */

import * as all from "berkeley";

import { pick, random, sizeOf } from "./arguments.ts";

/** Functions that do it whatever their arguments are: they are not called. */
export const uncalled: Readonly<Record<string, string>> = {
  abort: "it ends the process",
  fork: "it makes processes; npm run soak:fork",
};

const noNumbers: unknown[] = [
  undefined,
  null,
  true,
  1n,
  Symbol("s"),
  "text",
  {},
  [],
  Buffer.alloc(8),
  { valueOf: () => 0 },
];
const noTexts: unknown[] = [undefined, true, 1n, Symbol("s"), 12, {}, [], () => 1, { toString: () => "true" }];

/** The arguments of a call are changed so that it fails, or does no harm. */
type Tame = (values: unknown[]) => void;

/** The argument becomes what the function refuses. */
const refused =
  (position: number, bad: readonly unknown[]): Tame =>
  (values) => {
    values[position] = pick(bad);
  };

/** The argument is one of these, or no integer. */
const only =
  (position: number, good: readonly number[]): Tame =>
  (values) => {
    if (typeof values[position] === "number") values[position] = pick(good);
  };

/** Signals that do nothing where nobody handles them, and numbers that are no signals. */
const harmless = [0, -1, 65, 1000, all.SIGCHLD, all.SIGURG, all.SIGWINCH, all.SIGCONT];
const resources = [-1, 16, 1000, all.RLIMIT_CORE];

/** A set keeps out what ends the waiting. */
const withoutAlarm =
  (position: number): Tame =>
  (values) => {
    const set = values[position];
    if (isMemory(set)) all.sigdelset(set as never, all.SIGALRM);
  };

/** A set keeps in what ends the waiting. */
const withAlarm: Tame = ([set]) => {
  if (isMemory(set)) all.sigaddset(set as never, all.SIGALRM);
};

/** What a call would take for a set. */
const isMemory = (set: unknown): boolean => ArrayBuffer.isView(set) && sizeOf(set) >= all.sizeof(all.sigset_t);

/** An array of structs has an object for each: there are few of them, or too many for an ArrayBuffer. */
function few(position: number): Tame {
  return (values) => {
    const count = values[position];
    if (typeof count === "number" && count > 1000) values[position] = large() ? pick([2 ** 40, 2 ** 53]) : random(1000);
  };
}

function mostlySmall(position: number, small: number): Tame {
  return (values) => {
    const size = values[position];
    if (typeof size !== "number" || size <= small) return;
    values[position] = large() ? pick([2 ** 24, 2 ** 45, 2 ** 53]) : random(small);
  };
}

const large = (): boolean => random(50) === 0;

export const tamed: Readonly<Record<string, { readonly reason: string; readonly tame: Tame }>> = {
  _exit: { reason: "it ends the process", tame: refused(0, noNumbers) },
  exit: { reason: "it ends the process", tame: refused(0, noNumbers) },
  err_dump: { reason: "it ends the process", tame: refused(0, noTexts) },
  err_quit: { reason: "it ends the process", tame: refused(0, noTexts) },
  err_sys: { reason: "it ends the process", tame: refused(0, noTexts) },
  app_error: { reason: "it ends the process", tame: refused(0, noTexts) },
  dns_error: { reason: "it ends the process", tame: refused(0, noTexts) },
  gai_error: { reason: "it ends the process", tame: refused(1, noTexts) },
  posix_error: { reason: "it ends the process", tame: refused(1, noTexts) },
  sio_error: { reason: "it ends the process", tame: refused(0, noTexts) },
  unix_error: { reason: "it ends the process", tame: refused(0, noTexts) },
  daemon_init: { reason: "it ends the process, and goes on in another", tame: refused(1, noNumbers) },
  str_cli: { reason: "it ends the process where the server has ended", tame: refused(1, [...noNumbers, -1, 1000]) },
  system: { reason: "it runs any command", tame: refused(0, noTexts) },
  popen: { reason: "it runs any command", tame: refused(0, noTexts) },
  kill: { reason: "signals end the process", tame: only(1, harmless) },
  killpg: { reason: "signals end the process", tame: only(1, harmless) },
  raise: { reason: "signals end the process", tame: only(0, harmless) },
  sigqueue: { reason: "signals end the process", tame: only(1, harmless) },
  setrlimit: { reason: "without memory and threads V8 ends the process", tame: only(0, resources) },
  prlimit: { reason: "without memory and threads V8 ends the process", tame: only(1, resources) },
  sigsuspend: { reason: "it waits for ever without SIGALRM", tame: withoutAlarm(0) },
  sigwait: { reason: "as in C only a signal of the set ends it", tame: withAlarm },
  ppoll: { reason: "it waits for ever without SIGALRM", tame: withoutAlarm(3) },
  pselect: { reason: "it waits for ever without SIGALRM", tame: withoutAlarm(5) },
  epoll_pwait: { reason: "it waits for ever without SIGALRM", tame: withoutAlarm(4) },
  epoll_pwait2: { reason: "it waits for ever without SIGALRM", tame: withoutAlarm(4) },
  fcntl: {
    reason: "F_SETSIG makes any signal of SIGIO",
    tame: (values) => {
      if (values[1] === all.F_SETSIG) values[2] = 0;
    },
  },
  setsockopt: {
    reason: "close waits for what lingers",
    tame: (values) => {
      if (values[1] === all.SOL_SOCKET && values[2] === all.SO_LINGER) values[2] = all.SO_KEEPALIVE;
    },
  },
  mmap: {
    reason: "MAP_POPULATE makes memory of all that is asked for",
    tame: (values) => {
      if (typeof values[1] === "number" && values[1] > 2 ** 20) values[1] = pick([2 ** 20, 2 ** 45, 2 ** 53]);
    },
  },
  array: { reason: "V8 ends the process where its heap is full", tame: few(1) },
  resize: { reason: "V8 ends the process where its heap is full", tame: few(1) },
  malloc: {
    reason: "V8 collects all garbage for what is large, and gigabytes take long to copy",
    tame: mostlySmall(0, 2 ** 16),
  },
  calloc: {
    reason: "V8 collects all garbage for what is large, and gigabytes take long to copy",
    tame: (values) => {
      mostlySmall(0, 2 ** 8)(values);
      mostlySmall(1, 2 ** 8)(values);
    },
  },
  realloc: {
    reason: "V8 collects all garbage for what is large, and gigabytes take long to copy",
    tame: mostlySmall(1, 2 ** 16),
  },
};
