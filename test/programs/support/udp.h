// The C twin of examples/support/udp.ts.

#pragma once
#include "die.h"
#include "net.h"

static inline int udp_bind(const char* host, int port) {
  struct sockaddr_in servaddr = ipv4_address(host, port);
  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) die("socket");
  if (bind(sockfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) die("bind");
  return sockfd;
}

static inline int local_port(int sockfd) {
  struct sockaddr_in addr;
  socklen_t len = sizeof addr;
  if (getsockname(sockfd, (struct sockaddr*)&addr, &len) == -1) die("getsockname");
  return ntohs(addr.sin_port);
}

static inline int udp_server(const char* host, int port) {
  int sockfd = udp_bind(host, port);
  printf("listening on %s port %d\n", host, local_port(sockfd));
  fflush(stdout);
  return sockfd;
}
