/** Handlers that wait themselves, and are interrupted by others. */

import { array, int } from "berkeley/memory";
import { poll, pollfd, POLLIN } from "berkeley/poll";
import { kill, SA_RESTART, SIG_BLOCK, SIGHUP, SIGINT, sigsuspend, SIGTERM, SIGUSR1, SIGUSR2 } from "berkeley/signal";
import { AF_UNIX, recv, SOCK_STREAM, socketpair } from "berkeley/sys/socket";
import { getpid, read, write } from "berkeley/unistd";

import { handle, mask, outcome, say, sayBlocked, sayPending, setOf, signalName } from "../support/signals.ts";

const fds = array(int, 2);
const byte = Buffer.alloc(1);
let stage = 0;

function come(): void {
  say(`${stage++}\n`);
}

function on_term(signum: number): void {
  say(`enter ${signalName(signum)}\n`);
  sayBlocked();
  write(fds[1], "x", 1);
  say("leave SIGTERM\n");
}

function on_user2(signum: number): void {
  say(`enter ${signalName(signum)}\n`);
  sayBlocked();
  come();
  say(`recv: ${outcome(recv(fds[0], byte, 1, 0))}\n`);
  say("leave SIGUSR2\n");
}

function on_user1(signum: number): void {
  const pollfds = array(pollfd, 1);
  Object.assign(pollfds[0], { fd: fds[0], events: POLLIN });
  say(`enter ${signalName(signum)}\n`);
  sayBlocked();
  come();
  say(`recv: ${outcome(recv(fds[0], byte, 1, 0))}\n`);
  come();
  say(`poll: ${outcome(poll(pollfds, 1, -1))}\n`);
  say("leave SIGUSR1\n");
}

function on_suspended(signum: number): void {
  say(`enter ${signalName(signum)}\n`);
  sayBlocked();
}

socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
handle(SIGUSR1, on_user1, SA_RESTART);
handle(SIGUSR2, on_user2);
handle(SIGTERM, on_term, SA_RESTART);
come();
say(`read: ${outcome(read(0, byte, 1))}\n`);
sayBlocked();

handle(SIGUSR1, on_suspended);
handle(SIGUSR2, on_suspended);
mask(SIG_BLOCK, SIGUSR1, SIGUSR2, SIGINT);
kill(getpid(), SIGUSR1);
kill(getpid(), SIGUSR2);
say(`sigsuspend: ${outcome(sigsuspend(setOf(SIGHUP, SIGUSR2)))}\n`);
sayBlocked();
sayPending();
