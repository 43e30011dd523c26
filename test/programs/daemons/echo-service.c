// The C twin of examples/daemons/echo-service.ts.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "../support/echo.h"

#define BUFSIZE 65536

static void echo_datagrams(int fd, int seconds) {
  static char buf[BUFSIZE];
  struct timeval timeout = {.tv_sec = seconds};
  if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) == -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  for (;;) {
    struct sockaddr_storage from;
    socklen_t len = sizeof from;
    ssize_t n = recvfrom(fd, buf, sizeof buf, 0, (struct sockaddr*)&from, &len);
    if (n == -1) break;
    sendto(fd, buf, n, 0, (struct sockaddr*)&from, len);
  }
  if (errno != EAGAIN) {
    perror("recvfrom");
    exit(EXIT_FAILURE);
  }
}

int main(int argc, char* argv[]) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s SECONDS\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int type;
  socklen_t len = sizeof type;
  if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, &type, &len) == -1) {
    perror("getsockopt");
    exit(EXIT_FAILURE);
  }
  if (type == SOCK_STREAM)
    echo(STDIN_FILENO);
  else
    echo_datagrams(STDIN_FILENO, atoi(argv[1]));
  return EXIT_SUCCESS;
}
