/** A child of fork: Node remembers things of the process that are the parent's. */

import { createRequire } from "node:module";

import { native } from "./native.ts";
import { hasWorkers, workers } from "./workers.ts";

// What a child does first is slow: each page of memory and of code is new to it. So the parent does all that can be done
// before, and finds out what is left to do.
let isPrepared = false;
let willDrawEntropy = false;
let willLeaveWorkers = false;

/** In the parent, before a fork. */
export function prepareChild(): void {
  if (!isPrepared) {
    isPrepared = true;
    Reflect.defineProperty(process, "pid", { get: () => native.getpid() });
    afterFork(-1); // It does nothing, but has V8 compile it, which else every child would have to do.
  }
  willDrawEntropy ||= hasCachedEntropy();
  willLeaveWorkers = hasWorkers();
}

/** In parent and child: makes what is the parent's the child's. `pid` is fork's result. */
export function afterFork(pid: number): void {
  if (pid !== 0) return;
  if (ending.emit !== emit) nodesEmit = ending.emit;
  ending.emit = emit;
  ending.reallyExit = leave;
  if (willDrawEntropy) drawCachedEntropy();
  if (willLeaveWorkers) for (const worker of workers) worker.unref(); // The child does not wait for their end.
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
 * tracing, where libuv aborts if two children use the same io_uring at once. So a child takes the place of what Node
 * calls then: `emit` for the listeners, and `reallyExit` at the end of process.exit.
 */
const ending = process as unknown as {
  emit: (this: NodeJS.Process, event: string, ...args: unknown[]) => boolean;
  reallyExit: (status: number) => never;
};
let nodesEmit: typeof ending.emit;

/** Whether an exception that nobody caught is about to end the process. */
let isFailing = false;

function emit(this: NodeJS.Process, event: string, ...args: unknown[]): boolean {
  if (event === "exit") return emitExit(args[0] as number);
  const isHeard = nodesEmit.call(this, event, ...args);
  if (event === "uncaughtException") isFailing = !isHeard;
  return isHeard;
}

/** Returns only if there is an exception, which Node has yet to print: of before, or thrown by a listener. */
function emitExit(code: number): boolean {
  try {
    const isHeard = nodesEmit.call(process, "exit", code);
    if (!isFailing) leave(Number(process.exitCode ?? code));
    return isHeard;
  } finally {
    native.fflush_unheld();
    native.end_after_exception(Number(process.exitCode ?? 1));
  }
}

function leave(status: number): never {
  native.fflush_unheld();
  return native._exit(status);
}
