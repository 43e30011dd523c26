// Handlers that wait themselves, and are interrupted by others.
#include "signals.h"

#include <poll.h>

static int fds[2], stage;

static void come(void) { say("%d\n", stage++); }

static void on_term(int signum) {
  say("enter %s\n", name_of(signum));
  say_blocked();
  write(fds[1], "x", 1);
  say("leave SIGTERM\n");
}

static void on_user2(int signum) {
  char byte;
  say("enter %s\n", name_of(signum));
  say_blocked();
  come();
  say("recv: %s\n", outcome(recv(fds[0], &byte, 1, 0)));
  say("leave SIGUSR2\n");
}

static void on_user1(int signum) {
  char byte;
  struct pollfd pollfd = {fds[0], POLLIN, 0};
  say("enter %s\n", name_of(signum));
  say_blocked();
  come();
  say("recv: %s\n", outcome(recv(fds[0], &byte, 1, 0)));
  come();
  say("poll: %s\n", outcome(poll(&pollfd, 1, -1)));
  say("leave SIGUSR1\n");
}

static void on_suspended(int signum) {
  say("enter %s\n", name_of(signum));
  say_blocked();
}

int main(void) {
  char byte;
  socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
  handle(SIGUSR1, on_user1, SA_RESTART);
  handle(SIGUSR2, on_user2, 0);
  handle(SIGTERM, on_term, SA_RESTART);
  come();
  say("read: %s\n", outcome(read(0, &byte, 1)));
  say_blocked();

  handle(SIGUSR1, on_suspended, 0);
  handle(SIGUSR2, on_suspended, 0);
  mask(SIG_BLOCK, set_of(SIGUSR1, SIGUSR2, SIGINT, 0));
  const sigset_t suspended = set_of(SIGHUP, SIGUSR2, 0);
  kill(getpid(), SIGUSR1);
  kill(getpid(), SIGUSR2);
  say("sigsuspend: %s\n", outcome(sigsuspend(&suspended)));
  say_blocked();
  say_pending();
}
