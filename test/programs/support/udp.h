// The C twin of examples/support/udp.ts.

#pragma once
#include "die.h"
#include "net.h"

static inline int udp_bind(const char* host, int port) {
  struct sockaddr_in servaddr = ipv4_address(host, port);
  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) die("socket");
  if (bind(sockfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) die("bind");
  socklen_t len = sizeof servaddr;
  if (getsockname(sockfd, (struct sockaddr*)&servaddr, &len) == -1) die("getsockname");
  printf("listening on %s port %d\n", host, ntohs(servaddr.sin_port));
  fflush(stdout);
  return sockfd;
}
