// Numbers from -2 to 70, of which not all are signals: what each function makes of them.
#include "signals.h"

static void on_signal(int signum) { say("handled %d\n", signum); }

int main(void) {
  for (int signum = -2; signum <= 70; signum++) {
    sigset_t set, full;
    sigemptyset(&set);
    sigfillset(&full);
    say("%d: %s\n", signum, strsignal(signum));
    psignal(signum, signum % 2 ? "of this" : "");
    say("  sigaddset %s", outcome(sigaddset(&set, signum)));
    say(", sigismember %s", outcome(sigismember(&set, signum)));
    say(" of all %s", outcome(sigismember(&full, signum)));
    say(", sigisemptyset %s", outcome(sigisemptyset(&set)));
    say(", sigdelset %s", outcome(sigdelset(&set, signum)));
    say(", sigismember %s", outcome(sigismember(&set, signum)));
    say(", sigisemptyset %s\n", outcome(sigisemptyset(&set)));

    struct sigaction old, action = {.sa_handler = on_signal};
    say("  sigaction, reading %s", outcome(sigaction(signum, NULL, &old)));
    // What faults must stay the program's end.
    const int may = signum != SIGSEGV && signum != SIGBUS && signum != SIGFPE && signum != SIGILL && signum != SIGTRAP;
    if (may) say(", with a handler %s", outcome(sigaction(signum, &action, NULL)));
    action.sa_handler = SIG_IGN;
    if (may) say(", ignoring %s", outcome(sigaction(signum, &action, NULL)));
    action.sa_handler = SIG_DFL;
    if (may) say(", default %s", outcome(sigaction(signum, &action, NULL)));
    if (may) say(", signal %s", signal(signum, SIG_DFL) == SIG_ERR ? strerrorname_np(errno) : "0");
    const int result = kill(getpid(), signum < 1 || signum > 64 ? signum : 0);
    say(", kill %s\n", outcome(result));
  }
  psignal(SIGINT, NULL);
}
