// The C twin of examples/udp/big-receiver.ts.

#include <string.h>
#include <unistd.h>

#include "../support/udp.h"

#define MAXIMUM 65535

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [DATAGRAMS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int datagrams = argc > 3 ? atoi(argv[3]) : -1;

  int sockfd = udp_server(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  static char buf[MAXIMUM];
  while (datagrams-- != 0) {
    struct sockaddr_in from;
    socklen_t len = sizeof from;
    int n = recvfrom(sockfd, buf, sizeof buf, 0, (struct sockaddr*)&from, &len);
    if (n == -1) die("recvfrom");
    printf("a datagram of %d bytes\n", n);
    fflush(stdout);
    snprintf(buf, sizeof buf, "%d", n);
    if (sendto(sockfd, buf, strlen(buf), 0, (struct sockaddr*)&from, sizeof from) == -1) die("sendto");
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
