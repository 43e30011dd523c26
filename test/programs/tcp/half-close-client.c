// The C twin of examples/tcp/half-close-client.ts.

#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"

#define BUFSIZE 1024

int main(int argc, char* argv[]) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int sockfd = tcp_connect(argv[1], atoi(argv[2]));
  char buf[BUFSIZE];
  int n;

  while ((n = read(STDIN_FILENO, buf, sizeof buf)) > 0) {
    if (send(sockfd, buf, n, MSG_NOSIGNAL) == -1) die("send");
  }
  if (n == -1) die("read");
  if (shutdown(sockfd, SHUT_WR) == -1) die("shutdown");

  while ((n = recv(sockfd, buf, sizeof buf, 0)) > 0) {
    if (write(STDOUT_FILENO, buf, n) == -1) die("write");
  }
  if (n == -1) die("recv");

  close(sockfd);
  return EXIT_SUCCESS;
}
