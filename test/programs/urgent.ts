/** Urgent data: SIGURG's handler reads it while the program waits for what is not urgent. */

import { F_GETOWN, F_SETOWN, fcntl } from "berkeley/fcntl";
import { sizeof } from "berkeley/memory";
import type { sockaddr_in } from "berkeley/netinet/in";
import { SA_RESTART, SIGURG } from "berkeley/signal";
import {
  accept,
  AF_INET,
  connect,
  listen,
  MSG_OOB,
  recv,
  send,
  sockatmark,
  SOCK_STREAM,
  socket,
} from "berkeley/sys/socket";
import { wait } from "berkeley/sys/wait";
import { _exit, fork, getpid } from "berkeley/unistd";

import { bound, handle, outcome, say, signalName } from "../support/signals.ts";

let connection = -1;
const byte = Buffer.alloc(1);

function on_urgent(signum: number): void {
  const n = recv(connection, byte, 1, MSG_OOB);
  say(`${signalName(signum)}: ${outcome(n)} byte ${byte.toString()}\n`);
  send(connection, "+", 1, 0);
}

function client(address: sockaddr_in): never {
  const fd = socket(AF_INET, SOCK_STREAM, 0);
  connect(fd, address, sizeof(address));
  send(fd, "abc", 3, 0);
  recv(fd, byte, 1, 0);
  send(fd, "X", 1, MSG_OOB);
  recv(fd, byte, 1, 0);
  send(fd, "def", 3, 0);
  return _exit(0);
}

const [fd, address] = bound(SOCK_STREAM);
listen(fd, 1);
if (fork() === 0) client(address);
handle(SIGURG, on_urgent, SA_RESTART);
connection = accept(fd, null, null);
say(`owner: ${outcome(fcntl(connection, F_SETOWN, getpid()))}\n`);
say(`owner: ${fcntl(connection, F_GETOWN) === getpid() ? "this process" : "another"}\n`);
const buf = Buffer.alloc(10);
let n: number;
while ((n = recv(connection, buf, sizeof(buf), 0)) > 0) {
  say(`read ${buf.toString("latin1", 0, n)}, at mark: ${sockatmark(connection)}\n`);
  if (buf[0] === "a".charCodeAt(0)) send(connection, "+", 1, 0);
}
say(`recv: ${outcome(n)}, wait: ${wait(null) > 0 ? "done" : "failed"}\n`);
