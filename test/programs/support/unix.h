// The C twin of examples/support/unix.ts.

#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

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
