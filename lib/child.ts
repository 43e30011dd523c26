/** A child of fork: Node remembers things of the process that are the parent's. */

import { createRequire } from "node:module";
import { isMainThread, type Worker } from "node:worker_threads";

import { native } from "./native.ts";
import { hasWorkers, workers } from "./workers.ts";

// What a child does first is slow: each page of memory and of code is new to it. So the parent does all that can be done
// before, and finds out what is left to do.
let isPrepared = false;
let willDrawEntropy = false;
let willLeaveWorkers = false;

/** In the parent, before a fork. */
export function prepareChild(): void {
  if (!isMainThread) return; // It cannot fork.
  if (!isPrepared) {
    isPrepared = true;
    Reflect.defineProperty(process, "pid", { get: () => native.getpid() });
    native.prepare_end();
    afterFork(-1); // It does nothing, but has V8 compile it, which else every child would have to do.
  }
  willDrawEntropy ||= hasCachedEntropy();
  willLeaveWorkers = hasWorkers();
}

/** In parent and child: makes what is the parent's the child's. `pid` is fork's result. */
export function afterFork(pid: number): void {
  if (pid !== 0) return;
  native.end_by_itself();
  if (nodesEmit === undefined) {
    nodesEmit = ending.emit;
    ending.emit = emit;
  }
  if (ending._exiting) beginEnd(true);
  if (willDrawEntropy) drawCachedEntropy();
  if (willLeaveWorkers) leaveWorkersBehind();
}

/** The child does not wait for their end; and since no thread is there, nobody else would say that they have ended. */
function leaveWorkersBehind(): void {
  for (const worker of workers) {
    let end: Promise<number> | undefined;
    worker.unref();
    worker.terminate = () => (end ??= endOf(worker));
  }
  workers.clear();
}

/** As Node does it: what a listener throws is no business of the promise's. */
function endOf(worker: Worker): Promise<number> {
  return new Promise((resolve) => {
    process.nextTick(() => {
      resolve(1);
      worker.emit("exit", 1);
    });
  });
}

// How many of each node:crypto makes at a time.
const CACHED_UUIDS = 128;
const CACHED_INTS = 1024;

const loaded = (process as unknown as { moduleLoadList: readonly string[] }).moduleLoadList;
let searched = 0;

function hasCachedEntropy(): boolean {
  if (loaded.length === searched) return false;
  searched = loaded.length;
  return loaded.includes("NativeModule crypto") || loaded.includes("NativeModule internal/crypto/webcrypto");
}

/** Parent and child would both hand out what node:crypto has in store. So the child draws it all. */
function drawCachedEntropy(): void {
  const { randomInt, randomUUID } = createRequire(import.meta.url)("node:crypto") as typeof import("node:crypto");
  for (let i = 0; i < CACHED_UUIDS; i++) randomUUID();
  for (let i = 0; i < CACHED_INTS; i++) randomInt(2);
}

/**
 * At its end Node takes things apart, and aborts over a Worker whose thread is not there. It also runs the loop of its
 * tracing, where libuv aborts if two children use the same io_uring at once. So a child ends before that: Node lets itself
 * be told so (`end_by_itself`), but for a natural end. That shows in what calls the listeners, and in what comes then.
 */
const ending = process as unknown as {
  readonly _exiting: boolean;
  readonly _tickCallback: () => void;
  readonly reallyExit: (status: unknown) => never;
  emit: Emit;
};
type Emit = (this: NodeJS.Process, event: string, ...args: unknown[]) => boolean;
let nodesEmit: Emit | undefined;

/** In place of process.emit, which calls the listeners: a listener of its own could be removed. */
function emit(this: NodeJS.Process, event: string, ...args: unknown[]): boolean {
  let hasReturned = false;
  try {
    const isHeard = nodesEmit!.call(this, event, ...args);
    hasReturned = true;
    return isHeard;
  } finally {
    if (event === "exit" && ending._exiting) beginEnd(hasReturned);
  }
}

/** Behind the listeners, unless one of them has thrown something, which ends the process too or is caught. */
function beginEnd(hasReturned: boolean): void {
  noteEnd();
  // Only at a natural end does what waits for promises have its turn now.
  if (hasReturned) queueMicrotask(() => endNaturally(TURNS));
}

/** How often what waits for promises has its turn: as long as it is about nothing else than promises, this is enough. */
const TURNS = 1000;

function endNaturally(turns: number): void {
  if (turns > 0) return queueMicrotask(() => endNaturally(turns - 1));
  ending._tickCallback(); // Rejections that nobody has handled.
  ending.reallyExit(process.exitCode ?? 0);
}

/** What a natural end's status is, should it come otherwise. */
function noteEnd(): void {
  native.note_end(Number(process.exitCode ?? 0) | 0);
}
