/** Signals that come while they are blocked, and the order in which they are handled when they are not any more. */

import { readFileSync } from "node:fs";

import {
  kill,
  raise,
  SA_NODEFER,
  SIG_SETMASK,
  sigaction,
  SIGALRM,
  sigdelset,
  sigfillset,
  SIGHUP,
  type siginfo_t,
  SIGINT,
  SIGIO,
  sigprocmask,
  sigqueue,
  SIGRTMIN,
  sigset_t,
  sigsuspend,
  SIGTERM,
  SIGURG,
  SIGUSR1,
  SIGUSR2,
  sigval_t,
} from "berkeley/signal";
import { getrlimit, rlimit, RLIMIT_SIGPENDING, setrlimit } from "berkeley/sys/resource";
import { getpid } from "berkeley/unistd";

import {
  handle,
  handleInfo,
  mask,
  outcome,
  say,
  sayBlocked,
  sayPending,
  setOf,
  signalName,
} from "../support/signals.ts";

let raises = 0;

function on_signal(signum: number): void {
  say(`  enter ${signalName(signum)}\n`);
  if (raises !== 0) {
    const raised = raises;
    raises = 0;
    raise(raised);
  }
  say(`  leave ${signalName(signum)}\n`);
}

function on_info(signum: number, info: siginfo_t): void {
  say(`  enter ${signalName(signum)} ${info.si_value.sival_int}\n`);
  say(`  leave ${signalName(signum)} ${info.si_value.sival_int}\n`);
}

let expected = 0;

function on_next(_signum: number, info: siginfo_t): void {
  if (info.si_value.sival_int !== expected++) say(`  value ${info.si_value.sival_int} is not next\n`);
}

const queueTo = (signum: number, value: number): number =>
  sigqueue(getpid(), signum, new sigval_t({ sival_int: value }));

function queue(signum: number, value: number): void {
  const result = queueTo(signum, value);
  if (result !== 0) say(`sigqueue: ${outcome(result)}\n`);
}

const all = new sigset_t();
sigfillset(all);

function release(what: string): void {
  sayPending();
  say(`${what}:\n`);
  mask(SIG_SETMASK);
  sigprocmask(SIG_SETMASK, all, null);
}

function raise_all(a: number, b: number, c: number): void {
  raise(a);
  kill(getpid(), b);
  raise(c);
}

const first = SIGRTMIN + 3;
sigprocmask(SIG_SETMASK, all, null);

for (const signum of [SIGHUP, SIGINT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGURG, SIGIO]) handle(signum, on_signal);
raise_all(SIGUSR2, SIGUSR1, SIGTERM);
raise_all(SIGUSR2, SIGINT, SIGUSR1);
release("all at once");

raises = SIGUSR1;
raise_all(SIGINT, SIGUSR2, SIGTERM);
release("the first raises one that has not come");
raises = SIGUSR1;
raise_all(SIGUSR1, SIGUSR2, SIGTERM);
release("the first raises one that has come");

const action = new sigaction({ sa_handler: on_signal, sa_mask: setOf(SIGUSR2, SIGTERM) });
sigaction(SIGUSR1, action, null);
raise_all(SIGUSR1, SIGUSR2, SIGTERM);
release("one blocks the others");
raise_all(SIGINT, SIGUSR2, SIGTERM);
raise(SIGUSR1);
release("one blocks some of the others");
handle(SIGUSR1, on_signal);
action.sa_mask = setOf(SIGUSR1, SIGINT);
sigaction(SIGTERM, action, null);
raise_all(SIGINT, SIGUSR1, SIGTERM);
raise(SIGIO);
release("one blocks others that have been let through");

for (let i = 0; i < 3; i++) handleInfo(first + i, on_info);
queue(first + 1, 1);
queue(first, 2);
queue(first + 1, 3);
queue(first + 2, 4);
queue(first, 5);
queue(first, 6);
raise(SIGUSR1);
release("queued");

handleInfo(first, on_info, SA_NODEFER);
for (let i = 0; i < 4; i++) queue(first, i);
release("queued, not deferred");

for (let i = 0; i < 3; i++) queue(first + 2 - i, i);
raise_all(SIGUSR2, SIGUSR1, SIGUSR1);
const some = new sigset_t();
sigfillset(some);
for (let i = 0; i < 2; i++) {
  sigdelset(some, i === 0 ? first + 1 : first);
  sigdelset(some, SIGUSR1);
  sayPending();
  const result = sigsuspend(some);
  say(`sigsuspend: ${outcome(result)}\n`);
  sayBlocked();
}
release("the rest");

const limit = new rlimit();
getrlimit(RLIMIT_SIGPENDING, limit);
// How many signals of this user's are queued already, and some more.
limit.rlim_cur = Number(/SigQ:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))![1]) + 100;
setrlimit(RLIMIT_SIGPENDING, limit);
handleInfo(first, on_next);
let sent = 0;
while (queueTo(first, sent) === 0) sent++;
say(`full: ${outcome(-1)}, ${sent > 0 && sent < 200 ? "some sent" : "none, or too many"}\n`);
mask(SIG_SETMASK);
say(`${expected === sent ? "all have come" : "not all have come"}\n`);
say(`sigqueue: ${outcome(queueTo(first, sent))}\n`);
say(`${expected === sent + 1 ? "it has come" : "it has not come"}\n`);
