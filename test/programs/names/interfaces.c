// The C twin of examples/names/interfaces.ts.

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static void print_flags(unsigned flags) {
  printf("  <");
  if (flags & IFF_UP) printf(" UP");
  if (flags & IFF_LOOPBACK) printf(" LOOPBACK");
  if (flags & IFF_BROADCAST) printf(" BROADCAST");
  if (flags & IFF_MULTICAST) printf(" MULTICAST");
  if (flags & IFF_POINTOPOINT) printf(" POINTOPOINT");
  printf(" >\n");
}

static void print_address(const char* what, const struct sockaddr* sa) {
  char s[INET6_ADDRSTRLEN];

  if (sa == NULL) return;
  if (sa->sa_family == AF_INET) {
    printf("  %s %s\n", what, inet_ntop(AF_INET, &((const struct sockaddr_in*)sa)->sin_addr, s, sizeof s));
  } else if (sa->sa_family == AF_INET6) {
    printf("  %s %s\n", what, inet_ntop(AF_INET6, &((const struct sockaddr_in6*)sa)->sin6_addr, s, sizeof s));
  } else if (sa->sa_family == AF_PACKET) {
    const struct sockaddr_ll* sll = (const struct sockaddr_ll*)sa;
    printf("  %s", what);
    for (size_t i = 0; i < sll->sll_halen && i < sizeof sll->sll_addr; i++) {
      printf("%s%02x", i == 0 ? " " : ":", sll->sll_addr[i]);
    }
    printf("\n");
  }
}

static int by_index(void) {
  struct if_nameindex* list = if_nameindex();
  if (list == NULL) {
    perror("if_nameindex");
    return EXIT_FAILURE;
  }
  for (int i = 0; list[i].if_index != 0; i++) printf("%d: %s\n", list[i].if_index, list[i].if_name);
  if_freenameindex(list);
  return EXIT_SUCCESS;
}

static int by_ioctl(void) {
  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) {
    perror("socket");
    return EXIT_FAILURE;
  }

  struct ifconf ifc = {0};
  if (ioctl(sockfd, SIOCGIFCONF, &ifc) == -1) {
    perror("ioctl SIOCGIFCONF");
    return EXIT_FAILURE;
  }
  struct ifreq* ifr = calloc(ifc.ifc_len / sizeof(struct ifreq), sizeof(struct ifreq));
  ifc.ifc_req = ifr;
  if (ioctl(sockfd, SIOCGIFCONF, &ifc) == -1) {
    perror("ioctl SIOCGIFCONF");
    return EXIT_FAILURE;
  }

  for (size_t i = 0; i < ifc.ifc_len / sizeof(struct ifreq); i++) {
    struct ifreq ifrcopy = ifr[i];
    printf("%s\n", ifr[i].ifr_name);
    if (ioctl(sockfd, SIOCGIFFLAGS, &ifrcopy) == -1) {
      perror("ioctl SIOCGIFFLAGS");
      return EXIT_FAILURE;
    }
    print_flags(ifrcopy.ifr_flags);
    print_address("address", &ifr[i].ifr_addr);
    if (ioctl(sockfd, SIOCGIFNETMASK, &ifrcopy) == 0) print_address("netmask", &ifrcopy.ifr_netmask);
    if (ioctl(sockfd, SIOCGIFMTU, &ifrcopy) == 0) printf("  mtu %d\n", ifrcopy.ifr_mtu);
  }
  free(ifr);
  close(sockfd);
  return EXIT_SUCCESS;
}

static int by_ifaddrs(void) {
  struct ifaddrs* ifap;
  if (getifaddrs(&ifap) == -1) {
    perror("getifaddrs");
    return EXIT_FAILURE;
  }
  for (struct ifaddrs* ifa = ifap; ifa != NULL; ifa = ifa->ifa_next) {
    printf("%s\n", ifa->ifa_name);
    print_flags(ifa->ifa_flags);
    print_address("address", ifa->ifa_addr);
    print_address("netmask", ifa->ifa_netmask);
    if (ifa->ifa_flags & IFF_BROADCAST) print_address("broadcast", ifa->ifa_broadaddr);
    if (ifa->ifa_flags & IFF_POINTOPOINT) print_address("destination", ifa->ifa_dstaddr);
  }
  freeifaddrs(ifap);
  return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) {
  const char* way = argc == 2 ? argv[1] : "";
  if (strcmp(way, "index") == 0) return by_index();
  if (strcmp(way, "ioctl") == 0) return by_ioctl();
  if (strcmp(way, "ifaddrs") == 0) return by_ifaddrs();
  fprintf(stderr, "usage: %s WAY\n\nWAY is index, ioctl or ifaddrs.\n", argv[0]);
  return EXIT_FAILURE;
}
