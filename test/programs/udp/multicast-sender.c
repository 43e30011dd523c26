// The C twin of examples/udp/multicast-sender.ts.

#define _GNU_SOURCE
#include <string.h>
#include <unistd.h>

#include "../support/group.h"

static void set_options(int sockfd, int family, int ifindex) {
  int one = 1;
  if (family == AF_INET) {
    struct ip_mreqn mreq = {.imr_ifindex = ifindex};
    if (setsockopt(sockfd, IPPROTO_IP, IP_MULTICAST_IF, &mreq, sizeof mreq) == -1 ||
        setsockopt(sockfd, IPPROTO_IP, IP_MULTICAST_TTL, &one, sizeof one) == -1 ||
        setsockopt(sockfd, IPPROTO_IP, IP_MULTICAST_LOOP, &one, sizeof one) == -1) {
      die("setsockopt");
    }
  } else {
    int index = ifindex;
    if (setsockopt(sockfd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof index) == -1 ||
        setsockopt(sockfd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &one, sizeof one) == -1 ||
        setsockopt(sockfd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, &one, sizeof one) == -1) {
      die("setsockopt");
    }
  }
}

int main(int argc, char* argv[]) {
  if (argc != 5) {
    fprintf(stderr, "usage: %s GROUP PORT INTERFACE MESSAGE\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int ifindex = interface_index(argv[3]);
  struct addrinfo* group = group_address(argv[1], argv[2], ifindex);
  int sockfd = socket(group->ai_family, group->ai_socktype, 0);
  if (sockfd == -1) die("socket");
  set_options(sockfd, group->ai_family, ifindex);
  int n = sendto(sockfd, argv[4], strlen(argv[4]), 0, group->ai_addr, group->ai_addrlen);
  if (n == -1) die("sendto");
  printf("%d bytes sent to %s\n", n, argv[1]);

  close(sockfd);
  return EXIT_SUCCESS;
}
