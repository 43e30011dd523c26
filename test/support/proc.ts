/** What /proc tells of processes and sockets, and waiting for it to tell something. */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** The fields of /proc/PID/stat from the third on: state, parent, process group, session, terminal; or PID/task/TID's. */
export function statusOf(pid: number | string): string[] {
  return readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
}

/** Whether a process is no more, or has only to be waited for, by whatever process 1 is here. */
export function hasEnded(pid: number): boolean {
  try {
    // The first thread is a zombie before the others are gone, and only then can the process be waited for.
    return statusOf(pid)[0] === "Z" && readdirSync(`/proc/${pid}/task`).length === 1;
  } catch {
    return true;
  }
}

/** Waits until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setTimeout(5);
}

/** The processes that one has made and not yet waited for. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

/** Where the threads of a process are, as far as gdb can tell. */
export function stacksOf(pid: number): string {
  const { error, stdout } = spawnSync("gdb", ["-p", String(pid), "-batch", "-ex", "thread apply all bt 12"]);
  return error === undefined ? stdout.toString() : "(gdb is not there to tell where it hangs)";
}

/** Whether a socket in the file system accepts connections. */
export function isListening(path: string): boolean {
  const LISTENS = "00010000";
  return readFileSync("/proc/net/unix", "utf8")
    .split("\n")
    .some((line) => line.endsWith(` ${path}`) && line.split(" ")[3] === LISTENS);
}
