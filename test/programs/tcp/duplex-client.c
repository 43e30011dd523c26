// The C twin of examples/tcp/duplex-client.ts.

#include <sys/time.h>
#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"
#include "../support/talk.h"

int main(int argc, char* argv[]) {
  if (argc != 4 || !is_order(argv[3])) {
    fprintf(stderr, "usage: %s HOST PORT ORDER\n\nORDER is read or write.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int sockfd = tcp_connect(argv[1], atoi(argv[2]));
  struct timeval limit = {.tv_sec = 1};
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == -1) die("setsockopt");

  int result = talk(sockfd, argv[3], "I am the client.");
  close(sockfd);
  return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
