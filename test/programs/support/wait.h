// The C twin of examples/support/wait.ts.
#pragma once

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline long milliseconds(void) {
  struct timespec ts;
  clock_gettime(CLOCK_MONOTONIC, &ts);
  return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static inline int wait_for(int fd, int events, long deadline) {
  struct pollfd fds[1];
  long left = deadline - milliseconds();

  if (left <= 0) return 0;
  fds[0].fd = fd;
  fds[0].events = events;
  int ready = poll(fds, 1, left);
  if (ready == -1) {
    perror("poll");
    exit(EXIT_FAILURE);
  }
  return ready > 0;
}
