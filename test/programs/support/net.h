// The C twin of examples/support/net.ts.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#define BACKLOG 128

static inline struct sockaddr_in ipv4_address(const char* host, int port) {
  struct sockaddr_in addr = {0};
  addr.sin_family = AF_INET;
  addr.sin_port = htons(port);
  if (inet_pton(AF_INET, host, &addr.sin_addr) != 1) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }
  return addr;
}

static inline int tcp_listen(const char* host, int port) {
  struct sockaddr_in servaddr = ipv4_address(host, port);
  int listenfd = socket(AF_INET, SOCK_STREAM, 0);
  if (listenfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }

  int yes = 1;
  if (setsockopt(listenfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  if (bind(listenfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) == -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }

  socklen_t len = sizeof servaddr;
  if (getsockname(listenfd, (struct sockaddr*)&servaddr, &len) == -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  printf("listening on %s port %d\n", host, ntohs(servaddr.sin_port));
  fflush(stdout);
  return listenfd;
}

static inline int take_client(int listenfd) {
  struct sockaddr_in peer;
  socklen_t len = sizeof peer;
  int connfd = accept(listenfd, (struct sockaddr*)&peer, &len);
  if (connfd == -1) {
    perror("accept");
    exit(EXIT_FAILURE);
  }
  char name[INET_ADDRSTRLEN];
  printf("connection from %s\n", inet_ntop(AF_INET, &peer.sin_addr, name, sizeof name));
  fflush(stdout);
  return connfd;
}

static inline int tcp_connect(const char* host, int port) {
  struct sockaddr_in servaddr = ipv4_address(host, port);
  int sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }
  return sockfd;
}
