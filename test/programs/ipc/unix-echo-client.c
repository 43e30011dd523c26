// The C twin of examples/ipc/unix-echo-client.ts.

#include <unistd.h>

#include "../support/echo.h"
#include "../support/unix.h"

int main(int argc, char* argv[]) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s PATH\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int sockfd = unix_connect(argv[1]);
  echo_cli(sockfd);
  close(sockfd);
  return EXIT_SUCCESS;
}
