// The C twin of examples/tools/tcpdump.ts.

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define MINHLEN 20

static void print_endpoint(int family, const void* addr, in_port_t port) {
  char s[INET6_ADDRSTRLEN];
  printf("%s.%d", inet_ntop(family, addr, s, sizeof s), ntohs(port));
}

static void print_segment(const struct tcphdr* tcp, int len) {
  printf(":");
  if (tcp->syn) printf(" SYN");
  if (tcp->fin) printf(" FIN");
  if (tcp->rst) printf(" RST");
  if (tcp->psh) printf(" PSH");
  if (tcp->urg) printf(" URG");
  printf(" seq %u", ntohl(tcp->th_seq));
  if (tcp->ack) printf(" ack %u", ntohl(tcp->th_ack));
  printf(" win %d", ntohs(tcp->th_win));
  printf(" length %d\n", len - (tcp->th_off << 2));
}

static int is_wanted(const char* segment, int n, int len, in_port_t port) {
  if (n < (int)sizeof(struct tcphdr)) return 0;
  const struct tcphdr* tcp = (const struct tcphdr*)segment;
  if (tcp->th_off << 2 < MINHLEN || tcp->th_off << 2 > len) return 0;
  return port == htons(0) || tcp->th_sport == port || tcp->th_dport == port;
}

static int print_ip(const char* packet, int n, in_port_t port) {
  const struct ip* header = (const struct ip*)packet;
  int hlen = header->ip_hl << 2;
  const char* segment = packet + hlen;

  if (n < (int)sizeof(struct ip) || hlen < MINHLEN || header->ip_p != IPPROTO_TCP) return 0;
  int len = ntohs(header->ip_len) - hlen;
  if (!is_wanted(segment, n - hlen, len, port)) return 0;
  const struct tcphdr* tcp = (const struct tcphdr*)segment;
  print_endpoint(AF_INET, &header->ip_src, tcp->th_sport);
  printf(" > ");
  print_endpoint(AF_INET, &header->ip_dst, tcp->th_dport);
  print_segment(tcp, len);
  return 1;
}

static int print_ip6(const char* packet, int n, in_port_t port) {
  const struct ip6_hdr* header = (const struct ip6_hdr*)packet;
  const char* segment = packet + sizeof(struct ip6_hdr);

  if (n < (int)sizeof(struct ip6_hdr) || header->ip6_nxt != IPPROTO_TCP) return 0;
  int len = ntohs(header->ip6_plen);
  if (!is_wanted(segment, n - (int)sizeof(struct ip6_hdr), len, port)) return 0;
  const struct tcphdr* tcp = (const struct tcphdr*)segment;
  print_endpoint(AF_INET6, &header->ip6_src, tcp->th_sport);
  printf(" > ");
  print_endpoint(AF_INET6, &header->ip6_dst, tcp->th_dport);
  print_segment(tcp, len);
  return 1;
}

int main(int argc, char* argv[]) {
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s INTERFACE COUNT [PORT]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int count = atoi(argv[2]);
  in_port_t port = argc == 4 ? htons(atoi(argv[3])) : htons(0);

  int sockfd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL));
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  struct sockaddr_ll addr = {0};
  addr.sll_family = AF_PACKET;
  addr.sll_protocol = htons(ETH_P_ALL);
  addr.sll_ifindex = if_nametoindex(argv[1]);
  if (addr.sll_ifindex == 0) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }
  if (bind(sockfd, (struct sockaddr*)&addr, sizeof addr) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  int loopback = if_nametoindex("lo");
  fprintf(stderr, "listening on %s\n", argv[1]);

  _Alignas(struct ip6_hdr) static char packet[65536];
  struct sockaddr_ll from;
  socklen_t fromlen;
  for (int seen = 0; seen < count;) {
    fromlen = sizeof from;
    ssize_t n = recvfrom(sockfd, packet, sizeof packet, 0, (struct sockaddr*)&from, &fromlen);
    if (n == -1) {
      perror("recvfrom");
      exit(EXIT_FAILURE);
    }
    if (from.sll_pkttype == PACKET_OUTGOING && from.sll_ifindex == loopback) continue;
    if (from.sll_ifindex != addr.sll_ifindex) continue;
    if (from.sll_protocol == htons(ETH_P_IP) && print_ip(packet, n, port)) seen++;
    if (from.sll_protocol == htons(ETH_P_IPV6) && print_ip6(packet, n, port)) seen++;
    fflush(stdout);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
