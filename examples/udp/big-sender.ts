/**
 * big-sender: sends a big datagram to big-receiver in one piece, and finds out how much the path to it lets through.
 *
 * usage: big-sender HOST PORT BYTES
 *
 * HOST is a numeric IPv4 address. The kernel is told not to fragment (IP_MTU_DISCOVER). So a datagram that is too big
 * fails with EMSGSIZE: at once, if the first interface cannot take it, or later, when a router reports that it could
 * not send it on. Then IP_MTU tells what the kernel knows of the path, and the sender sends as much as fits.
 */

import { EMSGSIZE, errno } from "berkeley/errno";
import { int, sizeof } from "berkeley/memory";
import { IP_MTU, IP_MTU_DISCOVER, IP_PMTUDISC_DO, IPPROTO_IP } from "berkeley/netinet/in";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { memset } from "berkeley/string";
import {
  AF_INET,
  connect,
  getsockopt,
  recv,
  send,
  setsockopt,
  SOCK_DGRAM,
  socket,
  socklen_t,
  SOL_SOCKET,
  SO_RCVTIMEO,
} from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { ipv4_address } from "../support/net.ts";

const MAXIMUM = 65535; // of an IP packet
const HEADERS = 20 + 8; // of IP and of UDP, in each packet
const TRIES = 5; // Each router on the path may let through less than the one before.

/** Sends a datagram and waits for its answer. Returns 0, or -1 with EMSGSIZE. */
function send_and_wait(sockfd: number, bytes: number): number {
  const buf = Buffer.alloc(MAXIMUM);
  memset(buf, "#", sizeof(buf));
  if (send(sockfd, buf, bytes, 0) === -1) {
    if (errno !== EMSGSIZE) die("send");
    perror("send");
    return -1;
  }
  const n = recv(sockfd, buf, sizeof(buf), 0);
  if (n === -1) {
    if (errno !== EMSGSIZE) die("recv");
    perror("recv");
    return -1;
  }
  printf("%.*s bytes have arrived in one piece\n", n, buf);
  return 0;
}

/** What the path is known to let through. */
function path_mtu(sockfd: number): number {
  const mtu = new int();
  if (getsockopt(sockfd, IPPROTO_IP, IP_MTU, mtu, new socklen_t(sizeof(mtu))) === -1) die("getsockopt");
  return mtu.value;
}

function main(argc: number, argv: string[]): number {
  let bytes = argc === 4 ? atoi(argv[3]) : -1;
  if (bytes < 0 || bytes > MAXIMUM) {
    fprintf(stderr, "usage: %s HOST PORT BYTES\n\nBYTES are up to %d.\n", argv[0], MAXIMUM);
    exit(EXIT_FAILURE);
  }

  const servaddr = ipv4_address(argv[1], atoi(argv[2]));
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) die("socket");
  const discover = new int(IP_PMTUDISC_DO);
  if (setsockopt(sockfd, IPPROTO_IP, IP_MTU_DISCOVER, discover, sizeof(discover)) === -1) die("setsockopt");
  const limit = new timeval({ tv_sec: 5 });
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVTIMEO, limit, sizeof(limit)) === -1) die("setsockopt");
  if (connect(sockfd, servaddr, sizeof(servaddr)) === -1) die("connect");

  for (let i = 0; i < TRIES; i++) {
    if (send_and_wait(sockfd, bytes) === 0) {
      close(sockfd);
      return EXIT_SUCCESS;
    }
    const mtu = path_mtu(sockfd);
    bytes = mtu - HEADERS;
    printf("the path's MTU is %d: %d bytes may fit\n", mtu, bytes);
  }
  return EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
