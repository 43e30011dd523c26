/** The self-pipe trick: a handler writes to a pipe that select waits for, beside standard input. */

import { O_NONBLOCK } from "berkeley/fcntl";
import { array, int } from "berkeley/memory";
import { SA_RESTART, SIGUSR1, SIGUSR2 } from "berkeley/signal";
import { FD_ISSET, FD_SET, fd_set, select } from "berkeley/sys/select";
import { pipe2, read, write } from "berkeley/unistd";

import { handle, outcome, say, signalName } from "../support/signals.ts";

const pipefd = array(int, 2);

function on_signal(signum: number): void {
  write(pipefd[1], Buffer.from([signum]), 1);
}

pipe2(pipefd, O_NONBLOCK);
handle(SIGUSR1, on_signal, SA_RESTART);
handle(SIGUSR2, on_signal, 0);
say("ready\n");
for (;;) {
  const reads = new fd_set();
  FD_SET(0, reads);
  FD_SET(pipefd[0], reads);
  const ready = select(pipefd[0] + 1, reads, null, null, null);
  say(`select: ${outcome(ready)}\n`);
  if (ready < 0) continue;
  const byte = Buffer.alloc(1);
  if (FD_ISSET(pipefd[0], reads)) {
    while (read(pipefd[0], byte, 1) === 1) say(`${signalName(byte[0])}\n`);
  }
  if (!FD_ISSET(0, reads)) continue;
  if (read(0, byte, 1) !== 1) break;
  say(`read ${byte.toString()}\n`);
}
