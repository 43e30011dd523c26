/** What a handler with SA_SIGINFO is told. */

import { array, int } from "berkeley/memory";
import {
  CLD_CONTINUED,
  CLD_EXITED,
  CLD_KILLED,
  CLD_STOPPED,
  kill,
  raise,
  SA_RESETHAND,
  SI_KERNEL,
  SI_QUEUE,
  SI_TKILL,
  SI_USER,
  SIG_DFL,
  SIG_SETMASK,
  sigaction,
  SIGALRM,
  SIGCHLD,
  SIGCONT,
  sigfillset,
  type siginfo_t,
  SIGKILL,
  sigprocmask,
  sigqueue,
  SIGRTMAX,
  SIGRTMIN,
  sigset_t,
  SIGSTOP,
  sigsuspend,
  SIGUSR1,
  SIGUSR2,
  sigval_t,
} from "berkeley/signal";
import { wait } from "berkeley/sys/wait";
import { _exit, fork, getpid, getuid, pause, pipe, read, write } from "berkeley/unistd";

import { handle, handleInfo, mask, say, setOf, signalName, tick } from "../support/signals.ts";

let count = 0;
let child = -1;

const codes = new Map(
  Object.entries({ SI_USER, SI_QUEUE, SI_TKILL, SI_KERNEL, CLD_EXITED, CLD_KILLED, CLD_STOPPED, CLD_CONTINUED }).map(
    ([name, code]) => [code, name],
  ),
);

const sender_of = ({ si_pid }: siginfo_t): string =>
  si_pid === getpid() ? "itself" : si_pid === child ? "child" : "another";

function on_signal(signum: number, info: siginfo_t): void {
  count++;
  say(`${signalName(info.si_signo)} ${codes.get(info.si_code) ?? "?"}, errno ${info.si_errno}, `);
  if (info.si_signo !== signum) say(`but it is ${signum} `);
  if (signum === SIGALRM) {
    say("no sender\n");
    return;
  }
  say(`by ${sender_of(info)}, user ${info.si_uid === getuid() ? "the same" : "another"}`);
  if (signum === SIGCHLD) say(`, status ${info.si_status}`);
  const { sival_int, sival_ptr } = info.si_value;
  if (signum === SIGRTMAX) say(`, value 0x${sival_ptr.toString(16)}`);
  if (info.si_code === SI_QUEUE) say(`, value ${sival_int}`);
  say("\n");
}

function on_plain(signum: number): void {
  count++;
  say(`${signalName(signum)}\n`);
}

function await_signals(expected: number): void {
  const none = setOf();
  while (count < expected) sigsuspend(none);
}

const all = new sigset_t();
sigfillset(all);
sigprocmask(SIG_SETMASK, all, null);
for (const signum of [SIGUSR1, SIGUSR2, SIGALRM, SIGCHLD, SIGRTMIN, SIGRTMAX]) handleInfo(signum, on_signal);

raise(SIGUSR1);
kill(getpid(), SIGUSR2);
await_signals(2);
sigqueue(getpid(), SIGRTMIN, new sigval_t({ sival_int: -42 }));
sigqueue(getpid(), SIGRTMAX, new sigval_t({ sival_ptr: 0x123456789abcdef0n }));
sigqueue(getpid(), SIGUSR1, new sigval_t({ sival_int: 7 }));
await_signals(5);
tick(10);
await_signals(6);
tick(0);
const parent = getpid();
const gate = array(int, 2);
const sent = array(int, 2);
const byte = Buffer.alloc(1);
pipe(gate);
pipe(sent);
child = fork();
if (child === 0) {
  read(gate[0], byte, 1);
  kill(parent, SIGUSR1);
  for (let i = 1; i <= 3; i++) sigqueue(parent, SIGRTMIN, new sigval_t({ sival_int: i }));
  write(sent[1], "x", 1);
  read(gate[0], byte, 1);
  _exit(7);
}
count = 0;
write(gate[1], "x", 1);
read(sent[0], byte, 1);
await_signals(4);
kill(child, SIGSTOP);
await_signals(5);
kill(child, SIGCONT);
await_signals(6);
write(gate[1], "x", 1);
await_signals(7);
wait(null);
child = fork();
if (child === 0) {
  mask(SIG_SETMASK);
  for (;;) pause();
}
kill(child, SIGKILL);
await_signals(8);
wait(null);
handle(SIGUSR1, on_plain);
raise(SIGUSR1);
await_signals(9);
handleInfo(SIGUSR1, on_signal, SA_RESETHAND);
raise(SIGUSR1);
await_signals(10);
const old = new sigaction();
sigaction(SIGUSR1, null, old);
say(`${old.sa_handler === SIG_DFL ? "SIG_DFL" : "a handler"}\n`);
