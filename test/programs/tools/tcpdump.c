// The C twin of examples/tools/tcpdump.ts.

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/if_ether.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void print_endpoint(struct in_addr addr, in_port_t port) {
  char s[INET_ADDRSTRLEN];
  printf("%s.%d", inet_ntop(AF_INET, &addr, s, sizeof s), ntohs(port));
}

static void print_segment(const struct ip* header, const struct tcphdr* tcp) {
  int datalen = ntohs(header->ip_len) - (header->ip_hl << 2) - (tcp->th_off << 2);

  print_endpoint(header->ip_src, tcp->th_sport);
  printf(" > ");
  print_endpoint(header->ip_dst, tcp->th_dport);
  printf(":");
  if (tcp->syn) printf(" SYN");
  if (tcp->fin) printf(" FIN");
  if (tcp->rst) printf(" RST");
  if (tcp->psh) printf(" PSH");
  if (tcp->urg) printf(" URG");
  printf(" seq %u", ntohl(tcp->th_seq));
  if (tcp->ack) printf(" ack %u", ntohl(tcp->th_ack));
  printf(" win %d", ntohs(tcp->th_win));
  printf(" length %d\n", datalen);
}

int main(int argc, char* argv[]) {
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s INTERFACE COUNT [PORT]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int count = atoi(argv[2]);
  in_port_t port = argc == 4 ? htons(atoi(argv[3])) : htons(0);

  int sockfd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_IP));
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  struct sockaddr_ll addr = {0};
  addr.sll_family = AF_PACKET;
  addr.sll_protocol = htons(ETH_P_IP);
  addr.sll_ifindex = if_nametoindex(argv[1]);
  if (addr.sll_ifindex == 0) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }
  if (bind(sockfd, (struct sockaddr*)&addr, sizeof addr) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  fprintf(stderr, "listening on %s\n", argv[1]);

  static char packet[65536];
  struct sockaddr_ll from;
  for (int seen = 0; seen < count;) {
    socklen_t fromlen = sizeof from;
    ssize_t n = recvfrom(sockfd, packet, sizeof packet, 0, (struct sockaddr*)&from, &fromlen);
    if (n == -1) {
      perror("recvfrom");
      exit(EXIT_FAILURE);
    }
    if (from.sll_pkttype == PACKET_OUTGOING && from.sll_ifindex == (int)if_nametoindex("lo")) continue;

    const struct ip* header = (const struct ip*)packet;
    int hlen = header->ip_hl << 2;
    if (n < (ssize_t)sizeof(struct ip) || header->ip_p != IPPROTO_TCP) continue;
    if (n < hlen + (ssize_t)sizeof(struct tcphdr)) continue;
    const struct tcphdr* tcp = (const struct tcphdr*)(packet + hlen);
    if (port != htons(0) && tcp->th_sport != port && tcp->th_dport != port) continue;

    print_segment(header, tcp);
    fflush(stdout);
    seen++;
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
