// The C twin of examples/tcp/getaddrinfo-client.ts.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAXDATASIZE 100

static void* get_in_addr(struct addrinfo* p) {
  if (p->ai_family == AF_INET) return &((struct sockaddr_in*)p->ai_addr)->sin_addr;
  return &((struct sockaddr_in6*)p->ai_addr)->sin6_addr;
}

int main(int argc, char* argv[]) {
  struct addrinfo hints = {0}, *servinfo, *p;
  char s[INET6_ADDRSTRLEN], buf[MAXDATASIZE];
  int sockfd = -1;
  ssize_t n;

  if (argc != 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  int rv = getaddrinfo(argv[1], argv[2], &hints, &servinfo);
  if (rv != 0) {
    fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(rv));
    exit(EXIT_FAILURE);
  }

  for (p = servinfo; p != NULL; p = p->ai_next) {
    sockfd = socket(p->ai_family, p->ai_socktype, p->ai_protocol);
    if (sockfd == -1) {
      perror("client: socket");
      continue;
    }
    if (connect(sockfd, p->ai_addr, p->ai_addrlen) == -1) {
      perror("client: connect");
      close(sockfd);
      continue;
    }
    break;
  }
  if (p == NULL) {
    fprintf(stderr, "client: failed to connect\n");
    exit(EXIT_FAILURE);
  }
  printf("client: connected to %s\n", inet_ntop(p->ai_family, get_in_addr(p), s, sizeof s));
  freeaddrinfo(servinfo);

  while ((n = recv(sockfd, buf, MAXDATASIZE - 1, 0)) > 0) {
    buf[n] = '\0';
    printf("client: received '%s'\n", buf);
  }
  if (n == -1) {
    perror("recv");
    exit(EXIT_FAILURE);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
