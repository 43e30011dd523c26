// The C twin of examples/servers/echo-client.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFSIZE 1024

static socklen_t make_address(struct sockaddr_storage* ss, const char* host, int port) {
  struct sockaddr_in* sin = (struct sockaddr_in*)ss;
  struct sockaddr_in6* sin6 = (struct sockaddr_in6*)ss;

  if (inet_pton(AF_INET, host, &sin->sin_addr) == 1) {
    sin->sin_family = AF_INET;
    sin->sin_port = htons(port);
    return sizeof *sin;
  }
  if (inet_pton(AF_INET6, host, &sin6->sin6_addr) == 1) {
    sin6->sin6_family = AF_INET6;
    sin6->sin6_port = htons(port);
    return sizeof *sin6;
  }
  return 0;
}

int main(int argc, char* argv[]) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  struct sockaddr_storage addr = {0};
  socklen_t addrlen = make_address(&addr, argv[1], atoi(argv[2]));
  if (addrlen == 0) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  int sockfd = socket(addr.ss_family, SOCK_STREAM, 0);
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, (struct sockaddr*)&addr, addrlen) == -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  char buf[BUFSIZE];
  ssize_t n;
  while ((n = read(STDIN_FILENO, buf, sizeof buf)) > 0) {
    if (write(sockfd, buf, n) != n) {
      perror("write");
      exit(EXIT_FAILURE);
    }

    ssize_t left = n;
    while (left > 0) {
      n = read(sockfd, buf, left);
      if (n == -1) {
        perror("read");
        exit(EXIT_FAILURE);
      }
      if (n == 0) {
        fprintf(stderr, "the server closed the connection\n");
        exit(EXIT_FAILURE);
      }
      if (write(STDOUT_FILENO, buf, n) == -1) {
        perror("write");
        exit(EXIT_FAILURE);
      }
      left -= n;
    }
  }
  if (n == -1) {
    perror("read");
    exit(EXIT_FAILURE);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
