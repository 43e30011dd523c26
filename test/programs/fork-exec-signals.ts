/**
 * What a child of fork has of the signals of its parent, and what the program that takes the place of another:
 *
 *     fork-exec-signals fork
 *     fork-exec-signals PROGRAM ARGUMENT...
 */

import { int } from "berkeley/memory";
import {
  kill,
  raise,
  SA_RESTART,
  SIG_BLOCK,
  SIG_DFL,
  SIG_IGN,
  SIG_SETMASK,
  SIGALRM,
  SIGCHLD,
  SIGHUP,
  SIGPIPE,
  SIGRTMIN,
  SIGTERM,
  SIGUSR1,
  SIGUSR2,
} from "berkeley/signal";
import { getitimer, ITIMER_REAL, itimerval, setitimer } from "berkeley/sys/time";
import { waitpid, WTERMSIG } from "berkeley/sys/wait";
import { execv, fork, getpid } from "berkeley/unistd";

import { handle, mask, outcome, say, sayBlocked, sayPending, signalName } from "../support/signals.ts";

function on_signal(signum: number): void {
  say(`${signalName(signum)}\n`);
}

function in_child(): void {
  sayBlocked();
  sayPending();
  mask(SIG_SETMASK);
  say("unblocked\n");
  raise(SIGUSR1);
  raise(SIGHUP);
  const timer = new itimerval();
  getitimer(ITIMER_REAL, timer);
  say(`timer ${timer.it_value.tv_sec > 0 ? "runs" : "does not run"}\n`);
  raise(SIGTERM);
  say("not here\n");
}

function fork_one(): void {
  setitimer(ITIMER_REAL, new itimerval({ it_value: { tv_sec: 1000 } }), null);
  const child = fork();
  if (child === 0) in_child();
  const status = new int();
  waitpid(child, status, 0);
  say(`child ended by ${signalName(WTERMSIG(status.value))}\n`);
  sayPending();
  mask(SIG_SETMASK);
}

const argv = process.argv.slice(2);
handle(SIGUSR1, on_signal, SA_RESTART);
handle(SIGUSR2, on_signal);
handle(SIGRTMIN + 2, on_signal);
handle(SIGHUP, SIG_IGN);
handle(SIGPIPE, SIG_IGN);
handle(SIGCHLD, SIG_DFL);
mask(SIG_BLOCK, SIGUSR2, SIGALRM, SIGRTMIN + 2);
raise(SIGUSR2);
kill(getpid(), SIGRTMIN + 2);
if (argv[0] === "fork") {
  fork_one();
} else {
  execv(argv[0], [...argv, null]);
  say(`execv: ${outcome(-1)}\n`);
  process.exit(1);
}
process.exit(0);
