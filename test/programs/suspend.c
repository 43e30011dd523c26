// Signals that are let through only while the program waits for them.
#include "signals.h"

static volatile sig_atomic_t count, is_done;

static void on_count(int signum) {
  (void)signum;
  count++;
}

static void on_done(int signum) {
  (void)signum;
  is_done = 1;
}

int main(void) {
  sigset_t before;
  const sigset_t both = set_of(SIGUSR1, SIGUSR2, 0);
  sigprocmask(SIG_BLOCK, &both, &before);
  handle(SIGUSR1, on_count, SA_RESTART);
  handle(SIGUSR2, on_done, SA_RESTART);
  say("ready\n");
  while (!is_done) {
    const int result = sigsuspend(&before);
    say("sigsuspend: %s, %d\n", outcome(result), (int)count);
  }
  say_blocked();
  say_pending();
}
