// The C twin of examples/tools/ip.ts.

#include <arpa/inet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
// Behind net/if.h, which has a part of it.
#include <linux/if.h>

#include "../support/netlink.h"

#define FOREVER 0xffffffff

struct flag {
  unsigned flag;
  const char* name;
};

static const struct flag link_flags[] = {
    {IFF_LOOPBACK, "LOOPBACK"},   {IFF_BROADCAST, "BROADCAST"},   {IFF_POINTOPOINT, "POINTOPOINT"},
    {IFF_MULTICAST, "MULTICAST"}, {IFF_NOARP, "NOARP"},           {IFF_ALLMULTI, "ALLMULTI"},
    {IFF_PROMISC, "PROMISC"},     {IFF_MASTER, "MASTER"},         {IFF_SLAVE, "SLAVE"},
    {IFF_DEBUG, "DEBUG"},         {IFF_DYNAMIC, "DYNAMIC"},       {IFF_AUTOMEDIA, "AUTOMEDIA"},
    {IFF_PORTSEL, "PORTSEL"},     {IFF_NOTRAILERS, "NOTRAILERS"}, {IFF_UP, "UP"},
    {IFF_LOWER_UP, "LOWER_UP"},   {IFF_DORMANT, "DORMANT"},       {IFF_ECHO, "ECHO"},
};

static const struct flag address_flags[] = {
    {IFA_F_NODAD, "nodad"},      {IFA_F_OPTIMISTIC, "optimistic"}, {IFA_F_DADFAILED, "dadfailed"},
    {IFA_F_HOMEADDRESS, "home"}, {IFA_F_DEPRECATED, "deprecated"}, {IFA_F_TENTATIVE, "tentative"},
};

static const char* states[] = {"UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const char* type_name(int type) {
  switch (type) {
    case ARPHRD_LOOPBACK:
      return "loopback";
    case ARPHRD_ETHER:
      return "ether";
    case ARPHRD_PPP:
      return "ppp";
    case ARPHRD_TUNNEL:
      return "ipip";
    case ARPHRD_TUNNEL6:
      return "tunnel6";
    case ARPHRD_SIT:
      return "sit";
    case ARPHRD_IPGRE:
      return "gre";
    case ARPHRD_NONE:
      return "none";
    default:
      return "unknown";
  }
}

static const char* scope_name(int scope) {
  switch (scope) {
    case RT_SCOPE_UNIVERSE:
      return "global";
    case RT_SCOPE_SITE:
      return "site";
    case RT_SCOPE_LINK:
      return "link";
    case RT_SCOPE_HOST:
      return "host";
    case RT_SCOPE_NOWHERE:
      return "nowhere";
    default:
      return "unknown";
  }
}

static int is_up(const char* name) {
  struct ifreq ifr = {0};
  strcpy(ifr.ifr_name, name);

  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1 || ioctl(sockfd, SIOCGIFFLAGS, &ifr) == -1) {
    perror("ioctl SIOCGIFFLAGS");
    exit(EXIT_FAILURE);
  }
  close(sockfd);
  return (ifr.ifr_flags & IFF_UP) != 0;
}

static void print_link_flags(unsigned flags, int peer_is_down) {
  const char* comma = "";

  printf("<");
  if (flags & IFF_UP && !(flags & IFF_RUNNING)) {
    printf("NO-CARRIER");
    comma = ",";
  }
  for (size_t i = 0; i < LENGTH(link_flags); i++) {
    if (!(flags & link_flags[i].flag)) continue;
    printf("%s%s", comma, link_flags[i].name);
    comma = ",";
  }
  if (peer_is_down) printf("%sM-DOWN", comma);
  printf(">");
}

static void print_hardware(int type, struct rtattr* rta) {
  char s[INET6_ADDRSTRLEN];
  unsigned char* addr = RTA_DATA(rta);
  int len = RTA_PAYLOAD(rta);

  if (len == 4 && (type == ARPHRD_TUNNEL || type == ARPHRD_SIT || type == ARPHRD_IPGRE)) {
    printf("%s", inet_ntop(AF_INET, addr, s, sizeof s));
    return;
  }
  if (len == 16 && type == ARPHRD_TUNNEL6) {
    printf("%s", inet_ntop(AF_INET6, addr, s, sizeof s));
    return;
  }
  for (int i = 0; i < len; i++) printf("%s%02x", i == 0 ? "" : ":", addr[i]);
}

static int print_peer(struct rtattr* tb[]) {
  struct rtattr* link = tb[IFLA_LINK];
  char name[IF_NAMESIZE];

  if (link == NULL) return 0;
  int index = *(int*)RTA_DATA(link);
  if (index == 0) {
    printf("@NONE");
    return 0;
  }
  if (tb[IFLA_LINK_NETNSID] != NULL || if_indextoname(index, name) == NULL) {
    printf("@if%d", index);
    return 0;
  }
  printf("@%s", name);
  return !is_up(name);
}

static void print_link(struct nlmsghdr* nlh, int with_mode) {
  struct ifinfomsg* ifi = NLMSG_DATA(nlh);
  struct rtattr* tb[IFLA_LINK_NETNSID + 1];
  char master[IF_NAMESIZE];
  struct rtattr* rta;

  parse_rtattr(tb, IFLA_LINK_NETNSID, IFLA_RTA(NLMSG_DATA(nlh)), IFLA_PAYLOAD(nlh));
  printf("%d: %s", ifi->ifi_index, (char*)RTA_DATA(tb[IFLA_IFNAME]));
  int peer_is_down = print_peer(tb);
  printf(": ");
  print_link_flags(ifi->ifi_flags, peer_is_down);
  if ((rta = tb[IFLA_MTU]) != NULL) printf(" mtu %u", *(uint32_t*)RTA_DATA(rta));
  if ((rta = tb[IFLA_QDISC]) != NULL) printf(" qdisc %s", (char*)RTA_DATA(rta));
  if ((rta = tb[IFLA_MASTER]) != NULL && if_indextoname(*(uint32_t*)RTA_DATA(rta), master) != NULL)
    printf(" master %s", master);
  if ((rta = tb[IFLA_OPERSTATE]) != NULL && *(uint8_t*)RTA_DATA(rta) <= IF_OPER_UP)
    printf(" state %s", states[*(uint8_t*)RTA_DATA(rta)]);
  if (with_mode && (rta = tb[IFLA_LINKMODE]) != NULL)
    printf(" mode %s", *(uint8_t*)RTA_DATA(rta) == 0 ? "DEFAULT" : "DORMANT");
  if ((rta = tb[IFLA_GROUP]) != NULL) {
    uint32_t group = *(uint32_t*)RTA_DATA(rta);
    if (group == 0)
      printf(" group default");
    else
      printf(" group %u", group);
  }
  if ((rta = tb[IFLA_TXQLEN]) != NULL && *(uint32_t*)RTA_DATA(rta) != 0) printf(" qlen %u", *(uint32_t*)RTA_DATA(rta));

  printf("\n    link/%s ", type_name(ifi->ifi_type));
  if ((rta = tb[IFLA_ADDRESS]) != NULL) print_hardware(ifi->ifi_type, rta);
  if ((rta = tb[IFLA_BROADCAST]) != NULL) {
    printf(ifi->ifi_flags & IFF_POINTOPOINT ? " peer " : " brd ");
    print_hardware(ifi->ifi_type, rta);
  }
  if ((rta = tb[IFLA_LINK_NETNSID]) != NULL) printf(" link-netnsid %d", *(int*)RTA_DATA(rta));
  printf("\n");
}

static void print_address_flags(int family, unsigned flags) {
  if (flags & IFA_F_SECONDARY) printf(family == AF_INET6 ? "temporary " : "secondary ");
  for (size_t i = 0; i < LENGTH(address_flags); i++) {
    if (flags & address_flags[i].flag) printf("%s ", address_flags[i].name);
  }
  if (!(flags & IFA_F_PERMANENT)) printf("dynamic ");
  if (flags & IFA_F_MANAGETEMPADDR) printf("mngtmpaddr ");
  if (flags & IFA_F_NOPREFIXROUTE) printf("noprefixroute ");
}

static void print_lifetime(uint32_t seconds) {
  if (seconds == FOREVER)
    printf("forever");
  else
    printf("%usec", seconds);
}

static void print_address(struct nlmsghdr* nlh) {
  struct ifaddrmsg* ifa = NLMSG_DATA(nlh);
  struct rtattr* tb[IFA_FLAGS + 1];
  char s[INET6_ADDRSTRLEN];
  struct rtattr* rta;

  if (ifa->ifa_family != AF_INET && ifa->ifa_family != AF_INET6) return;
  parse_rtattr(tb, IFA_FLAGS, IFA_RTA(NLMSG_DATA(nlh)), IFA_PAYLOAD(nlh));
  struct rtattr* address = tb[IFA_ADDRESS];
  struct rtattr* local = tb[IFA_LOCAL] != NULL ? tb[IFA_LOCAL] : address;
  if (local == NULL) return;

  printf("    %s %s", ifa->ifa_family == AF_INET ? "inet" : "inet6",
         inet_ntop(ifa->ifa_family, RTA_DATA(local), s, sizeof s));
  if (address != NULL && memcmp(RTA_DATA(address), RTA_DATA(local), RTA_PAYLOAD(local)) != 0)
    printf(" peer %s", inet_ntop(ifa->ifa_family, RTA_DATA(address), s, sizeof s));
  printf("/%d ", ifa->ifa_prefixlen);
  if ((rta = tb[IFA_BROADCAST]) != NULL) printf("brd %s ", inet_ntop(ifa->ifa_family, RTA_DATA(rta), s, sizeof s));
  printf("scope %s ", scope_name(ifa->ifa_scope));
  rta = tb[IFA_FLAGS];
  print_address_flags(ifa->ifa_family, rta != NULL ? *(uint32_t*)RTA_DATA(rta) : ifa->ifa_flags);
  if ((rta = tb[IFA_LABEL]) != NULL) printf("%s", (char*)RTA_DATA(rta));
  printf("\n");

  if ((rta = tb[IFA_CACHEINFO]) != NULL) {
    struct ifa_cacheinfo* ci = RTA_DATA(rta);
    printf("       valid_lft ");
    print_lifetime(ci->ifa_valid);
    printf(" preferred_lft ");
    print_lifetime(ci->ifa_prefered);
    printf("\n");
  }
}

static void list_addresses(unsigned index) {
  struct ifaddrmsg request = {0};
  static struct netlink nl;

  netlink_dump(&nl, NETLINK_ROUTE, RTM_GETADDR, &request, sizeof request);
  for (struct nlmsghdr* nlh = netlink_next(&nl); nlh != NULL; nlh = netlink_next(&nl)) {
    if (((struct ifaddrmsg*)NLMSG_DATA(nlh))->ifa_index == index) print_address(nlh);
  }
}

static int list_links(const char* dev, int with_addresses) {
  struct ifinfomsg request = {0};
  struct rtattr* tb[IFLA_IFNAME + 1];
  static struct netlink nl;
  int found = 0;

  netlink_dump(&nl, NETLINK_ROUTE, RTM_GETLINK, &request, sizeof request);
  for (struct nlmsghdr* nlh = netlink_next(&nl); nlh != NULL; nlh = netlink_next(&nl)) {
    parse_rtattr(tb, IFLA_IFNAME, IFLA_RTA(NLMSG_DATA(nlh)), IFLA_PAYLOAD(nlh));
    if (dev != NULL && strcmp(RTA_DATA(tb[IFLA_IFNAME]), dev) != 0) continue;
    found++;
    print_link(nlh, !with_addresses);
    if (with_addresses) list_addresses(((struct ifinfomsg*)NLMSG_DATA(nlh))->ifi_index);
  }
  return found;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s OBJECT [DEV]\n\nOBJECT is link or addr.\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int with_addresses = strcmp(argv[1], "addr") == 0;
  const char* dev = argc == 3 ? argv[2] : NULL;
  if (!with_addresses && strcmp(argv[1], "link") != 0) {
    fprintf(stderr, "%s: neither link nor addr\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  if (list_links(dev, with_addresses) == 0 && dev != NULL) {
    fprintf(stderr, "%s: no such interface\n", dev);
    exit(EXIT_FAILURE);
  }
  return EXIT_SUCCESS;
}
