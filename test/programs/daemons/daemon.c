// The C twin of examples/daemons/daemon.ts.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <syslog.h>
#include <unistd.h>

#include "../support/unix.h"

#define BACKLOG 5
#define BUFSIZE 256
#define MAXFD 1024
#define PATIENCE 5

static int lock(const char* path) {
  int fd = open(path, O_RDWR | O_CREAT, 0644);
  if (fd == -1) {
    perror(path);
    exit(EXIT_FAILURE);
  }
  if (flock(fd, LOCK_EX | LOCK_NB) == -1) {
    if (errno != EWOULDBLOCK) {
      perror(path);
      exit(EXIT_FAILURE);
    }
    char pid[BUFSIZE] = "";
    if (read(fd, pid, sizeof pid - 1) == -1) perror(path);
    fprintf(stderr, "%s: the daemon runs already, as process %d\n", path, atoi(pid));
    exit(EXIT_FAILURE);
  }
  return fd;
}

static void leave_to_child(void) {
  pid_t pid = fork();
  if (pid == -1) {
    perror("fork");
    exit(EXIT_FAILURE);
  }
  if (pid > 0) _exit(EXIT_SUCCESS);
}

static void daemonize(int lockfd) {
  leave_to_child();
  if (setsid() == -1) {
    perror("setsid");
    exit(EXIT_FAILURE);
  }
  leave_to_child();

  umask(S_IRWXG | S_IRWXO);
  if (chdir("/") == -1) {
    perror("chdir");
    exit(EXIT_FAILURE);
  }

  for (int fd = 0; fd < MAXFD; fd++) {
    if (fd != lockfd) close(fd);
  }
  if (open("/dev/null", O_RDWR) != 0 || dup(0) != 1 || dup(0) != 2) _exit(EXIT_FAILURE);
}

static void fail(const char* what) {
  syslog(LOG_ERR, "%s: %m", what);
  exit(EXIT_FAILURE);
}

static void write_pid(int lockfd) {
  char text[32];
  snprintf(text, sizeof text, "%d\n", getpid());
  if (ftruncate(lockfd, 0) == -1 || write(lockfd, text, strlen(text)) == -1) fail("pid file");
}

static void state(char* reply, int size, int requests) {
  char buf[PATH_MAX];
  char* directory = getcwd(buf, sizeof buf);
  int pid = getpid(), session = getsid(0);
  snprintf(reply, size, "pid %d, session %d, directory %s, request %d\n", pid, session, directory, requests);
}

static int answer(int connfd, int requests) {
  char buf[BUFSIZE] = "";
  char reply[PATH_MAX + 100] = "stopped\n";
  if (read(connfd, buf, sizeof buf) == -1) {
    syslog(LOG_WARNING, "request %d: %m", requests);
    return 1;
  }
  syslog(LOG_INFO, "request %d", requests);
  int goes_on = strncmp(buf, "stop", 4) != 0;
  if (goes_on) state(reply, sizeof reply, requests);
  if (send(connfd, reply, strlen(reply), MSG_NOSIGNAL) == -1) syslog(LOG_WARNING, "request %d: %m", requests);
  return goes_on;
}

static void handle(int signum) { (void)signum; }

static void serve(const struct sockaddr_un* address, int seconds) {
  sigset_t term, mask;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  sigprocmask(SIG_BLOCK, &term, &mask);
  struct sigaction action = {.sa_handler = handle};
  sigaction(SIGTERM, &action, NULL);

  int listenfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listenfd == -1) fail("socket");
  unlink(address->sun_path);
  if (bind(listenfd, (const struct sockaddr*)address, sizeof *address) == -1) fail("bind");
  if (listen(listenfd, BACKLOG) == -1) fail("listen");
  syslog(LOG_NOTICE, "listening on %s", address->sun_path);

  struct pollfd fds[1] = {{.fd = listenfd, .events = POLLIN}};
  struct timespec timeout = {.tv_sec = seconds};
  for (int requests = 1;; requests++) {
    int ready = ppoll(fds, 1, &timeout, &mask);
    if (ready == -1) {
      if (errno != EINTR) fail("ppoll");
      syslog(LOG_NOTICE, "ended by SIGTERM");
      break;
    }
    if (ready == 0) {
      syslog(LOG_NOTICE, "nobody has asked for %d seconds", seconds);
      break;
    }
    int connfd = accept(listenfd, NULL, NULL);
    if (connfd == -1) fail("accept");
    struct timeval patience = {.tv_sec = PATIENCE};
    setsockopt(connfd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    int goes_on = answer(connfd, requests);
    close(connfd);
    if (!goes_on) {
      syslog(LOG_NOTICE, "stopped by request %d", requests);
      break;
    }
  }
  close(listenfd);
  unlink(address->sun_path);
}

int main(int argc, char* argv[]) {
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s PATH PIDFILE [SECONDS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int seconds = argc > 3 ? atoi(argv[3]) : 600;

  if (argv[1][0] != '/') {
    fprintf(stderr, "%s: not an absolute path\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  struct sockaddr_un address = unix_address(argv[1]);

  int lockfd = lock(argv[2]);
  daemonize(lockfd);
  openlog("daemon", LOG_PID, LOG_DAEMON);
  write_pid(lockfd);
  serve(&address, seconds);
  if (ftruncate(lockfd, 0) == -1) return EXIT_FAILURE;
  return EXIT_SUCCESS;
}
