// The C twin of examples/ipc/unix-echo-client.ts.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../support/echo.h"

int main(int argc, char* argv[]) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s PATH\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  struct sockaddr_un remote = {0};
  remote.sun_family = AF_UNIX;
  if (strlen(argv[1]) >= sizeof remote.sun_path) {
    fprintf(stderr, "%s: too long\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(remote.sun_path, argv[1], sizeof remote.sun_path);

  int sockfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, (struct sockaddr*)&remote, sizeof remote) == -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  echo_cli(sockfd);
  close(sockfd);
  return EXIT_SUCCESS;
}
