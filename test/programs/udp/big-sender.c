// The C twin of examples/udp/big-sender.ts.

#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"

#define MAXIMUM 65535
#define HEADERS (20 + 8)
#define TRIES 5

static int send_and_wait(int sockfd, int bytes) {
  static char buf[MAXIMUM];
  memset(buf, '#', sizeof buf);
  if (send(sockfd, buf, bytes, 0) == -1) {
    if (errno != EMSGSIZE) die("send");
    perror("send");
    return -1;
  }
  int n = recv(sockfd, buf, sizeof buf, 0);
  if (n == -1) {
    if (errno != EMSGSIZE) die("recv");
    perror("recv");
    return -1;
  }
  printf("%.*s bytes have arrived in one piece\n", n, buf);
  return 0;
}

static int path_mtu(int sockfd) {
  int mtu;
  socklen_t len = sizeof mtu;
  if (getsockopt(sockfd, IPPROTO_IP, IP_MTU, &mtu, &len) == -1) die("getsockopt");
  return mtu;
}

int main(int argc, char* argv[]) {
  int bytes = argc == 4 ? atoi(argv[3]) : -1;
  if (bytes < 0 || bytes > MAXIMUM) {
    fprintf(stderr, "usage: %s HOST PORT BYTES\n\nBYTES are up to %d.\n", argv[0], MAXIMUM);
    exit(EXIT_FAILURE);
  }

  struct sockaddr_in servaddr = ipv4_address(argv[1], atoi(argv[2]));
  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) die("socket");
  int discover = IP_PMTUDISC_DO;
  if (setsockopt(sockfd, IPPROTO_IP, IP_MTU_DISCOVER, &discover, sizeof discover) == -1) die("setsockopt");
  struct timeval limit = {.tv_sec = 5};
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == -1) die("setsockopt");
  if (connect(sockfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) die("connect");

  for (int i = 0; i < TRIES; i++) {
    if (send_and_wait(sockfd, bytes) == 0) {
      close(sockfd);
      return EXIT_SUCCESS;
    }
    int mtu = path_mtu(sockfd);
    bytes = mtu - HEADERS;
    printf("the path's MTU is %d: %d bytes may fit\n", mtu, bytes);
  }
  return EXIT_FAILURE;
}
