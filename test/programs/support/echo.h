// The C twin of examples/support/echo.ts.
#pragma once

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#define ECHO_BUFSIZE 1024

static inline ssize_t echo_once(int connfd) {
  char buf[ECHO_BUFSIZE];
  ssize_t n = read(connfd, buf, sizeof buf);
  if (n == -1) perror("read");
  if (n <= 0) return n;
  if (send(connfd, buf, n, MSG_NOSIGNAL) != n) {
    perror("send");
    return -1;
  }
  return n;
}

static inline int echo(int connfd) {
  int total = 0;
  ssize_t n;
  while ((n = echo_once(connfd)) > 0) total += n;
  return total;
}
