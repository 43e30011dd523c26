/** Signals that are let through only while the program waits for them. */

import { SA_RESTART, SIG_BLOCK, sigprocmask, sigset_t, sigsuspend, SIGUSR1, SIGUSR2 } from "berkeley/signal";

import { handle, outcome, say, sayBlocked, sayPending, setOf } from "../support/signals.ts";

let count = 0;
let isDone = false;

const before = new sigset_t();
sigprocmask(SIG_BLOCK, setOf(SIGUSR1, SIGUSR2), before);
handle(SIGUSR1, () => count++, SA_RESTART);
handle(SIGUSR2, () => (isDone = true), SA_RESTART);
say("ready\n");

while (!isDone) {
  const result = sigsuspend(before);
  say(`sigsuspend: ${outcome(result)}, ${count}\n`);
}
sayBlocked();
sayPending();
