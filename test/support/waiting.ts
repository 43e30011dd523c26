/** Programs that wait in a system call. */

import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

import { hasCompiler, runC } from "./children.ts";
import type { Program } from "./processes.ts";

const calls =
  `accept accept4 connect recvfrom sendto read write openat wait4 waitid fcntl flock poll ppoll select pselect6
  epoll_wait epoll_pwait epoll_pwait2 pause rt_sigsuspend rt_sigtimedwait nanosleep clock_nanosleep`.split(/\s+/);

/** The system calls by their numbers, which are the processor's. */
function numbers(): Map<string, string> {
  const lines = calls.map((name) => `#ifdef SYS_${name}\nprintf("${name} %d\\n", SYS_${name});\n#endif\n`);
  const printed = runC(`#include <stdio.h>\n#include <sys/syscall.h>\nint main() {\n${lines.join("")}}`);
  const pairs = printed.trimEnd().split("\n");
  return new Map(pairs.map((line) => line.split(" ")).map(([name, number]) => [number, name]));
}

let known: Map<string, string> | undefined;

/** What /proc tells of a thread that sleeps in a system call; "running" of another. */
const look = (pid: number): string => readFileSync(`/proc/${pid}/syscall`, "latin1");

/** Whether this can be seen here. */
export const canSeeWaiting = hasCompiler && canLook();

function canLook(): boolean {
  try {
    return look(process.pid) !== "";
  } catch {
    return false;
  }
}

/** How often a program's main thread has gone to sleep. */
const sleeps = (pid: number): number =>
  Number(/^voluntary_ctxt_switches:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/task/${pid}/status`, "latin1"))![1]);

/** Does what ends the program's waiting, and waits until it waits again. */
export async function waitingAgain(program: Program, wake: () => void): Promise<void> {
  await waiting(program);
  const before = sleeps(program.child.pid!);
  wake();
  while (sleeps(program.child.pid!) === before) await setTimeout(3);
  await waiting(program);
}

/** Waits until a program's main thread waits in one of the calls above, and returns its name. */
export async function waiting(program: Program): Promise<string> {
  known ??= numbers();
  for (let last = ""; ;) {
    const now = look(program.child.pid!);
    const name = known.get(now.split(" ")[0]);
    // Seen twice, for it might sleep for a moment where it does not wait.
    if (name !== undefined && now === last) return name;
    last = now;
    await setTimeout(3);
  }
}
