// What each call does that a handler interrupts, which also makes that happen what the call waits for:
//
//     restarts FOLDER [restart]
#include "signals.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/un.h>
#include <time.h>

static int fds[2], locks[2], listening, child, stage;
static struct sockaddr_un address = {.sun_family = AF_UNIX};
static char path[100], buf[100000];
static void (*happens)(void);

static void on_signal(int signum) {
  (void)signum;
  if (happens != NULL) happens();
}

#define TRY(name, call, what)          \
  do {                                 \
    happens = what;                    \
    say("%d\n", stage++);              \
    say(name ": %s\n", outcome(call)); \
  } while (0)

static long zero(long fd) { return fd < 0 ? fd : 0; }

static void make_pair(void) { socketpair(AF_UNIX, SOCK_STREAM, 0, fds); }

static void feed(void) { write(fds[1], "Hello", 5); }

static void fill(void) {
  fcntl(fds[1], F_SETFL, O_NONBLOCK);
  while (write(fds[1], buf, 1000) > 0) continue;
  while (write(fds[1], buf, 1) > 0) continue;
  fcntl(fds[1], F_SETFL, 0);
}

static void drain(void) {
  fcntl(fds[0], F_SETFL, O_NONBLOCK);
  while (read(fds[0], buf, sizeof buf) > 0) continue;
}

static void count(void) {
  const uint64_t one = 1;
  write(fds[0], &one, sizeof one);
}

// A place for one client, and a new one each time.
static void start_listening(const char* folder) {
  sprintf(address.sun_path, "%s/socket%d", folder, stage);
  listening = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(listening, (struct sockaddr*)&address, sizeof address);
  listen(listening, 0);
}

static int come(void) { return connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr*)&address, sizeof address); }

static void client_comes(void) { come(); }

static void client_leaves(void) { accept(listening, NULL, NULL); }

static void open_other_end(void) { open(path, O_RDWR | O_NONBLOCK); }

static void start_child(void) {
  pipe(fds);
  child = fork();
  if (child != 0) return;
  read(fds[0], buf, 1);
  _exit(3);
}

static void end_child(void) { write(fds[1], "x", 1); }

static void start_locker(void) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  make_pair();
  child = fork();
  if (child != 0) {
    read(fds[0], buf, 1);
    return;
  }
  fcntl(locks[0], F_SETLK, &lock);
  write(fds[1], "x", 1);
  read(fds[1], buf, 1);
  _exit(0);
}

static void end_locker(void) {
  write(fds[0], "x", 1);
  waitpid(child, NULL, 0);
}

static void unlock(void) { flock(locks[0], LOCK_UN); }

static void unlock_description(void) {
  struct flock lock = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
  fcntl(locks[0], F_OFD_SETLK, &lock);
}

static void make_limited(int fd, int option) {
  const struct timeval timeout = {100, 0};
  setsockopt(fd, SOL_SOCKET, option, &timeout, sizeof timeout);
}

int main(int argc, char* argv[]) {
  const char* folder = argv[1];
  handle(SIGUSR1, on_signal, argc > 2 ? SA_RESTART : 0);

  start_listening(folder);
  TRY("accept", zero(accept(listening, NULL, NULL)), client_comes);
  start_listening(folder);
  TRY("accept4", zero(accept4(listening, NULL, NULL, SOCK_CLOEXEC)), client_comes);
  start_listening(folder);
  come();
  TRY("connect", come(), client_leaves);

  make_pair();
  TRY("recv", recv(fds[0], buf, 10, 0), feed);
  make_pair();
  TRY("recvfrom", recvfrom(fds[0], buf, 10, 0, NULL, NULL), feed);
  make_pair();
  TRY("recv of all", recv(fds[0], buf, 5, MSG_WAITALL), feed);
  make_pair();
  TRY("read from a socket", read(fds[0], buf, 10), feed);
  pipe(fds);
  TRY("read from a pipe", read(fds[0], buf, 10), feed);
  fds[0] = eventfd(0, 0);
  TRY("read from an eventfd", read(fds[0], buf, 8), count);

  make_pair();
  fill();
  TRY("send", send(fds[1], buf, 1, 0), drain);
  make_pair();
  fill();
  TRY("sendto", sendto(fds[1], buf, 1, 0, NULL, 0), drain);
  pipe(fds);
  fill();
  TRY("write to a pipe", write(fds[1], buf, 1), drain);
  pipe(fds);
  TRY("write of more than a pipe holds", write(fds[1], buf, sizeof buf), drain);

  sprintf(path, "%s/fifo", folder);
  mkfifo(path, 0600);
  TRY("open of a FIFO for reading", zero(open(path, O_RDONLY)), open_other_end);
  sprintf(path, "%s/another", folder);
  mkfifo(path, 0600);
  TRY("open of a FIFO for writing", zero(open(path, O_WRONLY)), open_other_end);

  int status = 0;
  struct rusage usage;
  siginfo_t info;
  start_child();
  TRY("waitpid", zero(waitpid(child, &status, 0)), end_child);
  waitpid(child, &status, 0);
  say("status %d\n", WEXITSTATUS(status));
  start_child();
  TRY("wait", zero(wait(&status)), end_child);
  waitpid(child, &status, 0);
  start_child();
  TRY("wait4", zero(wait4(child, &status, 0, &usage)), end_child);
  waitpid(child, &status, 0);
  start_child();
  TRY("waitid", waitid(P_PID, child, &info, WEXITED), end_child);
  waitpid(child, &status, 0);

  sprintf(path, "%s/file", folder);
  for (int i = 0; i < 2; i++) locks[i] = open(path, O_RDWR | O_CREAT, 0600);
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  start_locker();
  TRY("F_SETLKW", fcntl(locks[1], F_SETLKW, &lock), end_locker);
  lock.l_type = F_UNLCK;
  fcntl(locks[1], F_SETLK, &lock);
  lock.l_type = F_WRLCK;
  fcntl(locks[0], F_OFD_SETLK, &lock);
  TRY("F_OFD_SETLKW", fcntl(locks[1], F_OFD_SETLKW, &lock), unlock_description);
  flock(locks[0], LOCK_EX);
  TRY("flock", flock(locks[1], LOCK_EX), unlock);

  const struct timespec time = {100, 0};
  struct timespec left = {0, 0};
  struct timeval timeout = {100, 0};
  fd_set reads;
  make_pair();
  struct pollfd pollfd = {fds[0], POLLIN, 0};
  FD_ZERO(&reads);
  FD_SET(fds[0], &reads);
  struct epoll_event event = {.events = POLLIN};
  const int epfd = epoll_create1(0);
  epoll_ctl(epfd, EPOLL_CTL_ADD, fds[0], &event);
  const sigset_t none = set_of(0), other = set_of(SIGUSR2, 0);
  mask(SIG_BLOCK, other);
  TRY("poll", poll(&pollfd, 1, -1), NULL);
  TRY("poll for a time", poll(&pollfd, 1, 100000), NULL);
  TRY("ppoll", ppoll(&pollfd, 1, NULL, &none), NULL);
  TRY("ppoll for a time", ppoll(&pollfd, 1, &time, NULL), NULL);
  TRY("select", select(fds[0] + 1, &reads, NULL, NULL, NULL), NULL);
  TRY("select for a time", select(fds[0] + 1, &reads, NULL, NULL, &timeout), NULL);
  say("%s\n", timeout.tv_sec > 0 && timeout.tv_sec < 100 ? "some of it is left" : "it is as it was");
  TRY("pselect", pselect(fds[0] + 1, &reads, NULL, NULL, &time, &none), NULL);
  TRY("epoll_wait", epoll_wait(epfd, &event, 1, -1), NULL);
  TRY("epoll_wait for a time", epoll_wait(epfd, &event, 1, 100000), NULL);
  TRY("epoll_pwait", epoll_pwait(epfd, &event, 1, -1, &none), NULL);
  TRY("pause", pause(), NULL);
  TRY("sigsuspend", sigsuspend(&none), NULL);
  TRY("sigwaitinfo", sigwaitinfo(&other, NULL), NULL);
  TRY("sigtimedwait", sigtimedwait(&other, NULL, &time), NULL);
  TRY("nanosleep", nanosleep(&time, &left), NULL);
  say("%s\n", left.tv_sec > 0 && left.tv_sec < 100 ? "some of it is left" : "nothing is left");
  left.tv_sec = 0;
  say("%d\n", stage++);
  say("clock_nanosleep: %s\n", strerrorname_np(clock_nanosleep(CLOCK_MONOTONIC, 0, &time, &left)));
  say("%s\n", left.tv_sec > 0 && left.tv_sec < 100 ? "some of it is left" : "nothing is left");
  say("%d\n", stage++);
  const unsigned rest = sleep(100);
  say("sleep: %s\n", rest > 0 && rest < 100 ? "some of it is left" : "nothing is left");
  TRY("usleep", usleep(100000000), NULL);

  make_pair();
  make_limited(fds[0], SO_RCVTIMEO);
  TRY("recv with SO_RCVTIMEO", recv(fds[0], buf, 10, 0), feed);
  make_pair();
  make_limited(fds[1], SO_SNDTIMEO);
  fill();
  TRY("send with SO_SNDTIMEO", send(fds[1], buf, 1, 0), drain);
  start_listening(folder);
  make_limited(listening, SO_RCVTIMEO);
  TRY("accept with SO_RCVTIMEO", zero(accept(listening, NULL, NULL)), client_comes);
  say("end\n");
}
