// The C twin of examples/tools/netstat.ts.

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../support/netlink.h"

static const char* state_name(int protocol, int state) {
  switch (state) {
    case TCP_ESTABLISHED:
      return "ESTABLISHED";
    case TCP_SYN_SENT:
      return "SYN_SENT";
    case TCP_SYN_RECV:
      return "SYN_RECV";
    case TCP_FIN_WAIT1:
      return "FIN_WAIT1";
    case TCP_FIN_WAIT2:
      return "FIN_WAIT2";
    case TCP_TIME_WAIT:
      return "TIME_WAIT";
    case TCP_CLOSE:
      return protocol == IPPROTO_UDP ? "" : "CLOSE";
    case TCP_CLOSE_WAIT:
      return "CLOSE_WAIT";
    case TCP_LAST_ACK:
      return "LAST_ACK";
    case TCP_LISTEN:
      return "LISTEN";
    case TCP_CLOSING:
      return "CLOSING";
    default:
      return "UNKNOWN";
  }
}

static void print_endpoint(int family, const void* addr, in_port_t port) {
  char host[INET6_ADDRSTRLEN];
  char endpoint[INET6_ADDRSTRLEN + 6];

  inet_ntop(family, addr, host, sizeof host);
  if (ntohs(port) == 0)
    snprintf(endpoint, sizeof endpoint, "%s:*", host);
  else
    snprintf(endpoint, sizeof endpoint, "%s:%d", host, ntohs(port));
  printf(" %-23s", endpoint);
}

static void print_socket(const char* name, int protocol, struct inet_diag_msg* msg) {
  struct inet_diag_sockid* id = &msg->id;

  printf("%-5s %6u %6u", name, msg->idiag_rqueue, msg->idiag_wqueue);
  print_endpoint(msg->idiag_family, id->idiag_src, id->idiag_sport);
  print_endpoint(msg->idiag_family, id->idiag_dst, id->idiag_dport);
  printf(" %-11s %5u %u\n", state_name(protocol, msg->idiag_state), msg->idiag_uid, msg->idiag_inode);
}

static void list_sockets(const char* name, int family, int protocol, int port) {
  struct inet_diag_req_v2 request = {0};
  static struct netlink nl;

  request.sdiag_family = family;
  request.sdiag_protocol = protocol;
  request.idiag_states = 0xffffffff;
  netlink_dump(&nl, NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY, &request, sizeof request);
  for (struct nlmsghdr* nlh = netlink_next(&nl); nlh != NULL; nlh = netlink_next(&nl)) {
    struct inet_diag_msg* msg = NLMSG_DATA(nlh);
    if (port != 0 && ntohs(msg->id.idiag_sport) != port && ntohs(msg->id.idiag_dport) != port) continue;
    print_socket(name, protocol, msg);
  }
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PROTOCOL [PORT]\n\nPROTOCOL is tcp, udp or all.\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int all = strcmp(argv[1], "all") == 0;
  int tcp = all || strcmp(argv[1], "tcp") == 0;
  int udp = all || strcmp(argv[1], "udp") == 0;
  int port = argc == 3 ? atoi(argv[2]) : 0;
  if (!tcp && !udp) {
    fprintf(stderr, "%s: neither tcp nor udp nor all\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  printf("Proto Recv-Q Send-Q %-23s %-23s %-11s %5s %s\n", "Local Address", "Foreign Address", "State", "User",
         "Inode");
  if (tcp) list_sockets("tcp", AF_INET, IPPROTO_TCP, port);
  if (tcp) list_sockets("tcp6", AF_INET6, IPPROTO_TCP, port);
  if (udp) list_sockets("udp", AF_INET, IPPROTO_UDP, port);
  if (udp) list_sockets("udp6", AF_INET6, IPPROTO_UDP, port);
  return EXIT_SUCCESS;
}
