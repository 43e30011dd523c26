/** SIGINT prints what has been used so far, while the program waits for input. */

import { SIG_DFL, SIGINT, signal } from "berkeley/signal";
import { getrusage, rusage, RUSAGE_SELF } from "berkeley/sys/resource";
import { read } from "berkeley/unistd";

import { outcome, say, signalName } from "../support/signals.ts";

const times = ["ru_utime", "ru_stime"] as const;
const fields = ["ru_maxrss", "ru_minflt", "ru_majflt", "ru_inblock", "ru_oublock", "ru_nvcsw", "ru_nivcsw"] as const;

function on_interrupt(signum: number): void {
  const usage = new rusage();
  say(`${signalName(signum)}: ${outcome(getrusage(RUSAGE_SELF, usage))}`);
  for (const name of times) {
    say(` ${name}${usage[name].tv_sec >= 0 && usage[name].tv_usec < 1_000_000 ? "" : " is no time"}`);
  }
  for (const name of fields) say(` ${name}${usage[name] >= 0 ? "" : " is negative"}`);
  say("\n");
}

const buf = Buffer.alloc(10);
let n: number;
say(`old: ${signal(SIGINT, on_interrupt) === SIG_DFL ? "SIG_DFL" : "another"}\n`);
say("ready\n");
while ((n = read(0, buf, 10)) > 0) say(`read: ${buf.toString("latin1", 0, n)}\n`);
say(`read: ${outcome(n)}\n`);
