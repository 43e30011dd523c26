// The C twin of examples/udp/talker.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char* argv[]) {
  if (argc != 4) {
    fprintf(stderr, "usage: %s HOST PORT MESSAGE\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  struct sockaddr_in their_addr = {0};
  their_addr.sin_family = AF_INET;
  their_addr.sin_port = htons(atoi(argv[2]));
  if (inet_pton(AF_INET, argv[1], &their_addr.sin_addr) != 1) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) {
    perror("talker: socket");
    exit(EXIT_FAILURE);
  }

  ssize_t numbytes = sendto(sockfd, argv[3], strlen(argv[3]), 0, (struct sockaddr*)&their_addr, sizeof their_addr);
  if (numbytes == -1) {
    perror("talker: sendto");
    exit(EXIT_FAILURE);
  }

  char s[INET_ADDRSTRLEN];
  printf("talker: sent %zd bytes to %s\n", numbytes, inet_ntop(AF_INET, &their_addr.sin_addr, s, sizeof s));

  close(sockfd);
  return EXIT_SUCCESS;
}
