// The C twin of examples/support/echo.ts.
#pragma once

#include <stdio.h>
#include <stdlib.h>
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

static inline void echo_cli(int sockfd) {
  char buf[ECHO_BUFSIZE];
  ssize_t n;
  while ((n = read(STDIN_FILENO, buf, sizeof buf)) > 0) {
    if (write(sockfd, buf, n) != n) {
      perror("write");
      exit(EXIT_FAILURE);
    }

    ssize_t left = n;
    while (left > 0) {
      n = read(sockfd, buf, left);
      if (n == -1) {
        perror("read");
        exit(EXIT_FAILURE);
      }
      if (n == 0) {
        fprintf(stderr, "the server closed the connection\n");
        exit(EXIT_FAILURE);
      }
      if (write(STDOUT_FILENO, buf, n) == -1) {
        perror("write");
        exit(EXIT_FAILURE);
      }
      left -= n;
    }
  }
  if (n == -1) {
    perror("read");
    exit(EXIT_FAILURE);
  }
}
