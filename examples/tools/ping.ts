/**
 * ping: sends echo requests of ICMP, one after the other, and tells how long the answers take.
 *
 * usage: ping HOST [COUNT]
 *
 * HOST is a numeric IPv4 address. Without the right to raw sockets it uses a datagram socket of ICMP, where
 * net.ipv4.ping_group_range permits those.
 */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { EAGAIN, errno } from "berkeley/errno";
import { cast, sizeof } from "berkeley/memory";
import { htons, INET_ADDRSTRLEN, IPPROTO_ICMP, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { ip } from "berkeley/netinet/ip";
import { ICMP_ECHO, ICMP_ECHOREPLY, icmp } from "berkeley/netinet/ip_icmp";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import {
  AF_INET,
  recvfrom,
  sendto,
  setsockopt,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  SOCK_RAW,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { close, getpid } from "berkeley/unistd";

const HEADER = 8; // Of the message, before its data.
const DATALEN = 56;

/** The internet's checksum of RFC 1071. The sum is the same in either byte order. */
function in_cksum(addr: Buffer, len: number): number {
  let sum = 0;

  for (let i = 0; i < len; i += 2) sum += addr[i] | ((i + 1 < len ? addr[i + 1] : 0) << 8);
  sum = (sum >> 16) + (sum & 0xffff);
  sum += sum >> 16;
  return ~sum & 0xffff;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s HOST [COUNT]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const count = argc === 3 ? atoi(argv[2]) : 4;

  const dest = new sockaddr_in();
  dest.sin_family = AF_INET;
  if (inet_pton(AF_INET, argv[1], dest.sin_addr) !== 1) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  let is_raw = true;
  let sockfd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  if (sockfd === -1) {
    is_raw = false;
    sockfd = socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  }
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  const timeout = new timeval({ tv_sec: 1 });
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVTIMEO, timeout, sizeof(timeout)) === -1) {
    perror("setsockopt SO_RCVTIMEO");
    exit(EXIT_FAILURE);
  }

  const pid = getpid() & 0xffff;
  const sendbuf = Buffer.alloc(HEADER + DATALEN);
  const recvbuf = Buffer.alloc(1500);
  const from = new sockaddr_in();
  const fromlen = new socklen_t();
  const s = Buffer.alloc(INET_ADDRSTRLEN);
  let received = 0;
  let [min, max, total] = [Infinity, 0, 0];

  for (let seq = 1; seq <= count; seq++) {
    const request = cast(icmp, sendbuf);
    request.icmp_type = ICMP_ECHO;
    request.icmp_id = pid;
    request.icmp_seq = htons(seq);
    request.icmp_cksum = 0;
    request.icmp_cksum = in_cksum(sendbuf, sizeof(sendbuf));

    const start = process.hrtime.bigint();
    if (sendto(sockfd, sendbuf, sizeof(sendbuf), 0, dest, sizeof(dest)) === -1) {
      perror("sendto");
      exit(EXIT_FAILURE);
    }

    for (;;) {
      fromlen.value = sizeof(from);
      const n = recvfrom(sockfd, recvbuf, sizeof(recvbuf), 0, from, fromlen);
      if (n === -1) {
        if (errno !== EAGAIN) {
          perror("recvfrom");
          exit(EXIT_FAILURE);
        }
        printf("no answer to icmp_seq=%d\n", seq);
        break;
      }
      const rtt = Number(process.hrtime.bigint() - start) / 1e6;

      // A raw socket has the header of IP before the message, and messages that other programs wait for.
      const ip_header = is_raw ? cast(ip, recvbuf) : null;
      const offset = ip_header === null ? 0 : ip_header.ip_hl << 2;
      if (n < offset + HEADER) continue;
      const reply = cast(icmp, recvbuf.subarray(offset));
      if (reply.icmp_type !== ICMP_ECHOREPLY || ntohs(reply.icmp_seq) !== seq) continue;
      if (is_raw && reply.icmp_id !== pid) continue;

      printf("%d bytes from %s:", n - offset, inet_ntop(AF_INET, from.sin_addr, s, sizeof(s)));
      printf(" icmp_seq=%d", ntohs(reply.icmp_seq));
      if (ip_header !== null) printf(" ttl=%d", ip_header.ip_ttl);
      printf(" time=%.3f ms\n", rtt);
      received++;
      total += rtt;
      min = Math.min(min, rtt);
      max = Math.max(max, rtt);
      break;
    }
  }

  printf("%d packets transmitted, %d received\n", count, received);
  if (received > 0) printf("rtt min/avg/max = %.3f/%.3f/%.3f ms\n", min, total / received, max);
  close(sockfd);
  return received > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
