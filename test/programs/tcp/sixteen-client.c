// The C twin of examples/tcp/sixteen-client.ts.

#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"
#include "../support/recv-all.h"

#define SIZE 16

int main(int argc, char* argv[]) {
  if (argc < 4) {
    fprintf(stderr, "usage: %s HOST PORT MESSAGE...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int sockfd = tcp_connect(argv[1], atoi(argv[2]));
  char message[SIZE + 1];
  for (int i = 3; i < argc; i++) {
    snprintf(message, sizeof message, "%-16.16s", argv[i]);
    if (send(sockfd, message, SIZE, MSG_NOSIGNAL) == -1) die("send");

    int n = recv_all(sockfd, message, SIZE);
    if (n == -1) die("recv");
    if (n < SIZE) {
      fprintf(stderr, "the connection ended %d bytes into a message of %d\n", n, SIZE);
      exit(EXIT_FAILURE);
    }
    printf("received '%.16s'\n", message);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
