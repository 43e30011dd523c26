/**
 * A timer ticks through an accept that no client comes to. With SA_RESTART ("restart") it waits, until the handler
 * itself is the client.
 */

import { sizeof } from "berkeley/memory";
import { SA_RESTART, SIGALRM } from "berkeley/signal";
import { accept, AF_INET, connect, listen, SOCK_STREAM, socket } from "berkeley/sys/socket";

import { bound, handle, outcome, say, tick } from "../support/signals.ts";

let ticks = 0;
const restarts = process.argv[2] === "restart";
const [fd, address] = bound(SOCK_STREAM);

function on_alarm(): void {
  if (++ticks !== 5 || !restarts) return;
  connect(socket(AF_INET, SOCK_STREAM, 0), address, sizeof(address));
}

listen(fd, 5);
handle(SIGALRM, on_alarm, restarts ? SA_RESTART : 0);
tick(10);
for (let i = 0; i < (restarts ? 1 : 5); i++) {
  const client = accept(fd, null, null);
  say(`accept: ${client < 0 ? outcome(client) : "a client"}\n`);
}
tick(0);
say(`${ticks >= 5 ? "five ticks or more" : "too few ticks"}\n`);
