/**
 * Signals, as many and as close to the calls that they interrupt as can be.
 *
 *   npm run soak:signals -- wake-ups [N]   a timer of 1 to 200 us and a call that blocks for ever, N times (200000): no
 *                                          call may sleep through its signal
 *   npm run soak:signals -- results [N]    the same timer while N clients (5000) connect and send: no descriptor and no
 *                                          byte may be lost
 *   npm run soak:signals -- storm [N]      N real-time signals (100000) as fast as another process can send them, during
 *                                          accept, recv and collections: none may be lost, and nothing may grow
 *
 * The build that `npm run build:dev -- signals` makes counts where the signals hit; --no-divert shows what happens if
 * calls are not diverted. The report ends with whether all was well, and so does the exit status.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";

import { array, EAGAIN, EINTR, errno, int, sizeof, strerror } from "berkeley";
import { htonl, INADDR_LOOPBACK, sockaddr_in } from "berkeley/netinet/in";
import { kill, SA_SIGINFO, sigaction, SIGALRM, SIGKILL, sigqueue, SIGRTMIN, sigval } from "berkeley/signal";
import { mmap, MAP_ANONYMOUS, MAP_FAILED, MAP_SHARED, PROT_READ, PROT_WRITE } from "berkeley/sys/mman";
import {
  accept,
  AF_INET,
  AF_UNIX,
  bind,
  connect,
  getsockname,
  listen,
  recv,
  send,
  SOCK_STREAM,
  socket,
  socketpair,
  socklen_t,
} from "berkeley/sys/socket";
import { ITIMER_REAL, itimerval, setitimer } from "berkeley/sys/time";
import { waitpid, WNOHANG } from "berkeley/sys/wait";
import { _exit, close, fork, getppid } from "berkeley/unistd";

const { values, positionals } = parseArgs({
  options: { "no-divert": { type: "boolean" } },
  allowPositionals: true,
});
const [kind, count] = positionals;

/** What the test build can do besides. */
interface TestBuild {
  count_signals?: (hits: BigInt64Array) => number;
  divert_calls?: (diverts: number) => number;
}
const { BERKELEY_ADDON } = process.env;
const build: TestBuild =
  BERKELEY_ADDON === undefined ? {} : (createRequire(import.meta.url)(BERKELEY_ADDON) as TestBuild);

/** Where signals hit: before the window of a call, in it before the system call, at that, and right behind. */
function hits(): Record<string, number> | undefined {
  if (build.count_signals === undefined) return undefined;
  const counts = new BigInt64Array(4);
  build.count_signals(counts);
  const [before, between, on, after] = [...counts].map(Number);
  return { before, between, on, after };
}

/** The result of a call that must not fail. */
function check(name: string, result: number): number {
  if (result < 0) throw new Error(`${name}: ${strerror(errno)}`);
  return result;
}

/** Numbers that a forked process and this one both see. */
function sharedNumbers(length: number): Int32Array {
  const memory = mmap(null, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory === MAP_FAILED) throw new Error(`mmap: ${strerror(errno)}`);
  return new Int32Array(memory.buffer, 0, length);
}

function listener(backlog: number): { fd: number; address: sockaddr_in } {
  const fd = check("socket", socket(AF_INET, SOCK_STREAM, 0));
  const address = new sockaddr_in({ sin_family: AF_INET, sin_addr: { s_addr: htonl(INADDR_LOOPBACK) } });
  check("bind", bind(fd, address, sizeof(address)));
  check("listen", listen(fd, backlog));
  check("getsockname", getsockname(fd, address, new socklen_t(sizeof(address))));
  return { fd, address };
}

const timer = new itimerval();

function armTimer(): void {
  timer.it_value.tv_usec = 1 + Math.floor(Math.random() * 200);
  setitimer(ITIMER_REAL, timer, null);
}

let alarms = 0;

function catchAlarms(): void {
  check("sigaction", sigaction(SIGALRM, new sigaction({ sa_handler: () => alarms++ }), null));
}

function report(wrong: boolean, figures: object): never {
  console.log({ node: process.version, ...figures, well: !wrong });
  process.exit(wrong ? 1 : 0);
}

// A process makes the calls, and this one looks whether it goes on.

// What the two share: how many calls have returned, how many were wrong, and the four kinds of hits.
const CALLS = 0;
const WRONG = 1;
const HITS = 2;
const SHARED = 6;

/** Blocks again and again, each time until a signal comes. */
function sleepAndWake(rounds: number, shared: Int32Array): never {
  build.divert_calls?.(Number(values["no-divert"] !== true));
  const { fd } = listener(1);
  const pair = array(int, 2);
  check("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  const buffer = Buffer.alloc(1);
  catchAlarms();
  for (let i = 0; i < rounds; i++) {
    armTimer();
    const result = i % 2 === 0 ? accept(fd, null, null) : recv(pair[0], buffer, 1, 0);
    if (result !== -1 || errno !== EINTR || alarms !== i + 1) shared[WRONG]++;
    Atomics.store(shared, CALLS, i + 1);
  }
  const { before = 0, between = 0, on = 0, after = 0 } = hits() ?? {};
  shared.set([before, between, on, after], HITS);
  _exit(0);
}

function isAsleep(pid: number): boolean {
  return readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1].startsWith("S");
}

const PATIENCE_MS = 50;

/** Waits for the process; how often a call slept through its signal, which is then sent again. */
async function watch(pid: number, shared: Int32Array): Promise<number> {
  let lost = 0;
  let seen = -1;
  let since = 0;
  while (waitpid(pid, null, WNOHANG) === 0) {
    const calls = Atomics.load(shared, CALLS);
    if (calls !== seen) [seen, since] = [calls, Date.now()];
    // One that has no processor, on a busy machine, is not asleep.
    else if (Date.now() - since > PATIENCE_MS && isAsleep(pid)) {
      lost++;
      since = Date.now();
      kill(pid, SIGALRM);
      if (lost >= 100) kill(pid, SIGKILL);
    }
    await setTimeout(5);
  }
  return lost;
}

async function wakeUps(rounds: number): Promise<never> {
  const shared = sharedNumbers(SHARED);
  const pid = check("fork", fork());
  if (pid === 0) sleepAndWake(rounds, shared);
  const lost = await watch(pid, shared);
  const [calls, wrong, before, between, on, after] = shared;
  // A signal that is sent again to save the process is one more than there should be.
  report(lost > 0 || wrong > 0 || calls < rounds, { calls, lost, wrong, before, between, on, after });
}

const MESSAGE = "0123456789".repeat(10);

/** Each client sends its number and a message, in pieces. */
function beClients(address: sockaddr_in, clients: number): never {
  for (let i = 0; i < clients; i++) {
    const fd = check("socket", socket(AF_INET, SOCK_STREAM, 0));
    check("connect", connect(fd, address, sizeof(address)));
    for (const piece of [String(i).padStart(10, "0"), MESSAGE, MESSAGE]) {
      check("send", send(fd, piece, piece.length, 0));
    }
    close(fd);
  }
  _exit(0);
}

/** Makes a call until no signal ends it, with the timer set each time. */
function despiteSignals(name: string, call: () => number): number {
  for (;;) {
    armTimer();
    const result = call();
    if (result !== -1) return result;
    if (errno !== EINTR) throw new Error(`${name}: ${strerror(errno)}`);
  }
}

function receiveAll(fd: number, buffer: Buffer): string {
  let text = "";
  for (let n; (n = despiteSignals("recv", () => recv(fd, buffer, 64, 0))) > 0;) text += buffer.toString("latin1", 0, n);
  return text;
}

function results(clients: number): never {
  const { fd, address } = listener(16);
  const pid = check("fork", fork());
  if (pid === 0) beClients(address, clients);
  catchAlarms();
  const buffer = Buffer.alloc(64);
  let [accepted, bytes, wrong] = [0, 0, 0];
  for (; accepted < clients; accepted++) {
    const client = despiteSignals("accept", () => accept(fd, null, null));
    const text = receiveAll(client, buffer);
    bytes += text.length;
    if (text !== String(accepted).padStart(10, "0") + MESSAGE + MESSAGE) wrong++;
    close(client);
  }
  report(wrong > 0 || alarms === 0, { accepted, bytes, alarms, wrong, ...hits() });
}

/** Sends numbered signals to the parent, and connects to it meanwhile. */
function sendSignals(address: sockaddr_in, signals: number): never {
  const parent = getppid();
  const value = new sigval();
  for (let i = 0; i < signals; i++) {
    value.sival_int = i;
    while (sigqueue(parent, SIGRTMIN, value) < 0) {
      if (errno !== EAGAIN) throw new Error(`sigqueue: ${strerror(errno)}`); // Its queue is full.
    }
    if (i % 100 !== 0) continue;
    const fd = check("socket", socket(AF_INET, SOCK_STREAM, 0));
    check("connect", connect(fd, address, sizeof(address)));
    check("send", send(fd, MESSAGE, MESSAGE.length, 0));
    close(fd);
  }
  _exit(0);
}

function storm(signals: number): never {
  const { fd, address } = listener(1024);
  let [next, wrong] = [0, 0];
  const sa = new sigaction();
  sa.sa_flags = SA_SIGINFO;
  sa.sa_sigaction = (_signum, info) => {
    if (info.si_value.sival_int !== next++) wrong++;
  };
  check("sigaction", sigaction(SIGRTMIN, sa, null));
  const before = process.memoryUsage().rss;
  const pid = check("fork", fork());
  if (pid === 0) sendSignals(address, signals);
  const buffer = Buffer.alloc(64);
  const clients = Math.ceil(signals / 100);
  let bytes = 0;
  let garbage: string[] = [];
  for (let i = 0; i < clients; i++) {
    const client = retried("accept", () => accept(fd, null, null));
    for (let n; (n = retried("recv", () => recv(client, buffer, 64, 0))) > 0;) bytes += n;
    close(client);
    garbage = Array.from({ length: 1000 }, (_, j) => `${garbage.length}${j}`);
  }
  retried("waitpid", () => waitpid(pid, null, 0)); // What came last has been handled before this.
  const grownMB = Math.round((process.memoryUsage().rss - before) / 2 ** 20);
  const lost = signals - next;
  report(wrong > 0 || lost > 0 || bytes !== clients * MESSAGE.length || grownMB > 50, {
    signals: next,
    lost,
    wrong,
    bytes,
    grownMB,
  });
}

function retried(name: string, call: () => number): number {
  let result;
  while ((result = call()) === -1 && errno === EINTR);
  return check(name, result);
}

if (kind === "wake-ups") await wakeUps(Number(count ?? 200_000));
else if (kind === "results") results(Number(count ?? 5000));
else if (kind === "storm") storm(Number(count ?? 100_000));
else throw new Error("usage: npm run soak:signals -- wake-ups|results|storm [N]");
