/** Numbers from -2 to 70, of which not all are signals: what each function makes of them. */

import { errno } from "berkeley/errno";
import {
  kill,
  psignal,
  SIG_DFL,
  SIG_ERR,
  SIG_IGN,
  sigaction,
  sigaddset,
  SIGBUS,
  sigdelset,
  sigfillset,
  SIGFPE,
  SIGILL,
  SIGINT,
  sigisemptyset,
  sigismember,
  signal,
  SIGSEGV,
  sigset_t,
  SIGTRAP,
} from "berkeley/signal";
import { strsignal } from "berkeley/string";
import { getpid } from "berkeley/unistd";

import { nameOf } from "../support/errors.ts";
import { outcome, say } from "../support/signals.ts";

for (let signum = -2; signum <= 70; signum++) {
  const set = new sigset_t();
  const full = new sigset_t();
  sigfillset(full);
  say(`${signum}: ${strsignal(signum)}\n`);
  psignal(signum, signum % 2 ? "of this" : "");
  say(`  sigaddset ${outcome(sigaddset(set, signum))}`);
  say(`, sigismember ${outcome(sigismember(set, signum))}`);
  say(` of all ${outcome(sigismember(full, signum))}`);
  say(`, sigisemptyset ${outcome(sigisemptyset(set))}`);
  say(`, sigdelset ${outcome(sigdelset(set, signum))}`);
  say(`, sigismember ${outcome(sigismember(set, signum))}`);
  say(`, sigisemptyset ${outcome(sigisemptyset(set))}\n`);

  const action = new sigaction({ sa_handler: (caught) => say(`handled ${caught}\n`) });
  say(`  sigaction, reading ${outcome(sigaction(signum, null, new sigaction()))}`);
  // What faults must stay the program's end.
  const may = ![SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP].includes(signum);
  if (may) say(`, with a handler ${outcome(sigaction(signum, action, null))}`);
  action.sa_handler = SIG_IGN;
  if (may) say(`, ignoring ${outcome(sigaction(signum, action, null))}`);
  action.sa_handler = SIG_DFL;
  if (may) say(`, default ${outcome(sigaction(signum, action, null))}`);
  if (may) say(`, signal ${signal(signum, SIG_DFL) === SIG_ERR ? nameOf(errno) : "0"}`);
  const result = kill(getpid(), signum < 1 || signum > 64 ? signum : 0);
  say(`, kill ${outcome(result)}\n`);
}
psignal(SIGINT, null);
