// The C twin of examples/udp/broadcast-client.ts.

#include <string.h>
#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"

int main(int argc, char* argv[]) {
  int is_plain = argc == 5 && strcmp(argv[4], "plain") == 0;
  if (argc != 4 && !is_plain) {
    fprintf(stderr, "usage: %s ADDRESS PORT MESSAGE [plain]\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  struct sockaddr_in addr = ipv4_address(argv[1], atoi(argv[2]));
  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) die("socket");
  int yes = 1;
  if (!is_plain && setsockopt(sockfd, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes) == -1) die("setsockopt");
  int n = sendto(sockfd, argv[3], strlen(argv[3]), 0, (struct sockaddr*)&addr, sizeof addr);
  if (n == -1) die("sendto");
  printf("%d bytes sent to %s\n", n, argv[1]);

  close(sockfd);
  return EXIT_SUCCESS;
}
