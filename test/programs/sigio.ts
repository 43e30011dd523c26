/**
 * A UDP server that signals drive, and that does nothing but wait for them:
 *
 *     sigio io        SIGIO
 *     sigio realtime  a real-time signal that tells which descriptor is ready
 */

import { EAGAIN, errno } from "berkeley/errno";
import { F_GETFL, F_GETSIG, F_SETFL, F_SETOWN, F_SETSIG, fcntl, O_ASYNC, O_NONBLOCK } from "berkeley/fcntl";
import { sizeof } from "berkeley/memory";
import { ntohs, sockaddr_in } from "berkeley/netinet/in";
import {
  POLL_IN,
  SIG_BLOCK,
  type siginfo_t,
  SIGIO,
  sigprocmask,
  SIGRTMIN,
  sigset_t,
  sigsuspend,
} from "berkeley/signal";
import { recvfrom, sendto, SOCK_DGRAM, socklen_t } from "berkeley/sys/socket";
import { getpid } from "berkeley/unistd";

import { bound, handle, handleInfo, outcome, say, setOf, signalName } from "../support/signals.ts";

let isDone = false;
const flags = O_ASYNC | O_NONBLOCK;
const [fd, address] = bound(SOCK_DGRAM);

function receive(): void {
  const buf = Buffer.alloc(100);
  const from = new sockaddr_in();
  const length = new socklen_t(sizeof(from));
  let n: number;
  while ((n = recvfrom(fd, buf, sizeof(buf), 0, from, length)) >= 0) {
    say(`received ${buf.toString("latin1", 0, n)}\n`);
    isDone ||= n === 0;
    sendto(fd, buf, n, 0, from, length.value);
  }
  if (errno !== EAGAIN) say(`recvfrom: ${outcome(n)}\n`);
}

function on_ready(signum: number, info: siginfo_t): void {
  if (signum !== SIGRTMIN + 1 || info.si_code !== POLL_IN || info.si_fd !== fd || (info.si_band & 1) === 0) {
    say(`${signalName(signum)}: code ${info.si_code}, band ${info.si_band}\n`);
  }
  receive();
}

const isRealtime = process.argv[2] === "realtime";
const signum = isRealtime ? SIGRTMIN + 1 : SIGIO;
const before = new sigset_t();
sigprocmask(SIG_BLOCK, setOf(signum), before);
if (isRealtime) {
  handleInfo(signum, on_ready);
  say(`F_SETSIG: ${outcome(fcntl(fd, F_SETSIG, signum))}\n`);
  say(`F_GETSIG: ${fcntl(fd, F_GETSIG) === signum ? "as set" : "another"}\n`);
} else {
  handle(signum, receive);
}
say(`F_SETOWN: ${outcome(fcntl(fd, F_SETOWN, getpid()))}\n`);
say(`F_SETFL: ${outcome(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | flags))}\n`);
say(`F_GETFL: ${(fcntl(fd, F_GETFL) & flags) === flags ? "as set" : "another"}\n`);
say(`port ${ntohs(address.sin_port)}\n`);

while (!isDone) sigsuspend(before);
