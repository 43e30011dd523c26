// Calls that do not wait, made when a signal has come: they do what they do without it.
#include "signals.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>

static int handled;

static void on_signal(int signum) {
  (void)signum;
  handled++;
}

#define TRY(name, call)                                                  \
  do {                                                                   \
    handled = 0;                                                         \
    kill(getpid(), SIGUSR1);                                             \
    const char* result = outcome(call);                                  \
    say(name ": %s, %s\n", result, handled ? "handled" : "not handled"); \
  } while (0)

static int start_child(void) {
  const int child = fork();
  if (child == 0) _exit(3);
  siginfo_t info;
  waitid(P_PID, child, &info, WEXITED | WNOWAIT);
  return child;
}

static long zero(long fd) { return fd < 0 ? fd : 0; }

int main(int argc, char* argv[]) {
  char buf[10000];
  int fds[2], files[2];
  struct sockaddr_in address, udp_address;
  // Without SA_RESTART.
  handle(SIGUSR1, on_signal, 0);
  const int listening = bound(SOCK_STREAM, &address);
  listen(listening, 5);
  const int udp = bound(SOCK_DGRAM, &udp_address);
  socketpair(AF_UNIX, SOCK_STREAM, 0, fds);

  // What would wait, but is told not to.
  TRY("recv, MSG_DONTWAIT", recv(fds[0], buf, 10, MSG_DONTWAIT));
  TRY("recvfrom, MSG_DONTWAIT", recvfrom(udp, buf, 10, MSG_DONTWAIT, NULL, NULL));
  fcntl(listening, F_SETFL, O_NONBLOCK);
  TRY("accept, O_NONBLOCK", accept(listening, NULL, NULL));
  fcntl(listening, F_SETFL, 0);
  fcntl(fds[0], F_SETFL, O_NONBLOCK);
  TRY("read, O_NONBLOCK", read(fds[0], buf, 10));
  while (write(fds[0], buf, 1000) > 0) continue;
  while (write(fds[0], buf, 1) > 0) continue;
  TRY("write, O_NONBLOCK", write(fds[0], buf, 1));
  TRY("send, O_NONBLOCK", send(fds[0], buf, 1, 0));
  fcntl(fds[0], F_SETFL, 0);
  TRY("send, MSG_DONTWAIT", send(fds[0], buf, 1, MSG_DONTWAIT));
  struct pollfd pollfd = {fds[0], POLLIN, 0};
  struct timespec none = {0, 0};
  struct timeval no_time = {0, 0};
  fd_set reads;
  FD_ZERO(&reads);
  FD_SET(fds[0], &reads);
  const int epfd = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  epoll_ctl(epfd, EPOLL_CTL_ADD, fds[0], &event);
  TRY("poll of no time", poll(&pollfd, 1, 0));
  TRY("ppoll of no time", ppoll(&pollfd, 1, &none, NULL));
  TRY("select of no time", select(fds[0] + 1, &reads, NULL, NULL, &no_time));
  TRY("pselect of no time", pselect(fds[0] + 1, &reads, NULL, NULL, &none, NULL));
  TRY("epoll_wait of no time", epoll_wait(epfd, &event, 1, 0));
  const sigset_t other = set_of(SIGUSR2, 0);
  mask(SIG_BLOCK, other);
  TRY("sigtimedwait of no time", sigtimedwait(&other, NULL, &none));
  int child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  TRY("waitpid, WNOHANG", waitpid(child, NULL, WNOHANG));
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  for (int i = 0; i < 2; i++) files[i] = open(argv[argc - 1], O_RDWR | O_CREAT, 0600);
  flock(files[0], LOCK_EX);
  TRY("flock, LOCK_NB", flock(files[1], LOCK_EX | LOCK_NB));
  flock(files[0], LOCK_UN);

  // What could wait, but has no need to.
  write(fds[1], "Hello", 5);
  TRY("poll", poll(&pollfd, 1, -1));
  TRY("ppoll", ppoll(&pollfd, 1, NULL, NULL));
  FD_SET(fds[0], &reads);
  TRY("select", select(fds[0] + 1, &reads, NULL, NULL, NULL));
  TRY("pselect", pselect(fds[0] + 1, &reads, NULL, NULL, NULL, NULL));
  say("%s\n", FD_ISSET(fds[0], &reads) ? "ready" : "not ready");
  TRY("epoll_wait", epoll_wait(epfd, &event, 1, -1));
  TRY("read", read(fds[0], buf, 1));
  TRY("recv", recv(fds[0], buf, 1, 0));
  TRY("recv of all", recv(fds[0], buf, 3, 0));
  TRY("send", send(fds[1], "Hello", 5, 0));
  TRY("write to a socket", write(fds[1], "Hello", 5));
  sendto(udp, "Hello", 5, 0, (struct sockaddr*)&udp_address, sizeof udp_address);
  TRY("recvfrom", recvfrom(udp, buf, 10, 0, NULL, NULL));
  TRY("sendto", sendto(udp, "Hello", 5, 0, (struct sockaddr*)&udp_address, sizeof udp_address));
  connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr*)&address, sizeof address);
  TRY("accept", zero(accept(listening, NULL, NULL)));
  TRY("open", zero(open(argv[argc - 1], O_RDWR)));
  TRY("write to a file", write(files[0], buf, sizeof buf));
  TRY("pread", pread(files[0], buf, sizeof buf, 0));
  TRY("fsync", fsync(files[0]));
  TRY("write to a pipe", write(STDOUT_FILENO, "  ", 2));
  TRY("printf", printf("Hello") + fflush(stdout));
  child = start_child();
  TRY("waitpid", waitpid(child, NULL, 0) == child ? 0 : -1);
  start_child();
  TRY("wait", zero(wait(NULL)));
  TRY("wait for nobody", wait(NULL));
  TRY("flock", flock(files[0], LOCK_EX));
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  TRY("F_SETLKW", fcntl(files[0], F_SETLKW, &lock));
  raise(SIGUSR2);
  TRY("sigwaitinfo", sigwaitinfo(&other, NULL));
}
