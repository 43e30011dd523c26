// The C twin of examples/servers/echo-client.ts.

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../support/address.h"
#include "../support/echo.h"

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

  echo_cli(sockfd);
  close(sockfd);
  return EXIT_SUCCESS;
}
