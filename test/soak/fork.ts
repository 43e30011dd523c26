/**
 * Forks again and again from a process in which everything is going on, and looks how its children fare.
 *
 *   npm run soak:fork -- [N] [--load]
 *
 * N is how many forks (2000). --load keeps all processors busy besides. The report says how many forks met a running
 * garbage collection (V8's threads run while the parent does nothing but allocate), a running compilation (while it does
 * nothing but run new functions) and running work in libuv's pool; how many children hung, were killed or ended with a
 * wrong status; and what the parent has lost or gained. It ends with 1 if anything is wrong.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { pbkdf2 } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { setTimeout } from "node:timers/promises";
import { parseArgs, promisify } from "node:util";
import { Worker } from "node:worker_threads";

import { AF_UNIX, array, errno, int, strerror } from "berkeley";
import { recv, send, SOCK_STREAM, socketpair } from "berkeley/sys/socket";
import { waitpid, WEXITSTATUS, WIFEXITED, WIFSIGNALED, WNOHANG, WTERMSIG } from "berkeley/sys/wait";
import { _exit, close, fork, getpid } from "berkeley/unistd";

import { stacksOf, statusOf } from "../support/proc.ts";

const PATIENCE_MS = 10_000;

const { values, positionals } = parseArgs({ options: { load: { type: "boolean" } }, allowPositionals: true });
const forks = Number(positionals[0] ?? 2000);

/** How children end, in turn. */
const ends = ["natural", "process.exit", "_exit", "signal"] as const;
type End = (typeof ends)[number];
const STATUS: Record<End, string> = {
  natural: "exited with 0",
  "process.exit": "exited with 3",
  _exit: "exited with 4",
  signal: "killed by 15",
};

// What the parent does.

interface Item {
  readonly i: number;
  readonly text: string;
}

/** Live objects: collections take so long that they run while the program goes on. */
let live: Item[][] = [];

function allocate(count: number): void {
  const items: Item[] = [];
  for (let i = 0; i < count; i++) items.push({ i, text: `item ${i}` });
  live.push(items);
  if (live.length > 150) live = live.slice(75);
}

let functions = 0;

/** A function that has not been there before, and is hot: V8 compiles it on another thread. */
function runNewFunction(turns: number): number {
  const body = `let s = ${functions++}; for (let i = 0; i < n; i++) s = (s * 31 + (i ^ s)) | 0; return s;`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const f = new Function("n", body) as (n: number) => number;
  return f(turns);
}

/** Some forks meet a Worker that begins or ends. */
function startShortLivedWorker(): void {
  new Worker("", { eval: true }).unref();
}

let poolTasks = 0;

function keepPoolBusy(): void {
  while (poolTasks < 3) {
    poolTasks++;
    pbkdf2("password", "salt", 3000, 32, "sha512", () => poolTasks--);
  }
}

const threads = (): string[] => readdirSync("/proc/self/task");

const statusOfThread = (tid: string): string[] => statusOf(`self/task/${tid}`);

const isOneRunning = (tids: readonly string[]): boolean => tids.some((tid) => statusOfThread(tid)[0] === "R");

/** V8's own threads begin with the process, behind the one for delayed tasks. */
const v8Threads = threads().slice(2, 6);

/** Where the time stands that a thread has worked, in ticks. */
const UTIME = 11;

/** libuv's pool: the threads that hash. */
const poolThreads = await findPoolThreads();

async function findPoolThreads(): Promise<string[]> {
  const ticks = (): [string, number][] => threads().map((tid) => [tid, Number(statusOfThread(tid)[UTIME])]);
  const hash = promisify(pbkdf2);
  const before = new Map(ticks());
  await Promise.all(Array.from({ length: 4 }, () => hash("password", "salt", 100_000, 32, "sha512")));
  const pool = ticks().filter(([tid, now]) => now - (before.get(tid) ?? 0) >= 3);
  return pool.map(([tid]) => tid).filter((tid) => tid !== String(process.pid) && !v8Threads.includes(tid));
}

/**
 * Works on until one of V8's threads is running too, but not for ever. None is when it begins, so that what runs then
 * has to do with the work.
 */
function workUntilV8IsBusy(work: () => void): boolean {
  for (let i = 0; i < 1000 && isOneRunning(v8Threads); i++);
  for (let i = 0; i < 50; i++) {
    work();
    if (isOneRunning(v8Threads)) return true;
  }
  return false;
}

// What a child does.

function exchange(): void {
  const pair = array(int, 2);
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) throw new Error(`socketpair: ${strerror(errno)}`);
  const buffer = Buffer.alloc(16);
  if (send(pair[0], "hello", 5, 0) !== 5 || recv(pair[1], buffer, 16, 0) !== 5) throw new Error("no echo");
  close(pair[0]);
  close(pair[1]);
}

function forkOnce(): void {
  const pid = fork();
  if (pid === 0) {
    allocate(20_000);
    _exit(9);
  }
  const status = new int();
  if (waitpid(pid, status, 0) !== pid || WEXITSTATUS(status.value) !== 9) throw new Error("the grandchild failed");
}

async function beChild(end: End, forksFirst: boolean): Promise<void> {
  if (forksFirst) forkOnce();
  if (process.pid !== getpid()) throw new Error("process.pid is the parent's");
  allocate(50_000);
  for (let i = 0; i < 3; i++) runNewFunction(300_000);
  exchange();
  forkOnce();
  if ((await readFile("/etc/hostname")).length === 0) throw new Error("nothing read");
  await setTimeout(1);
  if (end === "process.exit") process.exit(3);
  if (end === "_exit") _exit(4);
  if (end === "signal") process.kill(process.pid, "SIGTERM");
  // The natural end: what the parent has pending comes to its end here too.
}

// What the parent sees.

function describe(status: number): string {
  if (WIFEXITED(status)) return `exited with ${WEXITSTATUS(status)}`;
  return WIFSIGNALED(status) ? `killed by ${WTERMSIG(status)}` : `status ${status}`;
}

/** How a child ended; null if it did not. */
async function endOf(pid: number): Promise<string | null> {
  const status = new int();
  const begun = Date.now();
  while (Date.now() - begun < PATIENCE_MS) {
    if (waitpid(pid, status, WNOHANG) === pid) return describe(status.value);
    await setTimeout(1);
  }
  return null;
}

function numbersOf(path: string): number {
  return readdirSync(path).length;
}

function rssMB(): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync("/proc/self/status", "latin1"))?.[1]) / 1024);
}

const report = { forks: 0, collecting: 0, compiling: 0, busyPool: 0, hung: 0, wrong: 0, failed: 0 };

/** One fork and the end of its child. True in a child. */
async function forkAndWait(n: number): Promise<boolean> {
  keepPoolBusy();
  const reading = readFile("/etc/hostname");
  const collects = n % 2 === 0;
  const isBusy = workUntilV8IsBusy(collects ? () => allocate(3000) : () => void runNewFunction(20_000));
  const end = ends[(n >> 1) % ends.length];
  if (n % 16 === 3) startShortLivedWorker();
  const wasPoolBusy = isOneRunning(poolThreads);
  const pid = fork();
  if (pid === 0) {
    await beChild(end, n % 3 === 0);
    return true;
  }
  if (pid < 0) {
    report.failed++;
    console.log(`fork ${n}: ${strerror(errno)}`);
    return false;
  }
  report.forks++;
  if (isBusy) report[collects ? "collecting" : "compiling"]++;
  if (wasPoolBusy) report.busyPool++;
  await reading;
  const ended = await endOf(pid);
  if (ended === null) {
    report.hung++;
    console.log(`fork ${n}: the child ${pid} (${end}) hangs\n${stacksOf(pid)}`);
    process.kill(pid, "SIGKILL");
    await endOf(pid);
  } else if (ended !== STATUS[end]) {
    report.wrong++;
    console.log(`fork ${n}: the child ${pid} (${end}) ${ended} instead of ${STATUS[end]}`);
  }
  return false;
}

/** True in a child. */
async function soak(): Promise<boolean> {
  for (let n = 0; n < forks; n++) {
    if (await forkAndWait(n)) return true;
  }
  return false;
}

function burn(): ChildProcess {
  return spawn(process.execPath, ["-e", "for (const end = Date.now() + 3_600_000; Date.now() < end; );"], {
    stdio: "ignore",
  });
}

const worker = new Worker(
  `const { parentPort } = require("node:worker_threads");
   let sum = 0;
   setInterval(() => { for (let i = 0; i < 3e6; i++) sum = (sum + i * i) | 0; }, 2);
   parentPort.on("message", (message) => parentPort.postMessage(message));`,
  { eval: true },
);
let answers = 0;
worker.on("message", () => {
  answers++;
});

const loads = values.load === true ? Array.from({ length: availableParallelism() }, burn) : [];
// The first fork makes what later ones find made.
let isChild = await forkAndWait(0);
const before = { descriptors: numbersOf("/proc/self/fd"), threads: numbersOf("/proc/self/task") };
const begun = Date.now();
if (!isChild) isChild = await soak();
if (!isChild) {
  const after = { descriptors: numbersOf("/proc/self/fd"), threads: numbersOf("/proc/self/task") };
  for (const load of loads) load.kill("SIGKILL");
  worker.postMessage("still there?");
  await setTimeout(100);
  await worker.terminate();
  const seconds = (Date.now() - begun) / 1000;
  console.log({
    node: process.version,
    load: loads.length,
    ...report,
    answers,
    before,
    after,
    rssMB: rssMB(),
    seconds,
  });
  const { collecting, compiling, busyPool, hung, wrong, failed } = report;
  const isWell =
    Math.min(collecting, compiling, busyPool) > 0 &&
    hung + wrong + failed === 0 &&
    answers === 1 &&
    after.descriptors === before.descriptors &&
    after.threads === before.threads;
  process.exitCode = isWell ? 0 : 1;
}
