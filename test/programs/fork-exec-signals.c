// What a child of fork has of the signals of its parent, and what the program that takes the place of another:
//
//     fork-exec-signals fork
//     fork-exec-signals PROGRAM ARGUMENT...
#include "signals.h"

static void on_signal(int signum) { say("%s\n", name_of(signum)); }

static void in_child(void) {
  say_blocked();
  say_pending();
  mask(SIG_SETMASK, set_of(0));
  say("unblocked\n");
  raise(SIGUSR1);
  raise(SIGHUP);
  struct itimerval timer;
  getitimer(ITIMER_REAL, &timer);
  say("timer %s\n", timer.it_value.tv_sec > 0 ? "runs" : "does not run");
  raise(SIGTERM);
  say("not here\n");
}

int main(int argc, char* argv[]) {
  (void)argc;
  handle(SIGUSR1, on_signal, SA_RESTART);
  handle(SIGUSR2, on_signal, 0);
  handle(SIGRTMIN + 2, on_signal, 0);
  handle(SIGHUP, SIG_IGN, 0);
  handle(SIGPIPE, SIG_IGN, 0);
  handle(SIGCHLD, SIG_DFL, 0);
  mask(SIG_BLOCK, set_of(SIGUSR2, SIGALRM, SIGRTMIN + 2, 0));
  raise(SIGUSR2);
  kill(getpid(), SIGRTMIN + 2);
  if (strcmp(argv[1], "fork") != 0) {
    execv(argv[1], argv + 1);
    say("execv: %s\n", outcome(-1));
    return 1;
  }
  const struct itimerval timer = {.it_value.tv_sec = 1000};
  setitimer(ITIMER_REAL, &timer, NULL);
  const int child = fork();
  if (child == 0) in_child();
  int status;
  waitpid(child, &status, 0);
  say("child ended by %s\n", name_of(WTERMSIG(status)));
  say_pending();
  mask(SIG_SETMASK, set_of(0));
}
