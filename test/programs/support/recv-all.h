// The C twin of examples/support/recv-all.ts.

#pragma once
#include <sys/socket.h>

static inline int recv_all(int sockfd, char* buf, int length) {
  int total = 0;
  while (total < length) {
    int n = recv(sockfd, buf + total, length - total, 0);
    if (n == -1) return -1;
    if (n == 0) break;
    total += n;
  }
  return total;
}
