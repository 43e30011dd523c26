/**
 * tcpdump: prints the TCP segments that an interface sees: the handshake of each connection, its data and its close.
 *
 * usage: tcpdump INTERFACE COUNT [PORT]
 *
 * It ends after COUNT segments; with PORT it prints those of this port alone. Packet sockets need CAP_NET_RAW.
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { ETH_P_IP, PACKET_OUTGOING, sockaddr_ll } from "berkeley/linux/if_packet";
import { cast, sizeof } from "berkeley/memory";
import { if_nametoindex } from "berkeley/net/if";
import { htons, type in_addr, INET_ADDRSTRLEN, type in_port_t, IPPROTO_TCP, ntohl, ntohs } from "berkeley/netinet/in";
import { ip } from "berkeley/netinet/ip";
import { tcphdr } from "berkeley/netinet/tcp";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { AF_INET, AF_PACKET, bind, recvfrom, SOCK_DGRAM, socket, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

function print_endpoint(addr: in_addr, port: in_port_t): void {
  const s = Buffer.alloc(INET_ADDRSTRLEN);
  printf("%s.%d", inet_ntop(AF_INET, addr, s, sizeof(s)), ntohs(port));
}

function print_segment(header: ip, tcp: tcphdr): void {
  const datalen = ntohs(header.ip_len) - (header.ip_hl << 2) - (tcp.th_off << 2);

  print_endpoint(header.ip_src, tcp.th_sport);
  printf(" > ");
  print_endpoint(header.ip_dst, tcp.th_dport);
  printf(":");
  if (tcp.syn) printf(" SYN");
  if (tcp.fin) printf(" FIN");
  if (tcp.rst) printf(" RST");
  if (tcp.psh) printf(" PSH");
  if (tcp.urg) printf(" URG");
  printf(" seq %u", ntohl(tcp.th_seq));
  if (tcp.ack) printf(" ack %u", ntohl(tcp.th_ack));
  printf(" win %d", ntohs(tcp.th_win));
  printf(" length %d\n", datalen);
}

function main(argc: number, argv: string[]): number {
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s INTERFACE COUNT [PORT]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const count = atoi(argv[2]);
  const port = argc === 4 ? htons(atoi(argv[3])) : htons(0);

  // SOCK_DGRAM leaves away the header of the link; SOCK_RAW would show an ether_header first.
  const sockfd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_IP));
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  const addr = new sockaddr_ll();
  addr.sll_family = AF_PACKET;
  addr.sll_protocol = htons(ETH_P_IP);
  addr.sll_ifindex = if_nametoindex(argv[1]);
  if (addr.sll_ifindex === 0) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }
  if (bind(sockfd, addr, sizeof(addr)) === -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
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
    // The loopback interface shows each packet twice: going out and coming in.
    if (from.sll_pkttype === PACKET_OUTGOING && from.sll_ifindex === if_nametoindex("lo")) continue;

    const header = cast(ip, packet);
    const hlen = header.ip_hl << 2;
    if (n < sizeof(ip) || header.ip_p !== IPPROTO_TCP || n < hlen + sizeof(tcphdr)) continue;
    const tcp = cast(tcphdr, packet.subarray(hlen));
    if (port !== htons(0) && tcp.th_sport !== port && tcp.th_dport !== port) continue;

    print_segment(header, tcp);
    fflush(stdout);
    seen++;
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
