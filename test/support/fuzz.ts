/**
 * Calls every function of the native layer with arguments at random, in a folder and over descriptors of its own:
 *
 *     node fuzz.js <seed> <calls>
 *
 * No call may crash the process, throw anything but a TypeError or RangeError, run JavaScript of an argument, or keep
 * Node from going on. Left out is what would end the process, wait, raise a signal, or reach beyond the loopback
 * interface, the folder and the process: `npm run soak:fuzz` makes these calls too.
 */

import assert from "node:assert";
import { writeFileSync } from "node:fs";

import { F_NOTIFY, F_OFD_SETLKW, F_SETFL, F_SETLEASE, F_SETLKW, LOCK_NB } from "berkeley/fcntl";
import { NI_NUMERICHOST } from "berkeley/netdb";
import * as sys_ioctl from "berkeley/sys/ioctl";
import { MAP_HUGETLB, MAP_LOCKED, MAP_POPULATE } from "berkeley/sys/mman";
import { SO_LINGER, SOL_SOCKET } from "berkeley/sys/socket";

import { argumentsFor, begin, isAddress, mayRunJavaScript, pick, ran, tidyUp } from "./fuzz/arguments.ts";
import { signatures } from "./signatures.ts";

const [seed, calls] = process.argv.slice(2).map(Number);

const { FIOASYNC, FIONBIO, FIOSETOWN, SIOCSPGRP } = sys_ioctl;
/** Requests that make a call wait, send signals, or change the interfaces and the ARP table of this machine. */
const leftOutRequests = Object.entries(sys_ioctl)
  .filter(([name]) => /^SIOC(S|A|D)/.test(name) && name !== "SIOCATMARK")
  .map(([, value]) => value)
  .concat(FIOASYNC, FIONBIO, FIOSETOWN, SIOCSPGRP);

/**
 * What could signal or change other processes or the clock, end this one, wait, block signals, speak to the log, take
 * rights or means from this one, or make a FIFO that creat waits for.
 */
const never =
  /^(kill|killpg|raise|sig(procmask|suspend|waitinfo)|(set|p)rlimit|setpriority|nice|set(res|re|e)?[ug]id|(set|init)groups|chroot|sethostname|clock_settime|setitimer|alarm|(|nano|u|clock_nano)sleep|syslog|mkfifo(at)?|system|popen)$/;
const fuzzed = signatures.filter(({ name }) => !never.test(name));

const isText = (value: unknown): boolean => typeof value === "string" || ArrayBuffer.isView(value);

/** Whether the kernel might keep the process waiting, or kill it. */
function isLeftOut(name: string, values: readonly unknown[]): boolean {
  if (name === "fcntl") {
    return [F_SETFL, F_SETLKW, F_OFD_SETLKW, F_SETLEASE, F_NOTIFY].some((command) => command === values[1]);
  }
  if (name === "flock") return typeof values[1] === "number" && (values[1] & LOCK_NB) === 0;
  if (name === "ioctl") return leftOutRequests.some((request) => request === values[1]);
  // These make memory of what is only asked for.
  if (name === "mmap") {
    return typeof values[3] === "number" && (values[3] & (MAP_POPULATE | MAP_LOCKED | MAP_HUGETLB)) !== 0;
  }
  // A lookup of what is no number may ask a server, and wait for it.
  if (/^(getaddrinfo|gethostbyname2?)$/.test(name)) return isText(values[0]) && !isAddress(values[0]);
  if (name === "getnameinfo") return typeof values[6] === "number" && (values[6] & NI_NUMERICHOST) === 0;
  if (name === "gethostbyaddr") return values[1] === 4 || values[1] === 16;
  // Files have holes that are larger than can be copied.
  if (name === "sendfile" && typeof values[3] === "number" && values[3] > 65536) return true;
  // close waits for what lingers, even where nothing else waits.
  return name === "setsockopt" && values[1] === SOL_SOCKET && values[2] === SO_LINGER;
}

const outcomes = new Map<string, number>();
const called = new Set<string>();

// No exec finds a program: nothing here is one.
process.env.PATH = "/nonexistent";
writeFileSync("file", "0123456789");
begin(seed, { mayWait: false });
for (let i = 0; i < calls; i++) {
  const signature = pick(fuzzed);
  const values = argumentsFor(signature.name, signature.parameters);
  if (isLeftOut(signature.name, values)) continue;
  called.add(signature.name);
  let outcome = "returned";
  const before = ran;
  try {
    tidyUp(signature.name, values, signature.call(...values));
  } catch (error) {
    outcome = (error as Error).name;
  }
  if (mayRunJavaScript(signature.name, signature.parameters)) continue;
  assert.equal(ran, before, `${signature.name} ran JavaScript of an argument`);
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

assert.deepEqual([...outcomes.keys()].sort(), ["RangeError", "TypeError", "returned"]);
assert.equal(called.size, fuzzed.length);
// The event loop still goes round.
setTimeout(() => console.error("\nend"), 1);
