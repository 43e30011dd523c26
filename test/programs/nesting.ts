/** Handlers that signals interrupt, and what is blocked in them. */

import { int } from "berkeley/memory";
import {
  kill,
  raise,
  SA_NOCLDSTOP,
  SA_NOCLDWAIT,
  SA_NODEFER,
  SA_ONSTACK,
  SA_RESETHAND,
  SA_RESTART,
  SA_SIGINFO,
  SIG_BLOCK,
  SIG_DFL,
  SIG_IGN,
  SIG_SETMASK,
  SIG_UNBLOCK,
  sigaction,
  SIGCHLD,
  SIGCONT,
  sigfillset,
  SIGHUP,
  SIGINT,
  siginterrupt,
  SIGKILL,
  signal,
  SIGRTMIN,
  SIGSTOP,
  sigsuspend,
  SIGTERM,
  SIGUSR1,
  SIGUSR2,
} from "berkeley/signal";
import { waitpid, WIFSIGNALED, WIFSTOPPED, WUNTRACED } from "berkeley/sys/wait";
import { _exit, fork, pause } from "berkeley/unistd";

import { handle, mask, outcome, say, sayBlocked, sayPending, saySet, setOf, signalName } from "../support/signals.ts";

let depth = 0;
let most = 0;

function on_masked(signum: number): void {
  say(`enter ${signalName(signum)}\n`);
  sayBlocked();
  if (signum === SIGUSR1) raise(SIGUSR2);
  sayPending();
  say(`leave ${signalName(signum)}\n`);
}

function on_itself(signum: number): void {
  const level = ++depth;
  say(`enter ${level}\n`);
  sayBlocked();
  if (level < most) raise(signum);
  say(`leave ${level}\n`);
}

function on_once(signum: number): void {
  const old = new sigaction();
  sigaction(signum, null, old);
  say(`${old.sa_handler === SIG_DFL ? "SIG_DFL" : "a handler"}\n`);
  sayBlocked();
}

function on_mask(): void {
  mask(SIG_BLOCK, SIGTERM, SIGHUP);
  mask(SIG_UNBLOCK, SIGINT);
  sayBlocked();
}

function on_other(signum: number): void {
  say(`${signalName(signum)}\n`);
}

const hexadecimal = (flags: number): string => (flags === 0 ? "0" : `0x${(flags >>> 0).toString(16)}`);

function say_action(signum: number): void {
  const action = new sigaction();
  const known = SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_ONSTACK | SA_RESTART | SA_NODEFER | SA_RESETHAND;
  sigaction(signum, null, action);
  const handler = action.sa_handler === SIG_DFL ? "SIG_DFL" : action.sa_handler === SIG_IGN ? "SIG_IGN" : "a handler";
  say(`${signalName(signum)}: ${handler}, flags ${hexadecimal(action.sa_flags & known)}\n`);
  saySet("  mask", action.sa_mask);
}

let children = 0;

function on_child(): void {
  children++;
}

function ended_child(): number {
  const child = fork();
  if (child === 0) _exit(0);
  return child;
}

function await_child(): void {
  const none = setOf();
  while (children === 0) sigsuspend(none);
  children = 0;
}

const action = new sigaction({ sa_handler: on_masked, sa_mask: setOf(SIGUSR2, SIGTERM, SIGRTMIN + 1) });
say("sa_mask\n");
sigaction(SIGUSR1, action, null);
action.sa_mask = setOf();
sigaction(SIGUSR2, action, null);
raise(SIGUSR1);
sayBlocked();

most = 2;
say("a handler raises its signal\n");
handle(SIGUSR1, on_itself);
raise(SIGUSR1);
say("SA_NODEFER\n");
depth = 0;
most = 4;
handle(SIGUSR1, on_itself, SA_NODEFER);
raise(SIGUSR1);
sayBlocked();

say("SA_RESETHAND\n");
handle(SIGUSR1, on_once, SA_RESETHAND);
raise(SIGUSR1);
say_action(SIGUSR1);
handle(SIGUSR1, on_once, SA_RESETHAND | SA_NODEFER);
raise(SIGUSR1);

say("what a handler blocks\n");
mask(SIG_BLOCK, SIGINT);
handle(SIGUSR1, on_mask);
raise(SIGUSR1);
sayBlocked();
mask(SIG_SETMASK);

say("actions\n");
action.sa_handler = on_other;
action.sa_flags = SA_RESTART | SA_NODEFER | SA_NOCLDSTOP;
sigfillset(action.sa_mask);
sigaction(SIGUSR1, action, null);
say_action(SIGUSR1);
const old = new sigaction();
action.sa_handler = SIG_IGN;
action.sa_flags = 0;
action.sa_mask = setOf(SIGHUP);
sigaction(SIGUSR1, action, old);
say(`${old.sa_handler === on_other ? "the handler" : "another"}\n`);
say_action(SIGUSR1);
raise(SIGUSR1);
sigaction(SIGUSR1, old, null);
raise(SIGUSR1);
say_action(SIGUSR1);
say_action(SIGCONT);

say("signal\n");
say(`${signal(SIGUSR1, SIG_DFL) === on_other ? "the handler" : "another"}\n`);
say(`${signal(SIGUSR1, on_once) === SIG_DFL ? "SIG_DFL" : "another"}\n`);
say_action(SIGUSR1);
say(`${signal(SIGUSR1, SIG_IGN) === on_once ? "the handler" : "another"}\n`);
say(`${signal(SIGUSR1, on_other) === SIG_IGN ? "SIG_IGN" : "another"}\n`);
raise(SIGUSR1);
say(`siginterrupt: ${outcome(siginterrupt(SIGUSR1, 1))}\n`);
say_action(SIGUSR1);
signal(SIGUSR1, on_other);
say_action(SIGUSR1);
say(`siginterrupt: ${outcome(siginterrupt(SIGUSR1, 0))}\n`);
say_action(SIGUSR1);
signal(SIGUSR1, on_other);
say_action(SIGUSR1);

say("children\n");
mask(SIG_BLOCK, SIGCHLD);
handle(SIGCHLD, on_child, SA_NOCLDSTOP);
let child = fork();
if (child === 0) {
  mask(SIG_SETMASK);
  for (;;) pause();
}
const status = new int();
kill(child, SIGSTOP);
say(`stopped: ${Number(waitpid(child, status, WUNTRACED) === child && WIFSTOPPED(status.value))}\n`);
sayPending();
kill(child, SIGKILL);
await_child();
say(`killed: ${Number(waitpid(child, status, 0) === child && WIFSIGNALED(status.value))}\n`);
handle(SIGCHLD, on_child, SA_NOCLDWAIT);
child = ended_child();
await_child();
say(`waitpid: ${outcome(waitpid(child, status, 0))}\n`);
handle(SIGCHLD, SIG_IGN);
child = ended_child();
say(`waitpid: ${outcome(waitpid(child, status, 0))}\n`);
say(`${children === 0 ? "none handled" : "handled"}\n`);
handle(SIGCHLD, SIG_DFL);
child = ended_child();
say(`waitpid: ${waitpid(child, status, 0) === child ? "the child" : "another"}\n`);
handle(SIGCHLD, on_child);
child = ended_child();
await_child();
say(`waitpid: ${waitpid(child, status, 0) === child ? "the child" : "another"}\n`);
