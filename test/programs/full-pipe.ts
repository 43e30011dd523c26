/**
 * printf to a pipe that is full, and read of an empty one, with signals meanwhile:
 *
 *     full-pipe [restart]
 */

import { SA_RESTART, SIGALRM, SIGINT } from "berkeley/signal";
import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
import { read } from "berkeley/unistd";

import { handle, outcome, signalName } from "../support/signals.ts";

const tell = (text: string): number => fprintf(stderr, "%s\n", text);

const flags = process.argv.length > 2 ? SA_RESTART : 0;
for (const signum of [SIGINT, SIGALRM]) handle(signum, (caught) => tell(signalName(caught)), flags);
const buf = Buffer.alloc(10);
tell("ready");
for (;;) {
  const n = read(0, buf, 10);
  tell(`read: ${outcome(n)}`);
  if (n === 0) break;
}
for (let i = 0; i < 10_000; i++) {
  const n = printf("%05d line\n", i);
  if (n !== 11) tell(`printf: ${outcome(n)}`);
}
tell(`fflush: ${outcome(fflush(stdout))}`);
