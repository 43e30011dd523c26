// The C twin of examples/servers/echo-server.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../support/address.h"
#include "../support/echo.h"

#define BACKLOG 5

static void* get_in_addr(struct sockaddr_storage* ss) {
  if (ss->ss_family == AF_INET) return &((struct sockaddr_in*)ss)->sin_addr;
  return &((struct sockaddr_in6*)ss)->sin6_addr;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int port = atoi(argv[1]);
  const char* host = argc > 2 ? argv[2] : "127.0.0.1";
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  struct sockaddr_storage addr = {0};
  socklen_t addrlen = make_address(&addr, host, port);
  if (addrlen == 0) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }

  int listenfd = socket(addr.ss_family, SOCK_STREAM, 0);
  if (listenfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }

  int yes = 1;
  if (setsockopt(listenfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  if (bind(listenfd, (struct sockaddr*)&addr, addrlen) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) == -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }

  if (getsockname(listenfd, (struct sockaddr*)&addr, &addrlen) == -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  printf("listening on %s port %d\n", host, ntohs(((struct sockaddr_in*)&addr)->sin_port));
  fflush(stdout);

  while (clients-- != 0) {
    struct sockaddr_storage peer;
    socklen_t peerlen = sizeof peer;
    int connfd = accept(listenfd, (struct sockaddr*)&peer, &peerlen);
    if (connfd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }

    char name[INET6_ADDRSTRLEN];
    printf("connection from %s\n", inet_ntop(peer.ss_family, get_in_addr(&peer), name, sizeof name));
    printf("%d bytes echoed\n", echo(connfd));
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}
