/**
 * options: prints the options of a new socket and their values, sets some, and prints what became of them.
 *
 * usage: options TYPE
 *
 * TYPE is `tcp` or `udp`.
 */

import { int, sizeof } from "berkeley/memory";
import {
  IP_MTU_DISCOVER,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_TCP,
} from "berkeley/netinet/in";
import {
  TCP_CONGESTION,
  TCP_CORK,
  TCP_DEFER_ACCEPT,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_LINGER2,
  TCP_MAXSEG,
  TCP_NODELAY,
  TCP_SYNCNT,
  TCP_USER_TIMEOUT,
} from "berkeley/netinet/tcp";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp } from "berkeley/string";
import {
  AF_INET,
  getsockopt,
  linger,
  setsockopt,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DONTROUTE,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_RCVBUF,
  SO_RCVLOWAT,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_SNDBUF,
  SO_SNDLOWAT,
  SO_SNDTIMEO,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";

/** Prints an option's value, as what it is. */
type Show = (sockfd: number, level: number, option: number) => number;

const show_int: Show = (sockfd, level, option) => {
  const value = new int();
  if (getsockopt(sockfd, level, option, value, new socklen_t(sizeof(value))) === -1) return -1;
  printf("%d\n", value.value);
  return 0;
};

const show_linger: Show = (sockfd, level, option) => {
  const value = new linger();
  if (getsockopt(sockfd, level, option, value, new socklen_t(sizeof(value))) === -1) return -1;
  printf("%s, %d s\n", value.l_onoff ? "on" : "off", value.l_linger);
  return 0;
};

const show_time: Show = (sockfd, level, option) => {
  const value = new timeval();
  if (getsockopt(sockfd, level, option, value, new socklen_t(sizeof(value))) === -1) return -1;
  printf("%d.%06d s\n", value.tv_sec, value.tv_usec);
  return 0;
};

const show_string: Show = (sockfd, level, option) => {
  const value = Buffer.alloc(16);
  if (getsockopt(sockfd, level, option, value, new socklen_t(sizeof(value))) === -1) return -1;
  printf("%.16s\n", value);
  return 0;
};

const options = [
  { name: "SO_ACCEPTCONN", level: SOL_SOCKET, option: SO_ACCEPTCONN, show: show_int },
  { name: "SO_BROADCAST", level: SOL_SOCKET, option: SO_BROADCAST, show: show_int },
  { name: "SO_DONTROUTE", level: SOL_SOCKET, option: SO_DONTROUTE, show: show_int },
  { name: "SO_ERROR", level: SOL_SOCKET, option: SO_ERROR, show: show_int },
  { name: "SO_KEEPALIVE", level: SOL_SOCKET, option: SO_KEEPALIVE, show: show_int },
  { name: "SO_LINGER", level: SOL_SOCKET, option: SO_LINGER, show: show_linger },
  { name: "SO_OOBINLINE", level: SOL_SOCKET, option: SO_OOBINLINE, show: show_int },
  { name: "SO_RCVBUF", level: SOL_SOCKET, option: SO_RCVBUF, show: show_int },
  { name: "SO_SNDBUF", level: SOL_SOCKET, option: SO_SNDBUF, show: show_int },
  { name: "SO_RCVLOWAT", level: SOL_SOCKET, option: SO_RCVLOWAT, show: show_int },
  { name: "SO_SNDLOWAT", level: SOL_SOCKET, option: SO_SNDLOWAT, show: show_int },
  { name: "SO_RCVTIMEO", level: SOL_SOCKET, option: SO_RCVTIMEO, show: show_time },
  { name: "SO_SNDTIMEO", level: SOL_SOCKET, option: SO_SNDTIMEO, show: show_time },
  { name: "SO_REUSEADDR", level: SOL_SOCKET, option: SO_REUSEADDR, show: show_int },
  { name: "SO_REUSEPORT", level: SOL_SOCKET, option: SO_REUSEPORT, show: show_int },
  { name: "SO_TYPE", level: SOL_SOCKET, option: SO_TYPE, show: show_int },
  { name: "IP_MTU_DISCOVER", level: IPPROTO_IP, option: IP_MTU_DISCOVER, show: show_int },
  { name: "IP_MULTICAST_LOOP", level: IPPROTO_IP, option: IP_MULTICAST_LOOP, show: show_int },
  { name: "IP_MULTICAST_TTL", level: IPPROTO_IP, option: IP_MULTICAST_TTL, show: show_int },
  { name: "IP_TOS", level: IPPROTO_IP, option: IP_TOS, show: show_int },
  { name: "IP_TTL", level: IPPROTO_IP, option: IP_TTL, show: show_int },
  { name: "TCP_CONGESTION", level: IPPROTO_TCP, option: TCP_CONGESTION, show: show_string },
  { name: "TCP_CORK", level: IPPROTO_TCP, option: TCP_CORK, show: show_int },
  { name: "TCP_DEFER_ACCEPT", level: IPPROTO_TCP, option: TCP_DEFER_ACCEPT, show: show_int },
  { name: "TCP_KEEPCNT", level: IPPROTO_TCP, option: TCP_KEEPCNT, show: show_int },
  { name: "TCP_KEEPIDLE", level: IPPROTO_TCP, option: TCP_KEEPIDLE, show: show_int },
  { name: "TCP_KEEPINTVL", level: IPPROTO_TCP, option: TCP_KEEPINTVL, show: show_int },
  { name: "TCP_LINGER2", level: IPPROTO_TCP, option: TCP_LINGER2, show: show_int },
  { name: "TCP_MAXSEG", level: IPPROTO_TCP, option: TCP_MAXSEG, show: show_int },
  { name: "TCP_NODELAY", level: IPPROTO_TCP, option: TCP_NODELAY, show: show_int },
  { name: "TCP_SYNCNT", level: IPPROTO_TCP, option: TCP_SYNCNT, show: show_int },
  { name: "TCP_USER_TIMEOUT", level: IPPROTO_TCP, option: TCP_USER_TIMEOUT, show: show_int },
];

/** Prints a value, unless the socket has no such option: a UDP socket has none of TCP's. */
function show(sockfd: number, name: string): void {
  for (let i = 0; i < options.length; i++) {
    const { level, option } = options[i];
    if (strcmp(options[i].name, name) !== 0) continue;
    printf("%-18s ", name);
    if (options[i].show(sockfd, level, option) === -1) printf("(none)\n");
  }
}

function set(sockfd: number): void {
  const one = new int(1);
  if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, one, sizeof(one)) === -1) perror("SO_REUSEADDR");
  show(sockfd, "SO_REUSEADDR");

  // The kernel doubles it: its own bookkeeping takes room, too.
  const size = new int(10000);
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVBUF, size, sizeof(size)) === -1) perror("SO_RCVBUF");
  show(sockfd, "SO_RCVBUF");

  const on = new linger({ l_onoff: 1, l_linger: 5 });
  if (setsockopt(sockfd, SOL_SOCKET, SO_LINGER, on, sizeof(on)) === -1) perror("SO_LINGER");
  show(sockfd, "SO_LINGER");

  // It is kept in ticks of the kernel's clock: what is read back may be more.
  const limit = new timeval({ tv_sec: 1, tv_usec: 500000 });
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVTIMEO, limit, sizeof(limit)) === -1) perror("SO_RCVTIMEO");
  show(sockfd, "SO_RCVTIMEO");

  const hops = new int(9);
  if (setsockopt(sockfd, IPPROTO_IP, IP_TTL, hops, sizeof(hops)) === -1) perror("IP_TTL");
  show(sockfd, "IP_TTL");

  if (setsockopt(sockfd, IPPROTO_TCP, TCP_NODELAY, one, sizeof(one)) === -1) perror("TCP_NODELAY");
  show(sockfd, "TCP_NODELAY");

  // This one can only be read.
  if (setsockopt(sockfd, SOL_SOCKET, SO_TYPE, one, sizeof(one)) === -1) perror("SO_TYPE");
  show(sockfd, "SO_TYPE");
}

function main(argc: number, argv: string[]): number {
  const is_tcp = argc === 2 && strcmp(argv[1], "tcp") === 0;
  const is_udp = argc === 2 && strcmp(argv[1], "udp") === 0;
  if (!is_tcp && !is_udp) {
    fprintf(stderr, "usage: %s TYPE\n\nTYPE is tcp or udp.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const sockfd = socket(AF_INET, is_tcp ? SOCK_STREAM : SOCK_DGRAM, 0);
  if (sockfd === -1) die("socket");
  for (let i = 0; i < options.length; i++) show(sockfd, options[i].name);
  printf("\nset:\n");
  set(sockfd);

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
