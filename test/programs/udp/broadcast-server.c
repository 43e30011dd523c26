// The C twin of examples/udp/broadcast-server.ts.

#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"

#define BUFSIZE 1024

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PORT [DATAGRAMS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int datagrams = argc > 2 ? atoi(argv[2]) : -1;

  struct sockaddr_in servaddr = ipv4_address("0.0.0.0", atoi(argv[1]));
  socklen_t len = sizeof servaddr;
  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) die("socket");
  int yes = 1;
  if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) die("setsockopt");
  if (bind(sockfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) die("bind");
  if (getsockname(sockfd, (struct sockaddr*)&servaddr, &len) == -1) die("getsockname");
  printf("listening on 0.0.0.0 port %d\n", ntohs(servaddr.sin_port));
  fflush(stdout);

  char buf[BUFSIZE];
  while (datagrams-- != 0) {
    struct sockaddr_in from;
    char name[INET_ADDRSTRLEN];
    len = sizeof from;
    int n = recvfrom(sockfd, buf, BUFSIZE - 1, 0, (struct sockaddr*)&from, &len);
    if (n == -1) die("recvfrom");
    buf[n] = '\0';
    printf("%s says '%s'\n", inet_ntop(AF_INET, &from.sin_addr, name, sizeof name), buf);
    fflush(stdout);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
