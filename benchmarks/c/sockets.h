// Descriptors to wait for: UDP sockets to which nobody writes, but for the last, which has a datagram.
#pragma once

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static inline int bound_socket(struct sockaddr_in* addr) {
  socklen_t addrlen = sizeof *addr;
  *addr = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(fd, (struct sockaddr*)addr, addrlen) != 0) exit(1);
  getsockname(fd, (struct sockaddr*)addr, &addrlen);
  return fd;
}

static inline int* open_sockets(int count) {
  struct rlimit limit;
  struct sockaddr_in addr;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  int* fds = calloc(count, sizeof *fds);
  for (int i = 0; i < count; i++) {
    fds[i] = i == count - 1 ? bound_socket(&addr) : socket(AF_INET, SOCK_DGRAM, 0);
    if (fds[i] < 0) exit(1);
  }
  sendto(fds[count - 1], "x", 1, 0, (struct sockaddr*)&addr, sizeof addr);
  return fds;
}

static inline void* sleep_on(void* nothing) {
  for (;;) pause();
  return nothing;
}

// "threads" as the last argument: ten threads that do nothing. The kernel then counts, in each call, who uses a file.
static inline void start_threads(int argc, char* argv[]) {
  pthread_t thread;
  if (strcmp(argv[argc - 1], "threads") != 0) return;
  for (int i = 0; i < 10; i++) pthread_create(&thread, NULL, sleep_on, NULL);
}

// So many passes that all numbers of descriptors take about as long.
static inline long passes(int count) { return count > 20000 ? 1 : 20000 / count; }
