// The C twin of examples/tcp/getaddrinfo-server.ts.

#define _GNU_SOURCE
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 10
#define MESSAGE "Hello, world!\n"

static int listen_on(const char* host, const char* port) {
  struct addrinfo hints = {0}, *servinfo, *p;
  int yes = 1, sockfd = -1;

  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  int rv = getaddrinfo(host, port, &hints, &servinfo);
  if (rv != 0) {
    fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(rv));
    exit(EXIT_FAILURE);
  }

  for (p = servinfo; p != NULL; p = p->ai_next) {
    sockfd = socket(p->ai_family, p->ai_socktype, p->ai_protocol);
    if (sockfd == -1) {
      perror("server: socket");
      continue;
    }
    if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) {
      perror("setsockopt");
      exit(EXIT_FAILURE);
    }
    if (bind(sockfd, p->ai_addr, p->ai_addrlen) == -1) {
      close(sockfd);
      perror("server: bind");
      continue;
    }
    break;
  }
  freeaddrinfo(servinfo);

  if (p == NULL) {
    fprintf(stderr, "server: failed to bind\n");
    exit(EXIT_FAILURE);
  }
  if (listen(sockfd, BACKLOG) == -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }
  return sockfd;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [HOST [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  int sockfd = listen_on(argc > 2 ? argv[2] : "127.0.0.1", argv[1]);
  struct sockaddr_storage addr;
  socklen_t addrlen = sizeof addr;
  char host[NI_MAXHOST], serv[NI_MAXSERV];

  if (getsockname(sockfd, (struct sockaddr*)&addr, &addrlen) == -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  getnameinfo((struct sockaddr*)&addr, addrlen, NULL, 0, serv, sizeof serv, NI_NUMERICSERV);
  printf("server: waiting for connections on port %s\n", serv);
  fflush(stdout);

  while (clients-- != 0) {
    addrlen = sizeof addr;
    int new_fd = accept(sockfd, (struct sockaddr*)&addr, &addrlen);
    if (new_fd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    int rv = getnameinfo((struct sockaddr*)&addr, addrlen, host, sizeof host, NULL, 0, NI_NUMERICHOST);
    printf("server: got connection from %s\n", rv == 0 ? host : gai_strerror(rv));
    fflush(stdout);
    if (send(new_fd, MESSAGE, strlen(MESSAGE), 0) == -1) perror("send");
    close(new_fd);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
