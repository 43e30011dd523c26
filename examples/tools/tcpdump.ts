/**
 * tcpdump: prints the TCP segments that an interface sees: the handshake of each connection, its data and its close.
 *
 * usage: tcpdump INTERFACE COUNT [PORT]
 *
 * It ends after COUNT segments; with PORT it prints those of this port alone. Packet sockets need CAP_NET_RAW.
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { ETH_P_ALL, ETH_P_IP, ETH_P_IPV6, PACKET_OUTGOING, sockaddr_ll } from "berkeley/linux/if_packet";
import { cast, sizeof } from "berkeley/memory";
import { if_nametoindex } from "berkeley/net/if";
import {
  htons,
  type in6_addr,
  type in_addr,
  INET6_ADDRSTRLEN,
  type in_port_t,
  IPPROTO_TCP,
  ntohl,
  ntohs,
} from "berkeley/netinet/in";
import { ip } from "berkeley/netinet/ip";
import { ip6_hdr } from "berkeley/netinet/ip6";
import { tcphdr } from "berkeley/netinet/tcp";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { AF_INET, AF_INET6, AF_PACKET, bind, recvfrom, SOCK_DGRAM, socket, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

const MINHLEN = 20; // Of the headers of IPv4 and TCP, which may be longer.

function print_endpoint(family: number, addr: in_addr | in6_addr, port: in_port_t): void {
  const s = Buffer.alloc(INET6_ADDRSTRLEN);
  printf("%s.%d", inet_ntop(family, addr, s, sizeof(s)), ntohs(port));
}

function print_segment(tcp: tcphdr, len: number): void {
  printf(":");
  if (tcp.syn) printf(" SYN");
  if (tcp.fin) printf(" FIN");
  if (tcp.rst) printf(" RST");
  if (tcp.psh) printf(" PSH");
  if (tcp.urg) printf(" URG");
  printf(" seq %u", ntohl(tcp.th_seq));
  if (tcp.ack) printf(" ack %u", ntohl(tcp.th_ack));
  printf(" win %d", ntohs(tcp.th_win));
  printf(" length %d\n", len - (tcp.th_off << 2));
}

/** Whether the first `n` bytes of `segment`, which says it has `len`, are one of TCP that has this port, if it is one. */
function is_wanted(segment: Buffer, n: number, len: number, port: in_port_t): boolean {
  if (n < sizeof(tcphdr)) return false;
  const tcp = cast(tcphdr, segment);
  if (tcp.th_off << 2 < MINHLEN || tcp.th_off << 2 > len) return false;
  return port === htons(0) || tcp.th_sport === port || tcp.th_dport === port;
}

/** Prints a packet. Returns whether it was wanted. */
function print_ip(packet: Buffer, n: number, port: in_port_t): boolean {
  const header = cast(ip, packet);
  const hlen = header.ip_hl << 2;
  const segment = packet.subarray(hlen);

  if (n < sizeof(ip) || hlen < MINHLEN || header.ip_p !== IPPROTO_TCP) return false;
  const len = ntohs(header.ip_len) - hlen;
  if (!is_wanted(segment, n - hlen, len, port)) return false;
  const tcp = cast(tcphdr, segment);
  print_endpoint(AF_INET, header.ip_src, tcp.th_sport);
  printf(" > ");
  print_endpoint(AF_INET, header.ip_dst, tcp.th_dport);
  print_segment(tcp, len);
  return true;
}

/** The same for IPv6, where TCP follows the header at once. */
function print_ip6(packet: Buffer, n: number, port: in_port_t): boolean {
  const header = cast(ip6_hdr, packet);
  const segment = packet.subarray(sizeof(ip6_hdr));

  if (n < sizeof(ip6_hdr) || header.ip6_nxt !== IPPROTO_TCP) return false;
  const len = ntohs(header.ip6_plen);
  if (!is_wanted(segment, n - sizeof(ip6_hdr), len, port)) return false;
  const tcp = cast(tcphdr, segment);
  print_endpoint(AF_INET6, header.ip6_src, tcp.th_sport);
  printf(" > ");
  print_endpoint(AF_INET6, header.ip6_dst, tcp.th_dport);
  print_segment(tcp, len);
  return true;
}

function main(argc: number, argv: string[]): number {
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s INTERFACE COUNT [PORT]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const count = atoi(argv[2]);
  const port = argc === 4 ? htons(atoi(argv[3])) : htons(0);

  // SOCK_DGRAM leaves away the header of the link; SOCK_RAW would show an ether_header first. What goes out is seen
  // only by those who want all protocols.
  const sockfd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL));
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  const addr = new sockaddr_ll();
  addr.sll_family = AF_PACKET;
  addr.sll_protocol = htons(ETH_P_ALL);
  addr.sll_ifindex = if_nametoindex(argv[1]);
  if (addr.sll_ifindex === 0) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }
  if (bind(sockfd, addr, sizeof(addr)) === -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  const loopback = if_nametoindex("lo");
  fprintf(stderr, "listening on %s\n", argv[1]);

  const packet = Buffer.alloc(65536);
  const from = new sockaddr_ll();
  const fromlen = new socklen_t();
  for (let seen = 0; seen < count;) {
    fromlen.value = sizeof(from);
    const n = recvfrom(sockfd, packet, sizeof(packet), 0, from, fromlen);
    if (n === -1) {
      perror("recvfrom");
      exit(EXIT_FAILURE);
    }
    // The loopback interface shows each packet twice: going out and coming in. Others may have come before the bind.
    if (from.sll_pkttype === PACKET_OUTGOING && from.sll_ifindex === loopback) continue;
    if (from.sll_ifindex !== addr.sll_ifindex) continue;
    if (from.sll_protocol === htons(ETH_P_IP) && print_ip(packet, n, port)) seen++;
    if (from.sll_protocol === htons(ETH_P_IPV6) && print_ip6(packet, n, port)) seen++;
    fflush(stdout);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
