// The C twin of examples/udp/multicast-receiver.ts.

#define _GNU_SOURCE
#include <unistd.h>

#include "../support/group.h"

#define BUFSIZE 1024

static int join(int sockfd, const struct addrinfo* group, int ifindex) {
  if (group->ai_family == AF_INET) {
    struct ip_mreqn mreq = {0};
    mreq.imr_multiaddr = ((struct sockaddr_in*)group->ai_addr)->sin_addr;
    mreq.imr_ifindex = ifindex;
    return setsockopt(sockfd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &mreq, sizeof mreq);
  }
  struct ipv6_mreq mreq = {0};
  mreq.ipv6mr_multiaddr = ((struct sockaddr_in6*)group->ai_addr)->sin6_addr;
  mreq.ipv6mr_interface = ifindex;
  return setsockopt(sockfd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &mreq, sizeof mreq);
}

int main(int argc, char* argv[]) {
  if (argc < 4 || argc > 5) {
    fprintf(stderr, "usage: %s GROUP PORT INTERFACE [DATAGRAMS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int datagrams = argc > 4 ? atoi(argv[4]) : -1;

  int ifindex = interface_index(argv[3]);
  struct addrinfo* group = group_address(argv[1], argv[2], ifindex);
  int sockfd = socket(group->ai_family, group->ai_socktype, 0);
  if (sockfd == -1) die("socket");
  int yes = 1;
  if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) die("setsockopt");
  if (bind(sockfd, group->ai_addr, group->ai_addrlen) == -1) die("bind");
  if (join(sockfd, group, ifindex) == -1) die("setsockopt");

  struct sockaddr_storage addr;
  socklen_t len = sizeof addr;
  char name[NI_MAXHOST];
  char port[NI_MAXSERV];
  if (getsockname(sockfd, (struct sockaddr*)&addr, &len) == -1) die("getsockname");
  getnameinfo((struct sockaddr*)&addr, len, NULL, 0, port, sizeof port, NI_NUMERICSERV);
  printf("listening on %s port %s\n", argv[1], port);
  fflush(stdout);

  char buf[BUFSIZE];
  while (datagrams-- != 0) {
    len = sizeof addr;
    int n = recvfrom(sockfd, buf, BUFSIZE - 1, 0, (struct sockaddr*)&addr, &len);
    if (n == -1) die("recvfrom");
    buf[n] = '\0';
    getnameinfo((struct sockaddr*)&addr, len, name, sizeof name, NULL, 0, NI_NUMERICHOST);
    printf("%s says '%s'\n", name, buf);
    fflush(stdout);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
