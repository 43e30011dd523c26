/** SIGALRM breaks a recvfrom that nobody sends to; with SA_RESTART ("restart") it does not, until its handler sends. */

import { sizeof } from "berkeley/memory";
import { sockaddr_in } from "berkeley/netinet/in";
import { SA_RESTART, SIGALRM } from "berkeley/signal";
import { recvfrom, sendto, SOCK_DGRAM, socklen_t } from "berkeley/sys/socket";
import { alarm } from "berkeley/unistd";

import { bound, handle, outcome, say, tick } from "../support/signals.ts";

let ticks = 0;
const restarts = process.argv[2] === "restart";
const [fd, address] = bound(SOCK_DGRAM);

function on_alarm(signum: number): void {
  if (++ticks === 1) say(`signal ${signum}\n`);
  if (restarts && ticks >= 3) sendto(fd, "Hello", 5, 0, address, sizeof(address));
}

function on_last_alarm(signum: number): void {
  on_alarm(signum);
  alarm(1); // Had it come before the call, the next would not.
}

function receive(): void {
  const buf = Buffer.alloc(10);
  const from = new sockaddr_in();
  const length = new socklen_t(sizeof(from));
  ticks = 0;
  const received = recvfrom(fd, buf, sizeof(buf), 0, from, length);
  say(`recvfrom: ${outcome(received)}, ${ticks >= (restarts ? 3 : 1) ? "as told" : "too early"}\n`);
}

handle(SIGALRM, on_alarm, restarts ? SA_RESTART : 0);
tick(20);
receive();
tick(0);

handle(SIGALRM, on_last_alarm, restarts ? SA_RESTART : 0);
say(`alarm: ${alarm(1)}\n`);
receive();
say(`alarm: ${alarm(0)}\n`);
