/** Calls that something interrupts which is no business of the program's. */

import { runModule } from "./children.ts";

/**
 * For how many milliseconds a call blocks while Node handles a signal every 20 ms, for 500 ms. The call is one of
 * TypeScript, its result `n`; and what it and its errno are.
 */
export function interrupted(declarations: string, call: string): { time: number; outcome: string } {
  const { stdout, stderr } = runModule(
    `import { spawn } from "node:child_process";
     import * as all from "berkeley";
     const { array, epoll_event, pollfd, timespec, timeval } = all;
     process.on("SIGUSR2", () => {});
     ${declarations}
     spawn("sh", ["-c", \`for i in $(seq 25); do kill -USR2 \${process.pid}; sleep 0.02; done\`]).unref();
     all.set_errno(0);
     const start = performance.now();
     const n = ${call};
     console.log(Math.round(performance.now() - start), n, all.errno);
     process.exit();`,
  );
  if (stderr !== "") throw new Error(stderr);
  const [, time, outcome] = /^(\d+) (.*)\n$/.exec(stdout)!;
  return { time: Number(time), outcome };
}
