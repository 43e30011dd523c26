/**
 * A server with a process for each client, which ends as its client says, reaped by a handler while the server accepts:
 *
 *     reaper CLIENTS [restart]
 */

import { int } from "berkeley/memory";
import { ntohs } from "berkeley/netinet/in";
import { SA_NOCLDSTOP, SA_RESTART, SIG_BLOCK, SIGCHLD, sigsuspend } from "berkeley/signal";
import { accept, listen, SOCK_STREAM } from "berkeley/sys/socket";
import { waitpid, WEXITSTATUS, WNOHANG } from "berkeley/sys/wait";
import { _exit, close, fork, read, write } from "berkeley/unistd";

import { bound, handle, mask, outcome, say, setOf } from "../support/signals.ts";

let reaped = 0;

function on_child(): void {
  const status = new int();
  while (waitpid(-1, status, WNOHANG) > 0) {
    reaped++;
    say(`exited ${WEXITSTATUS(status.value)}\n`);
  }
}

function serve(fd: number): never {
  const status = Buffer.alloc(1);
  write(fd, "+", 1);
  if (read(fd, status, 1) === 1) _exit(Number(status.toString()));
  return _exit(9);
}

const clients = Number(process.argv[2]);
const [fd, address] = bound(SOCK_STREAM);
listen(fd, 100);
handle(SIGCHLD, on_child, process.argv.length > 3 ? SA_RESTART | SA_NOCLDSTOP : 0);
say(`port ${ntohs(address.sin_port)}\n`);
for (let accepted = 0; accepted < clients;) {
  const client = accept(fd, null, null);
  if (client < 0) {
    say(`accept: ${outcome(client)}\n`);
    continue;
  }
  accepted++;
  if (fork() === 0) serve(client);
  close(client);
}
// The last are waited for without a gap between the question and the wait.
mask(SIG_BLOCK, SIGCHLD);
while (reaped < clients) sigsuspend(setOf());
say(`reaped ${reaped}\n`);
