// The C twin of examples/support/udp.ts.

#include "net.h"

static inline int udp_bind(const char* host, int port) {
  struct sockaddr_in servaddr = ipv4_address(host, port);
  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (bind(sockfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  return sockfd;
}

static inline int local_port(int sockfd) {
  struct sockaddr_in addr;
  socklen_t len = sizeof addr;
  if (getsockname(sockfd, (struct sockaddr*)&addr, &len) == -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  return ntohs(addr.sin_port);
}
