// Waiting for signals: those that are taken, and those that are handled meanwhile.
#include "signals.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>

static int stage;

static void on_signal(int signum) { say("  %s\n", name_of(signum)); }

static void come(void) { say("%d\n", stage++); }

static void queue(int signum, int value) { sigqueue(getpid(), signum, (union sigval){.sival_int = value}); }

int main(void) {
  siginfo_t info;
  int signum = 0;
  const struct timespec none = {0, 0}, short_time = {0, 20000000}, wrong = {0, -1}, long_time = {100, 0};
  const sigset_t taken = set_of(SIGUSR1, SIGRTMIN, 0), empty = set_of(0);
  sigset_t but_taken;
  sigfillset(&but_taken);
  sigdelset(&but_taken, SIGUSR1);
  mask(SIG_BLOCK, taken);
  handle(SIGUSR1, on_signal, SA_RESTART);
  handle(SIGUSR2, on_signal, SA_RESTART);

  say("taken when they have come\n");
  kill(getpid(), SIGUSR1);
  const int error = sigwait(&taken, &signum);
  say("sigwait: %d, %s\n", error, name_of(signum));
  queue(SIGRTMIN, 1);
  queue(SIGRTMIN, 2);
  queue(SIGUSR1, 3);
  for (int i = 0; i < 3; i++) {
    signum = i % 2 ? sigwaitinfo(&taken, &info) : sigtimedwait(&taken, &info, &none);
    say("%s, value %d, %s\n", name_of(signum), info.si_value.sival_int, info.si_code == SI_QUEUE ? "SI_QUEUE" : "?");
  }
  say("sigtimedwait: %s\n", outcome(sigtimedwait(&taken, &info, &none)));
  say("sigtimedwait: %s\n", outcome(sigtimedwait(&taken, NULL, &short_time)));
  say("sigtimedwait: %s\n", outcome(sigtimedwait(&taken, NULL, &wrong)));

  say("taken when they come\n");
  come();
  say("sigwaitinfo: %s\n", outcome(sigwaitinfo(&taken, &info)));
  say("%s\n", info.si_code == SI_USER && info.si_pid == getppid() ? "from the parent" : "from another");
  come();
  say("sigtimedwait: %s\n", outcome(sigtimedwait(&taken, NULL, NULL)));

  say("another is handled meanwhile\n");
  come();
  say("sigwaitinfo: %s\n", outcome(sigwaitinfo(&taken, NULL)));
  come();
  say("sigtimedwait: %s\n", outcome(sigtimedwait(&taken, NULL, &long_time)));
  come();
  const int result = sigwait(&taken, &signum);
  say("sigwait: %d, %s\n", result, name_of(signum));
  come();
  say("pause: %s\n", outcome(pause()));

  say("let through inside of the wait\n");
  int fds[2], ready[2];
  pipe(fds);
  pipe(ready);
  write(ready[1], "x", 1);
  struct pollfd pollfd = {fds[0], POLLIN, 0}, poll_ready = {ready[0], POLLIN, 0};
  const int epfd = epoll_create1(0), epoll_ready = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(epfd, EPOLL_CTL_ADD, fds[0], &event);
  epoll_ctl(epoll_ready, EPOLL_CTL_ADD, ready[0], &event);
  fd_set reads, reads_ready;
  FD_ZERO(&reads);
  FD_ZERO(&reads_ready);
  FD_SET(fds[0], &reads);
  FD_SET(ready[0], &reads_ready);
#define PENDING(name, call)            \
  do {                                 \
    kill(getpid(), SIGUSR1);           \
    say(name ": %s\n", outcome(call)); \
    say_pending();                     \
  } while (0)
  PENDING("ppoll", ppoll(&pollfd, 1, NULL, &empty));
  PENDING("ppoll for a time", ppoll(&pollfd, 1, &long_time, &empty));
  PENDING("ppoll for no time", ppoll(&pollfd, 1, &none, &empty));
  PENDING("ppoll, ready", ppoll(&poll_ready, 1, NULL, &empty));
  PENDING("pselect", pselect(fds[0] + 1, &reads, NULL, NULL, NULL, &empty));
  PENDING("pselect for a time", pselect(fds[0] + 1, &reads, NULL, NULL, &long_time, &empty));
  PENDING("pselect for no time", pselect(fds[0] + 1, &reads, NULL, NULL, &none, &empty));
  PENDING("pselect, ready", pselect(ready[0] + 1, &reads_ready, NULL, NULL, NULL, &empty));
  PENDING("epoll_pwait", epoll_pwait(epfd, &event, 1, -1, &empty));
  PENDING("epoll_pwait for a time", epoll_pwait(epfd, &event, 1, 100000, &empty));
  PENDING("epoll_pwait for no time", epoll_pwait(epfd, &event, 1, 0, &empty));
  PENDING("epoll_pwait, ready", epoll_pwait(epoll_ready, &event, 1, -1, &empty));
  PENDING("epoll_pwait2", epoll_pwait2(epfd, &event, 1, &long_time, &empty));
  PENDING("sigsuspend", sigsuspend(&empty));
  PENDING("sigsuspend with others blocked", sigsuspend(&but_taken));
  say_blocked();
}
