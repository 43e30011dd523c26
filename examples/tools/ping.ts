/**
 * ping: sends echo requests of ICMP, one after the other, and tells how long the answers take.
 *
 * usage: ping HOST [COUNT]
 *
 * HOST is a numeric address of IPv4 or IPv6. Without the right to raw sockets it uses a datagram socket of ICMP, where
 * net.ipv4.ping_group_range permits those.
 */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { cast, sizeof } from "berkeley/memory";
import {
  ICMP6_ECHO_REPLY,
  ICMP6_ECHO_REQUEST,
  ICMP6_FILTER,
  icmp6_filter,
  ICMP6_FILTER_SETBLOCKALL,
  ICMP6_FILTER_SETPASS,
  icmp6_hdr,
} from "berkeley/netinet/icmp6";
import { htons, INET6_ADDRSTRLEN, IPPROTO_ICMP, IPPROTO_ICMPV6, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import { ip } from "berkeley/netinet/ip";
import { ICMP_ECHO, ICMP_ECHOREPLY, icmp } from "berkeley/netinet/ip_icmp";
import { POLLIN } from "berkeley/poll";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import {
  AF_INET,
  AF_INET6,
  recvfrom,
  sendto,
  setsockopt,
  SOCK_DGRAM,
  SOCK_RAW,
  sockaddr_storage,
  socket,
  socklen_t,
} from "berkeley/sys/socket";
import { clock_gettime, CLOCK_MONOTONIC, timespec } from "berkeley/time";
import { close, getpid } from "berkeley/unistd";

import { milliseconds, wait_for } from "../support/wait.ts";

const HEADER = 8; // Of the message, before its data.
const DATALEN = 56;
const TIMEOUT_MS = 1000;

let family = AF_INET;
let is_raw = true;

/** The internet's checksum of RFC 1071. The sum is the same in either byte order. */
function in_cksum(addr: Buffer, len: number): number {
  let sum = 0;

  for (let i = 0; i < len; i += 2) sum += addr[i] | ((i + 1 < len ? addr[i + 1] : 0) << 8);
  sum = (sum >> 16) + (sum & 0xffff);
  sum += sum >> 16;
  return ~sum & 0xffff;
}

/** Makes an address of numbers, and says by `family` of which kind. Returns its length, or 0 where it is none. */
function make_address(dest: sockaddr_storage, host: string): number {
  const sin = cast(sockaddr_in, dest);
  const sin6 = cast(sockaddr_in6, dest);

  if (inet_pton(AF_INET, host, sin.sin_addr) === 1) {
    sin.sin_family = family = AF_INET;
    return sizeof(sin);
  }
  if (inet_pton(AF_INET6, host, sin6.sin6_addr) === 1) {
    sin6.sin6_family = family = AF_INET6;
    return sizeof(sin6);
  }
  return 0;
}

function open_socket(): number {
  const protocol = family === AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
  const filter = new icmp6_filter();

  let sockfd = socket(family, SOCK_RAW, protocol);
  if (sockfd === -1) {
    is_raw = false;
    sockfd = socket(family, SOCK_DGRAM, protocol);
  }
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (family === AF_INET6 && is_raw) {
    ICMP6_FILTER_SETBLOCKALL(filter);
    ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, filter);
    if (setsockopt(sockfd, IPPROTO_ICMPV6, ICMP6_FILTER, filter, sizeof(filter)) === -1) {
      perror("setsockopt ICMP6_FILTER");
      exit(EXIT_FAILURE);
    }
  }
  return sockfd;
}

function make_request(buf: Buffer, id: number, seq: number): void {
  if (family === AF_INET6) {
    const request = cast(icmp6_hdr, buf);
    request.icmp6_type = ICMP6_ECHO_REQUEST;
    request.icmp6_id = id;
    request.icmp6_seq = htons(seq);
    return; // The kernel makes the checksum, which the addresses are part of.
  }
  const request = cast(icmp, buf);
  request.icmp_type = ICMP_ECHO;
  request.icmp_id = id;
  request.icmp_seq = htons(seq);
  request.icmp_cksum = 0;
  request.icmp_cksum = in_cksum(buf, sizeof(buf));
}

/** Whether a message is the answer. A datagram socket has an id of its own, and only the answers to that. */
function is_reply(message: Buffer, id: number, seq: number): boolean {
  if (family === AF_INET6) {
    const reply = cast(icmp6_hdr, message);
    return (
      reply.icmp6_type === ICMP6_ECHO_REPLY && reply.icmp6_seq === htons(seq) && (!is_raw || reply.icmp6_id === id)
    );
  }
  const reply = cast(icmp, message);
  return reply.icmp_type === ICMP_ECHOREPLY && reply.icmp_seq === htons(seq) && (!is_raw || reply.icmp_id === id);
}

function print_address(from: sockaddr_storage): void {
  const s = Buffer.alloc(INET6_ADDRSTRLEN);

  if (family === AF_INET) inet_ntop(AF_INET, cast(sockaddr_in, from).sin_addr, s, sizeof(s));
  else inet_ntop(AF_INET6, cast(sockaddr_in6, from).sin6_addr, s, sizeof(s));
  printf("%s", s);
}

/** Waits for the answer, and prints it. Returns after how many milliseconds it came, or -1 where it did not. */
function receive_reply(sockfd: number, id: number, seq: number, start: timespec): number {
  const buf = Buffer.alloc(1500);
  const from = new sockaddr_storage();
  const fromlen = new socklen_t();
  const end = new timespec();
  const deadline = milliseconds() + TIMEOUT_MS;

  while (wait_for(sockfd, POLLIN, deadline)) {
    fromlen.value = sizeof(from);
    const n = recvfrom(sockfd, buf, sizeof(buf), 0, from, fromlen);
    if (n === -1) {
      perror("recvfrom");
      exit(EXIT_FAILURE);
    }
    clock_gettime(CLOCK_MONOTONIC, end);
    const rtt = (end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1e6;

    // A raw socket has messages that other programs wait for, and with IPv4 the header of IP before each.
    const ip_header = is_raw && family === AF_INET ? cast(ip, buf) : null;
    const offset = ip_header === null ? 0 : ip_header.ip_hl << 2;
    if (n < offset + HEADER || !is_reply(buf.subarray(offset), id, seq)) continue;

    printf("%d bytes from ", n - offset);
    print_address(from);
    printf(": icmp_seq=%d", seq);
    if (ip_header !== null) printf(" ttl=%d", ip_header.ip_ttl);
    printf(" time=%.3f ms\n", rtt);
    return rtt;
  }
  printf("no answer to icmp_seq=%d\n", seq);
  return -1;
}

function main(argc: number, argv: string[]): number {
  const dest = new sockaddr_storage();
  const sendbuf = Buffer.alloc(HEADER + DATALEN);
  const start = new timespec();
  let received = 0;
  let min = 0;
  let max = 0;
  let total = 0;

  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s HOST [COUNT]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const count = argc === 3 ? atoi(argv[2]) : 4;
  const destlen = make_address(dest, argv[1]);
  if (destlen === 0) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  const sockfd = open_socket();
  const id = getpid() & 0xffff;

  for (let seq = 1; seq <= count; seq++) {
    make_request(sendbuf, id, seq);
    clock_gettime(CLOCK_MONOTONIC, start);
    if (sendto(sockfd, sendbuf, sizeof(sendbuf), 0, dest, destlen) === -1) {
      perror("sendto");
      exit(EXIT_FAILURE);
    }
    const rtt = receive_reply(sockfd, id, seq, start);
    if (rtt === -1) continue;
    if (received === 0 || rtt < min) min = rtt;
    if (received === 0 || rtt > max) max = rtt;
    total += rtt;
    received++;
  }

  printf("%d packets transmitted, %d received\n", count, received);
  if (received > 0) printf("rtt min/avg/max = %.3f/%.3f/%.3f ms\n", min, total / received, max);
  close(sockfd);
  return received > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
