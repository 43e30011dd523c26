// The C twin of examples/daemons/activated-server.ts.

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../support/echo.h"

#define SD_LISTEN_FDS_START 3

static int whole_number(const char* text) {
  return strlen(text) > 0 && strspn(text, "0123456789") == strlen(text) ? atoi(text) : -1;
}

static int listen_fds(void) {
  const char* pid = getenv("LISTEN_PID");
  const char* fds = getenv("LISTEN_FDS");
  if (pid == NULL || fds == NULL) return 0;
  if (whole_number(pid) == -1) return -1;
  if (whole_number(pid) != getpid()) return 0;
  int n = whole_number(fds);
  for (int fd = SD_LISTEN_FDS_START; fd < SD_LISTEN_FDS_START + n; fd++) {
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) == -1) return -1;
  }
  unsetenv("LISTEN_PID");
  unsetenv("LISTEN_FDS");
  unsetenv("LISTEN_FDNAMES");
  return n;
}

static int option(int fd, int name) {
  int value;
  socklen_t len = sizeof value;
  if (getsockopt(fd, SOL_SOCKET, name, &value, &len) == -1) return -1;
  return value;
}

static void check(int fd) {
  if (option(fd, SO_TYPE) != SOCK_STREAM || option(fd, SO_ACCEPTCONN) != 1) {
    fprintf(stderr, "descriptor %d is no stream that listens\n", fd);
    exit(EXIT_FAILURE);
  }
  struct sockaddr_storage addr;
  socklen_t len = sizeof addr;
  if (getsockname(fd, (struct sockaddr*)&addr, &len) == -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  char host[NI_MAXHOST];
  char port[NI_MAXSERV];
  int flags = NI_NUMERICHOST | NI_NUMERICSERV;
  int error = getnameinfo((struct sockaddr*)&addr, len, host, sizeof host, port, sizeof port, flags);
  if (error != 0) {
    fprintf(stderr, "getnameinfo: %s\n", gai_strerror(error));
    exit(EXIT_FAILURE);
  }
  printf("listening on %s port %s\n", host, port);
  fflush(stdout);
}

int main(int argc, char* argv[]) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s CLIENTS\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int clients = atoi(argv[1]);
  int n = listen_fds();
  if (n <= 0) {
    fprintf(stderr, n == 0 ? "no sockets were handed over\n" : "LISTEN_PID or LISTEN_FDS is wrong\n");
    exit(EXIT_FAILURE);
  }

  struct pollfd* fds = calloc(n, sizeof *fds);
  for (int i = 0; i < n; i++) {
    check(SD_LISTEN_FDS_START + i);
    fds[i].fd = SD_LISTEN_FDS_START + i;
    fds[i].events = POLLIN;
  }

  while (clients != 0) {
    if (poll(fds, n, -1) == -1) {
      perror("poll");
      exit(EXIT_FAILURE);
    }
    for (int i = 0; i < n && clients != 0; i++) {
      if (fds[i].revents == 0) continue;
      int connfd = accept(fds[i].fd, NULL, NULL);
      if (connfd == -1) {
        perror("accept");
        exit(EXIT_FAILURE);
      }
      printf("%d bytes echoed\n", echo(connfd));
      fflush(stdout);
      close(connfd);
      clients--;
    }
  }
  return EXIT_SUCCESS;
}
