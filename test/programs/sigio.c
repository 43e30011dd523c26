// A UDP server that signals drive, and that does nothing but wait for them:
//
//     sigio io        SIGIO
//     sigio realtime  a real-time signal that tells which descriptor is ready
#include "signals.h"

static int fd, is_done;
static const int flags = O_ASYNC | O_NONBLOCK;

static void receive(void) {
  char buf[100];
  struct sockaddr_in from;
  socklen_t length = sizeof from;
  ssize_t n;
  while ((n = recvfrom(fd, buf, sizeof buf, 0, (struct sockaddr*)&from, &length)) >= 0) {
    say("received %.*s\n", (int)n, buf);
    is_done |= n == 0;
    sendto(fd, buf, n, 0, (struct sockaddr*)&from, length);
  }
  if (errno != EAGAIN) say("recvfrom: %s\n", outcome(n));
}

static void on_io(int signum) {
  (void)signum;
  receive();
}

static void on_ready(int signum, siginfo_t* info, void* context) {
  (void)context;
  if (signum != SIGRTMIN + 1 || info->si_code != POLL_IN || info->si_fd != fd || (info->si_band & 1) == 0) {
    say("%s: code %d, band %ld\n", name_of(signum), info->si_code, info->si_band);
  }
  receive();
}

int main(int argc, char* argv[]) {
  const int is_realtime = argc > 1 && strcmp(argv[1], "realtime") == 0;
  const int signum = is_realtime ? SIGRTMIN + 1 : SIGIO;
  struct sockaddr_in address;
  fd = bound(SOCK_DGRAM, &address);
  sigset_t before;
  const sigset_t io = set_of(signum, 0);
  sigprocmask(SIG_BLOCK, &io, &before);
  if (is_realtime) {
    handle_info(signum, on_ready, 0);
    say("F_SETSIG: %s\n", outcome(fcntl(fd, F_SETSIG, signum)));
    say("F_GETSIG: %s\n", fcntl(fd, F_GETSIG) == signum ? "as set" : "another");
  } else {
    handle(signum, on_io, 0);
  }
  say("F_SETOWN: %s\n", outcome(fcntl(fd, F_SETOWN, getpid())));
  say("F_SETFL: %s\n", outcome(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | flags)));
  say("F_GETFL: %s\n", (fcntl(fd, F_GETFL) & flags) == flags ? "as set" : "another");
  say("port %d\n", ntohs(address.sin_port));
  while (!is_done) sigsuspend(&before);
}
