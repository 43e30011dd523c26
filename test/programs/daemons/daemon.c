// The C twin of examples/daemons/daemon.ts.

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 5
#define BUFSIZE 256
#define MAXFD 1024

static void leave_to_child(void) {
  pid_t pid = fork();
  if (pid == -1) {
    perror("fork");
    exit(EXIT_FAILURE);
  }
  if (pid > 0) _exit(EXIT_SUCCESS);
}

static void daemonize(void) {
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

  for (int fd = 0; fd < MAXFD; fd++) close(fd);
  if (open("/dev/null", O_RDWR) != 0 || dup(0) != 1 || dup(0) != 2) _exit(EXIT_FAILURE);
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
  if (read(connfd, buf, sizeof buf) == -1) return 1;
  int goes_on = strncmp(buf, "stop", 4) != 0;
  if (goes_on) state(reply, sizeof reply, requests);
  return write(connfd, reply, strlen(reply)) == -1 || goes_on;
}

static void set_timeout(int fd, int seconds) {
  struct timeval timeout = {.tv_sec = seconds};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
}

static int serve(const struct sockaddr_un* address, int seconds) {
  int listenfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listenfd == -1) return EXIT_FAILURE;
  if (bind(listenfd, (const struct sockaddr*)address, sizeof *address) == -1) return EXIT_FAILURE;
  if (listen(listenfd, BACKLOG) == -1) return EXIT_FAILURE;
  set_timeout(listenfd, seconds);

  int connfd;
  for (int requests = 1; (connfd = accept(listenfd, NULL, NULL)) != -1; requests++) {
    set_timeout(connfd, seconds);
    int goes_on = answer(connfd, requests);
    close(connfd);
    if (!goes_on) break;
  }
  close(listenfd);
  return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [SECONDS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int seconds = argc > 2 ? atoi(argv[2]) : 600;

  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (argv[1][0] != '/' || strlen(argv[1]) >= sizeof address.sun_path) {
    fprintf(stderr, "%s: not an absolute path, or too long\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(address.sun_path, argv[1], sizeof address.sun_path - 1);
  unlink(argv[1]);

  daemonize();
  int status = serve(&address, seconds);
  unlink(argv[1]);
  return status;
}
