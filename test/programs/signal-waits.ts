/** Waiting for signals: those that are taken, and those that are handled meanwhile. */

import { array, int } from "berkeley/memory";
import { pollfd, POLLIN, ppoll, timespec } from "berkeley/poll";
import {
  kill,
  SA_RESTART,
  SI_QUEUE,
  SI_USER,
  SIG_BLOCK,
  sigdelset,
  sigfillset,
  siginfo_t,
  sigprocmask,
  sigqueue,
  SIGRTMIN,
  sigset_t,
  sigsuspend,
  sigtimedwait,
  SIGUSR1,
  SIGUSR2,
  sigval_t,
  sigwait,
  sigwaitinfo,
} from "berkeley/signal";
import {
  epoll_create1,
  epoll_ctl,
  EPOLL_CTL_ADD,
  epoll_event,
  epoll_pwait,
  epoll_pwait2,
  EPOLLIN,
} from "berkeley/sys/epoll";
import { FD_SET, fd_set, pselect } from "berkeley/sys/select";
import { getpid, getppid, pause, pipe, write } from "berkeley/unistd";

import { handle, outcome, say, sayBlocked, sayPending, setOf, signalName } from "../support/signals.ts";

let stage = 0;

function come(): void {
  say(`${stage++}\n`);
}

function queue(signum: number, value: number): void {
  sigqueue(getpid(), signum, new sigval_t({ sival_int: value }));
}

const info = new siginfo_t();
const signum = new int();
const none = new timespec();
const short_time = new timespec({ tv_nsec: 20_000_000 });
const wrong = new timespec({ tv_nsec: -1 });
const long_time = new timespec({ tv_sec: 100 });
const taken = setOf(SIGUSR1, SIGRTMIN);
const empty = setOf();
const but_taken = new sigset_t();
sigfillset(but_taken);
sigdelset(but_taken, SIGUSR1);
sigprocmask(SIG_BLOCK, taken, null);
for (const handled of [SIGUSR1, SIGUSR2]) handle(handled, (caught) => say(`  ${signalName(caught)}\n`), SA_RESTART);

say("taken when they have come\n");
kill(getpid(), SIGUSR1);
const error = sigwait(taken, signum);
say(`sigwait: ${error}, ${signalName(signum.value)}\n`);
queue(SIGRTMIN, 1);
queue(SIGRTMIN, 2);
queue(SIGUSR1, 3);
for (let i = 0; i < 3; i++) {
  const came = i % 2 ? sigwaitinfo(taken, info) : sigtimedwait(taken, info, none);
  const code = info.si_code === SI_QUEUE ? "SI_QUEUE" : "?";
  say(`${signalName(came)}, value ${info.si_value.sival_int}, ${code}\n`);
}
say(`sigtimedwait: ${outcome(sigtimedwait(taken, info, none))}\n`);
say(`sigtimedwait: ${outcome(sigtimedwait(taken, null, short_time))}\n`);
say(`sigtimedwait: ${outcome(sigtimedwait(taken, null, wrong))}\n`);

say("taken when they come\n");
come();
say(`sigwaitinfo: ${outcome(sigwaitinfo(taken, info))}\n`);
say(`${info.si_code === SI_USER && info.si_pid === getppid() ? "from the parent" : "from another"}\n`);
come();
say(`sigtimedwait: ${outcome(sigtimedwait(taken, null, null))}\n`);

say("another is handled meanwhile\n");
come();
say(`sigwaitinfo: ${outcome(sigwaitinfo(taken, null))}\n`);
come();
say(`sigtimedwait: ${outcome(sigtimedwait(taken, null, long_time))}\n`);
come();
const result = sigwait(taken, signum);
say(`sigwait: ${result}, ${signalName(signum.value)}\n`);
come();
say(`pause: ${outcome(pause())}\n`);

say("let through inside of the wait\n");
const fds = array(int, 2);
const ready = array(int, 2);
pipe(fds);
pipe(ready);
write(ready[1], "x", 1);
const pollfds = array(pollfd, 1);
const poll_ready = array(pollfd, 1);
Object.assign(pollfds[0], { fd: fds[0], events: POLLIN });
Object.assign(poll_ready[0], { fd: ready[0], events: POLLIN });
const epfd = epoll_create1(0);
const epoll_ready = epoll_create1(0);
const event = new epoll_event({ events: EPOLLIN });
const events = array(epoll_event, 1);
epoll_ctl(epfd, EPOLL_CTL_ADD, fds[0], event);
epoll_ctl(epoll_ready, EPOLL_CTL_ADD, ready[0], event);
const reads = new fd_set();
const reads_ready = new fd_set();
FD_SET(fds[0], reads);
FD_SET(ready[0], reads_ready);

function pending(name: string, call: () => number): void {
  kill(getpid(), SIGUSR1);
  say(`${name}: ${outcome(call())}\n`);
  sayPending();
}

pending("ppoll", () => ppoll(pollfds, 1, null, empty));
pending("ppoll for a time", () => ppoll(pollfds, 1, long_time, empty));
pending("ppoll for no time", () => ppoll(pollfds, 1, none, empty));
pending("ppoll, ready", () => ppoll(poll_ready, 1, null, empty));
pending("pselect", () => pselect(fds[0] + 1, reads, null, null, null, empty));
pending("pselect for a time", () => pselect(fds[0] + 1, reads, null, null, long_time, empty));
pending("pselect for no time", () => pselect(fds[0] + 1, reads, null, null, none, empty));
pending("pselect, ready", () => pselect(ready[0] + 1, reads_ready, null, null, null, empty));
pending("epoll_pwait", () => epoll_pwait(epfd, events, 1, -1, empty));
pending("epoll_pwait for a time", () => epoll_pwait(epfd, events, 1, 100_000, empty));
pending("epoll_pwait for no time", () => epoll_pwait(epfd, events, 1, 0, empty));
pending("epoll_pwait, ready", () => epoll_pwait(epoll_ready, events, 1, -1, empty));
pending("epoll_pwait2", () => epoll_pwait2(epfd, events, 1, long_time, empty));
pending("sigsuspend", () => sigsuspend(empty));
pending("sigsuspend with others blocked", () => sigsuspend(but_taken));
sayBlocked();
