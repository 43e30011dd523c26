/** The Workers that the program has made. */

import { subscribe } from "node:diagnostics_channel";
import { isMainThread, type Worker } from "node:worker_threads";

import { native } from "./native.ts";

/** Those of the main thread that have not ended. */
export const workers = new Set<Worker>();

/** Whether there are Workers that can block in calls. Those that others have made show once they have loaded the library. */
export function hasWorkers(): boolean {
  return workers.size > 0 || native.count_environments() > 1;
}

/** Node publishes this in the constructor, when it has just started the thread. */
function begin(worker: Worker): void {
  // The thread in which module.register's hooks run is of this class, and not the program's.
  const isNodes = worker.constructor.name === "InternalWorker";
  native.note_newest_thread(Number(isNodes));
  native.keep_signals_from_new_threads();
  if (isNodes) return;
  workers.add(worker);
  worker.once("exit", () => workers.delete(worker));
}

if (isMainThread) subscribe("worker_threads", (message) => begin((message as { worker: Worker }).worker));
