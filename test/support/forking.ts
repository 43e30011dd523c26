/** Programs that fork. */

import { runModule } from "./children.ts";

/** What such a program begins with: all of berkeley as `c`, and ways to wait for children that might not end. */
const prelude = `
import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import * as c from "berkeley";
const { fork, getpid, _exit } = c;

const PATIENCE_MS = 15_000;

/** "exited 0", "killed 9", "hung". The event loop goes on. */
async function reap(pid) {
  assert.ok(pid > 0, "fork: " + c.strerror(c.errno));
  const status = new c.int();
  for (const begun = Date.now(); Date.now() - begun < PATIENCE_MS; await delay(1)) {
    if (c.waitpid(pid, status, c.WNOHANG) === pid) return describe(status.value);
  }
  c.kill(pid, c.SIGKILL);
  c.waitpid(pid, status, 0);
  return "hung";
}

function describe(status) {
  return c.WIFEXITED(status) ? "exited " + c.WEXITSTATUS(status) : "killed " + c.WTERMSIG(status);
}

/** Whether a thread waits in such a function of the kernel's: the pipe that it writes to is full. */
function waitsIn(pattern) {
  const ids = fs.readdirSync("/proc/self/task");
  return ids.some((id) => pattern.test(fs.readFileSync("/proc/self/task/" + id + "/wchan", "latin1")));
}

/** Ends the parent, whose Workers and servers need not end. */
async function finish(pid) {
  c.printf("%s\\n", await reap(pid));
  c.exit(0);
}

/** What waits on a Worker that echoes, or does something else. */
function startWorker(source) {
  return new Promise((resolve) => {
    const worker = new Worker("const { parentPort } = require('node:worker_threads');" + source, { eval: true, execArgv: [] });
    worker.once("online", () => resolve(worker));
  });
}
`;

export interface Forked {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program that forks. */
export function runForking(source: string, options: Parameters<typeof runModule>[1] = {}): Forked {
  const { status, signal, stdout, stderr } = runModule(prelude + source, options);
  return { status, signal, stdout, stderr };
}

/** What a program is that ran well and printed this. */
export function well(stdout: string): Forked {
  return { status: 0, signal: null, stdout, stderr: "" };
}

/** Runs one part in the child, then says how the child ended; with what comes before the fork. */
export function runInChild(inChild: string, before = "", options: Parameters<typeof runModule>[1] = {}): Forked {
  return runForking(`${before}\nconst pid = fork();\nif (pid === 0) {\n${inChild}\n} else await finish(pid);`, options);
}
