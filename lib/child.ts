/** A child of fork: Node remembers things of the process that are the parent's. */

import { createRequire } from "node:module";

import { native } from "./native.ts";
import { hasWorkers, workers } from "./workers.ts";

// What a child does first is slow: each page of memory and of code is new to it. So the parent finds out, where that can
// be known before, what there is to be done.
let isPrepared = false;
let willDrawEntropy = false;
let willEndByItself = false;

/** Whether the loop of Node's tracing has an io_uring: that is memory that the children have in common. */
const sharesRing = Number.parseInt(process.versions.node) >= 22;

/** In the parent, before a fork. */
export function prepareChild(): void {
  if (!isPrepared) {
    Reflect.defineProperty(process, "pid", { get: () => native.getpid() });
    isPrepared = true;
    beginChild(); // It does nothing yet, but has V8 compile it, which else every child would have to do.
  }
  willDrawEntropy ||= hasCachedEntropy();
  willEndByItself = sharesRing || hasWorkers();
}

/** In the child: makes what is the parent's the child's. */
export function beginChild(): void {
  if (willDrawEntropy) drawCachedEntropy();
  if (willEndByItself) endByItself();
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

let endsByItself = false;

/** Not by Node, which would take things apart that are not the child's. */
function endByItself(): void {
  for (const worker of workers) worker.unref(); // They are not in the child, which does not wait for their end.
  if (endsByItself) return;
  endsByItself = true;
  process.on("uncaughtExceptionMonitor", beginFailing);
  process.prependListener("exit", end);
}

/** Whether an exception is about to end the process. */
let isFailing = false;

function beginFailing(): void {
  isFailing = true;
  process.on("exit", fail);
  process.nextTick(() => {
    // Somebody has caught it.
    isFailing = false;
    process.off("exit", fail);
  });
}

/**
 * Node takes things apart at the end of a process, and aborts over a Worker whose thread is not there. It also runs the
 * loop of its tracing, where libuv aborts if two children use the same io_uring at once. So the other listeners are
 * called from here, and the process ends at once.
 */
function end(this: NodeJS.Process, code: number): void {
  if (isFailing) return;
  for (const listener of process.rawListeners("exit")) {
    if (listener !== end) listener.call(process, code);
  }
  native.fflush_unheld();
  native._exit(Number(process.exitCode ?? code));
}

/** The last of the listeners: Node has yet to print the exception. */
function fail(code: number): void {
  native.fflush_unheld();
  native.end_after_exception(Number(process.exitCode ?? code));
}
