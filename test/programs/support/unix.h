// The C twin of examples/support/unix.ts.

#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "die.h"

static inline struct sockaddr_un unix_address(const char* path) {
  struct sockaddr_un addr = {0};
  addr.sun_family = AF_UNIX;
  if (strlen(path) >= sizeof addr.sun_path) {
    fprintf(stderr, "%s: too long\n", path);
    exit(EXIT_FAILURE);
  }
  strncpy(addr.sun_path, path, sizeof addr.sun_path);
  return addr;
}

static inline int unix_bind(const char* path, int type) {
  struct sockaddr_un addr = unix_address(path);
  int sockfd = socket(AF_UNIX, type, 0);
  if (sockfd == -1) die("socket");
  unlink(path);
  if (bind(sockfd, (struct sockaddr*)&addr, sizeof addr) == -1) die("bind");
  return sockfd;
}

static inline int unix_listen(const char* path, int backlog) {
  int listenfd = unix_bind(path, SOCK_STREAM);
  if (listen(listenfd, backlog) == -1) die("listen");
  printf("listening on %s\n", path);
  fflush(stdout);
  return listenfd;
}

static inline int unix_connect(const char* path) {
  struct sockaddr_un addr = unix_address(path);
  int sockfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (sockfd == -1) die("socket");
  if (connect(sockfd, (struct sockaddr*)&addr, sizeof addr) == -1) die("connect");
  return sockfd;
}
