/**
 * Calls functions with arguments at random, each in a process of its own, which the one that was started forks unless it
 * is to call but one of them:
 *
 *     node functions.js <plan>
 *
 * The plan is JSON (see Plan). What a call blocks in, SIGALRM interrupts; its handler takes the call's arguments away.
 * The report of each function goes to a file, and while it is called, how many calls there were.
 */

import { closeSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { inspect } from "node:util";

import * as all from "berkeley";
import { SystemError } from "berkeley/unp";
import { chmod, umask } from "berkeley/sys/stat";
import { sigaction, SIG_SETMASK, SIGALRM, SIGIO, sigprocmask, SIGPROF, sigset_t, SIGVTALRM } from "berkeley/signal";
import { MAP_FAILED, MAP_SHARED, mmap, PROT_READ, PROT_WRITE } from "berkeley/sys/mman";
import { ITIMER_REAL, itimerval, setitimer } from "berkeley/sys/time";
import { waitpid } from "berkeley/sys/wait";
import { _exit, chdir, close, fork } from "berkeley/unistd";

import { numbersFrom } from "../random.ts";
import { argumentsFor, begin, fieldsOf, mayRunJavaScript, ran, renew, takeAway, Thrown, tidyUp } from "./arguments.ts";
import { exported } from "./modules.ts";
import { HEAD, type Plan, type Report, type Target } from "./plan.ts";
import { tamed } from "./tamed.ts";

const plan = JSON.parse(process.argv[2]) as Plan;

type Function = (...values: unknown[]) => unknown;
type Class = new (value?: unknown) => Record<string, unknown>;

/** Makes a struct, assigns fields and reads them, and sees it as whatever can be made of it. */
function exercise(name: string, [initializer, ...parts]: unknown[]): unknown {
  const Type = exported[name] as Class;
  const fields = fieldsOf(name);
  const struct = new Type(initializer);
  for (let i = 0; i < parts.length; i += 2) {
    const field = fields[Math.abs(Number(parts[i])) % fields.length];
    struct[field] = parts[i + 1];
    void struct[field];
  }
  inspect(struct);
  const copy = new Type(struct);
  for (const field of fields) void copy[field];
  if (!ArrayBuffer.isView(struct)) return struct;
  const elements = all.array(Type as never, [struct, {}] as never) as unknown as all.StructArray<never>;
  all.resize(elements, 3);
  inspect(elements.subarray(1));
  return all.cast(Type as never, all.bytes(struct as never));
}

function callOf(name: string): (values: unknown[]) => unknown {
  const [, type] = /^new (.*)/.exec(name) ?? [];
  const call = exported[name] as Function;
  return type === undefined ? (values) => call(...values) : (values) => exercise(type, values);
}

// The alarm.

const soon = new itimerval();
soon.it_interval.tv_usec = 300;
const never = new itimerval();
const nothing = new sigset_t();
const restarting = new sigaction({ sa_handler: interrupt, sa_flags: all.SA_RESTART });
const interrupting = new sigaction({ sa_handler: interrupt });
const ignoring = new sigaction({ sa_handler: () => undefined });

let isCalling = false;
let restarts = false;
let interruptions = 0;
let randomly = numbersFrom(0);

/** What is interrupted goes on after one signal, and ends at the next. */
function interrupt(): void {
  if (!isCalling) return;
  interruptions++;
  restarts = !restarts;
  sigaction(SIGALRM, restarts ? restarting : interrupting, null);
  if (randomly(4) === 0) takeAway(randomly);
}

/** Their own business are signals and timers; the others' calls are interrupted. */
const undisturbed =
  /^(signal|signal_intr|sigaction|siginterrupt|setitimer|alarm|getitimer|exit|_exit|atexit|connect_timeo)$/;

const wasMasking = /^(sig|p?select|p?poll|epoll_pwait)/;

function putBack(name: string): void {
  if (undisturbed.test(name)) {
    setitimer(ITIMER_REAL, never, null);
    sigaction(SIGALRM, interrupting, null);
    for (const signum of [SIGIO, SIGPROF, SIGVTALRM]) sigaction(signum, ignoring, null);
  }
  if (wasMasking.test(name)) sigprocmask(SIG_SETMASK, nothing, null);
  if (/^f?chdir$/.test(name)) chdir(plan.folder);
  if (name === "umask") umask(0o22);
  if (/chmod/.test(name)) chmod(plan.folder, 0o777);
}

/** Files and folders that calls have made fill the file system. */
function clean(): void {
  for (const entry of readdirSync(plan.folder)) {
    try {
      rmSync(`${plan.folder}/${entry}`, { recursive: true, force: true });
    } catch {
      // It has lost its permissions.
    }
  }
}

const countDescriptors = (): number => readdirSync("/proc/self/fd").length;

function write(path: string, text: string, position: number): void {
  const fd = openSync(path, "r+");
  writeSync(fd, text, position);
  closeSync(fd);
}

/** A number that is in the file as soon as it is assigned, however this process ends. */
function progressIn(path: string): Int32Array {
  const fd = all.open(path, all.O_RDWR);
  const memory = mmap(null, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (memory === MAP_FAILED) throw new Error(`mmap: ${all.strerror(all.errno)}`);
  return new Int32Array(memory.buffer, 0, 1);
}

/** What a call may throw; a SystemError only the books' functions do. */
const thrown = [TypeError, RangeError, Thrown, SystemError];

/** From here on errors are the kernel's own, and no program sees them. */
const ERESTARTSYS = 512;

/** Makes the calls of one function. */
function callFunction(target: Target, number: number): void {
  const { name, original, parameters } = target;
  const path = `${plan.reports}/${number}`;
  const progress = progressIn(path);
  const call = callOf(name);
  const readsOnly = !mayRunJavaScript(original, parameters);
  const outcomes: Record<string, number> = {};
  const errnos = new Set<number>();
  const wrong = new Set<string>();
  chdir(plan.folder);
  begin(plan.seed, { mayWait: true });
  randomly = numbersFrom(plan.seed + 1);
  for (const signum of [SIGIO, SIGPROF, SIGVTALRM]) sigaction(signum, ignoring, null);
  sigaction(SIGALRM, interrupting, null);
  const descriptors = countDescriptors();
  const memory = process.memoryUsage.rss();
  const begun = Date.now();

  for (let i = 0; i < plan.calls; i++) {
    progress[0] = i;
    const values = argumentsFor(original, parameters);
    if (Object.hasOwn(tamed, original)) tamed[original].tame(values);
    if (i === plan.described) write(`${path}.call`, `${name}(${values.map(describe).join(", ")})`, 0);
    soon.it_value.tv_usec = 20 + randomly(300);
    if (!undisturbed.test(original)) setitimer(ITIMER_REAL, soon, null);
    const ranBefore = ran;
    let outcome = "returned";
    let value: unknown;
    all.set_errno(0);
    try {
      isCalling = true;
      value = call(values);
    } catch (error) {
      outcome = error instanceof Error ? error.constructor.name : typeof error;
      if (!thrown.some((Type) => error instanceof Type)) {
        wrong.add(`call ${i}: ${error instanceof Error ? error.stack : String(error)}`);
      }
    } finally {
      isCalling = false;
    }
    if (all.errno > 0) errnos.add(all.errno);
    if (all.errno >= ERESTARTSYS && original !== "set_errno") wrong.add(`call ${i}: errno ${all.errno}`);
    if (!undisturbed.test(original)) setitimer(ITIMER_REAL, never, null);
    if (readsOnly && ran > ranBefore) wrong.add(`call ${i}: JavaScript of an argument has run`);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    putBack(original);
    if (outcome === "returned") tidyUp(original, values, value);
    if (i % 16 === 15) renew();
    if (i % 1000 === 999) clean();
  }
  const report: Report = {
    calls: plan.calls,
    outcomes,
    errnos: [...errnos].sort((a, b) => a - b),
    interruptions,
    wrong: [...wrong].slice(0, 5),
    descriptors: countDescriptors() - descriptors,
    megabytes: Math.round((process.memoryUsage.rss() - memory) / 2 ** 20),
    ms: Date.now() - begun,
  };
  progress[0] = plan.calls;
  write(path, JSON.stringify(report), HEAD);
}

const describe = (value: unknown): string => inspect(value, { depth: 3, breakLength: Infinity });

/** The status as a shell has it. */
function statusOf(pid: number): number {
  const status = new all.int();
  while (waitpid(pid, status, 0) < 0);
  return all.WIFSIGNALED(status.value) ? 128 + all.WTERMSIG(status.value) : all.WEXITSTATUS(status.value);
}

function callAll(): void {
  const [target] = plan.targets;
  if (plan.targets.length === 1) {
    callFunction(target, 0);
    return;
  }
  for (const [i, each] of plan.targets.entries()) {
    const pid = fork();
    if (pid < 0) throw new Error(`fork: ${all.strerror(all.errno)}`);
    if (pid === 0) {
      callFunction(each, i);
      _exit(0);
    }
    write(`${plan.reports}/${i}.status`, String(statusOf(pid)), 0);
  }
}

// Half of the calls throw; --replay shows whole stacks.
if (plan.described === undefined) Error.stackTraceLimit = 1;
// No exec finds a program: nothing here is one.
process.env.PATH = "/nonexistent";
// What atexit was given may throw at the end.
process.on("uncaughtException", (thrown) => {
  if (!(thrown instanceof Thrown)) throw thrown;
});
callAll();
