// The C twin of examples/support/connection.ts.

#pragma once
#include <unistd.h>

#include "die.h"
#include "net.h"

static inline int bind_anywhere(int sockfd) {
  struct sockaddr_in addr = ipv4_address("127.0.0.1", 0);
  socklen_t len = sizeof addr;
  if (bind(sockfd, (struct sockaddr*)&addr, sizeof addr) == -1) die("bind");
  if (getsockname(sockfd, (struct sockaddr*)&addr, &len) == -1) die("getsockname");
  return ntohs(addr.sin_port);
}

static inline void make_connection(int ends[2]) {
  int listenfd = socket(AF_INET, SOCK_STREAM, 0);
  if (listenfd == -1) die("socket");
  struct sockaddr_in addr = ipv4_address("127.0.0.1", bind_anywhere(listenfd));
  if (listen(listenfd, 1) == -1) die("listen");

  if ((ends[0] = socket(AF_INET, SOCK_STREAM, 0)) == -1) die("socket");
  if (connect(ends[0], (struct sockaddr*)&addr, sizeof addr) == -1) die("connect");
  if ((ends[1] = accept(listenfd, NULL, NULL)) == -1) die("accept");
  close(listenfd);
}
