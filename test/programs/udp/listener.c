// The C twin of examples/udp/listener.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAXBUFLEN 100

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PORT [ADDRESS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const char* host = argc > 2 ? argv[2] : "127.0.0.1";

  struct sockaddr_in my_addr = {0};
  my_addr.sin_family = AF_INET;
  my_addr.sin_port = htons(atoi(argv[1]));
  if (inet_pton(AF_INET, host, &my_addr.sin_addr) != 1) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }

  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) {
    perror("listener: socket");
    exit(EXIT_FAILURE);
  }
  if (bind(sockfd, (struct sockaddr*)&my_addr, sizeof my_addr) == -1) {
    perror("listener: bind");
    exit(EXIT_FAILURE);
  }

  socklen_t addr_len = sizeof my_addr;
  if (getsockname(sockfd, (struct sockaddr*)&my_addr, &addr_len) == -1) {
    perror("listener: getsockname");
    exit(EXIT_FAILURE);
  }
  printf("listener: waiting to recvfrom on port %d...\n", ntohs(my_addr.sin_port));
  fflush(stdout);

  struct sockaddr_in their_addr;
  char buf[MAXBUFLEN];
  addr_len = sizeof their_addr;
  ssize_t numbytes = recvfrom(sockfd, buf, MAXBUFLEN - 1, 0, (struct sockaddr*)&their_addr, &addr_len);
  if (numbytes == -1) {
    perror("recvfrom");
    exit(EXIT_FAILURE);
  }

  char s[INET_ADDRSTRLEN];
  printf("listener: got packet from %s\n", inet_ntop(AF_INET, &their_addr.sin_addr, s, sizeof s));
  printf("listener: packet is %zd bytes long\n", numbytes);
  buf[numbytes] = '\0';
  printf("listener: packet contains \"%s\"\n", buf);

  close(sockfd);
  return EXIT_SUCCESS;
}
