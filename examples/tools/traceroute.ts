/**
 * traceroute: tells through which machines datagrams go to a host, and how long the way to each takes.
 *
 * usage: traceroute [-46] [-m MAXHOPS] [-p PORT] [-q PROBES] [-w SECONDS] HOST
 *
 * It sends datagrams of UDP to ports where nobody listens, the first with so short a life (TTL) that the first machine
 * drops them, and so on. What drops a datagram says so by ICMP, and IP_RECVERR makes the kernel tell who. No rights are
 * needed. Behind a time, !H means that the host cannot be reached, !N the network, !P the protocol, !X that it is not
 * permitted, !F that the datagram is too big.
 */

import { getopt, optarg, optind } from "berkeley/getopt";
import { SO_EE_OFFENDER, SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6, sock_extended_err } from "berkeley/linux/errqueue";
import { array, cast, int, ptr, sizeof } from "berkeley/memory";
import {
  addrinfo,
  freeaddrinfo,
  gai_strerror,
  getaddrinfo,
  getnameinfo,
  NI_MAXHOST,
  NI_NUMERICHOST,
} from "berkeley/netdb";
import {
  ICMP6_DST_UNREACH,
  ICMP6_DST_UNREACH_ADDR,
  ICMP6_DST_UNREACH_ADMIN,
  ICMP6_DST_UNREACH_NOPORT,
  ICMP6_DST_UNREACH_NOROUTE,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_TIME_EXCEEDED,
} from "berkeley/netinet/icmp6";
import {
  htons,
  IP_RECVERR,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_RECVERR,
  IPV6_UNICAST_HOPS,
  sockaddr_in,
  sockaddr_in6,
} from "berkeley/netinet/in";
import {
  ICMP_DEST_UNREACH,
  ICMP_FRAG_NEEDED,
  ICMP_HOST_UNREACH,
  ICMP_NET_UNREACH,
  ICMP_PKT_FILTERED,
  ICMP_PORT_UNREACH,
  ICMP_PROT_UNREACH,
  ICMP_TIME_EXCEEDED,
} from "berkeley/netinet/ip_icmp";
import { poll, pollfd, POLLIN } from "berkeley/poll";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp, strcpy } from "berkeley/string";
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  CMSG_DATA,
  CMSG_FIRSTHDR,
  CMSG_NXTHDR,
  connect,
  iovec,
  MSG_ERRQUEUE,
  msghdr,
  recvmsg,
  send,
  setsockopt,
  SOCK_DGRAM,
  socket,
} from "berkeley/sys/socket";
import { clock_gettime, CLOCK_MONOTONIC, timespec } from "berkeley/time";
import { close } from "berkeley/unistd";

const DATALEN = 32;
const MAXPROBES = 10;

let max_hops = 30;
let first_port = 33434;
let probes = 3;
let timeout = 5000; // In milliseconds.

/** What came of a datagram. */
class reply {
  came = false;
  name = Buffer.alloc(NI_MAXHOST); // Who answered.
  mark = ""; // What stands behind the time.
  is_end = false; // Whether no more hops are worth a try.
  milliseconds = 0;
}

function usage(program: string): never {
  fprintf(stderr, "usage: %s [-46] [-m MAXHOPS] [-p PORT] [-q PROBES] [-w SECONDS] HOST\n", program);
  exit(EXIT_FAILURE);
}

function die(what: string): never {
  perror(what);
  exit(EXIT_FAILURE);
}

/** Makes a socket whose datagrams go `ttl` hops, and which is told what becomes of them. */
function open_probe(family: number, ttl: number): number {
  const hops = new int(ttl);
  const yes = new int(1);

  const sockfd = socket(family, SOCK_DGRAM, 0);
  if (sockfd === -1) die("socket");
  if (family === AF_INET) {
    if (setsockopt(sockfd, IPPROTO_IP, IP_TTL, hops, sizeof(hops)) === -1) die("setsockopt IP_TTL");
    if (setsockopt(sockfd, IPPROTO_IP, IP_RECVERR, yes, sizeof(yes)) === -1) die("setsockopt IP_RECVERR");
  } else {
    if (setsockopt(sockfd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, hops, sizeof(hops)) === -1)
      die("setsockopt IPV6_UNICAST_HOPS");
    if (setsockopt(sockfd, IPPROTO_IPV6, IPV6_RECVERR, yes, sizeof(yes)) === -1) die("setsockopt IPV6_RECVERR");
  }
  return sockfd;
}

function mark_of_icmp(type: number, code: number): string {
  if (type !== ICMP_DEST_UNREACH || code === ICMP_PORT_UNREACH) return "";
  switch (code) {
    case ICMP_NET_UNREACH:
      return " !N";
    case ICMP_HOST_UNREACH:
      return " !H";
    case ICMP_PROT_UNREACH:
      return " !P";
    case ICMP_FRAG_NEEDED:
      return " !F";
    case ICMP_PKT_FILTERED:
      return " !X";
    default:
      return " !?";
  }
}

function mark_of_icmp6(type: number, code: number): string {
  if (type === ICMP6_PACKET_TOO_BIG) return " !F";
  if (type !== ICMP6_DST_UNREACH || code === ICMP6_DST_UNREACH_NOPORT) return "";
  switch (code) {
    case ICMP6_DST_UNREACH_NOROUTE:
      return " !N";
    case ICMP6_DST_UNREACH_ADDR:
      return " !H";
    case ICMP6_DST_UNREACH_ADMIN:
      return " !X";
    default:
      return " !?";
  }
}

/** Reads who said what of the datagram. Returns false where it was nobody on the way. */
function read_error(sockfd: number, family: number, answer: reply): boolean {
  const iov = new iovec({ iov_base: Buffer.alloc(DATALEN), iov_len: DATALEN });
  const control = Buffer.alloc(512);
  const msg = new msghdr({ msg_iov: iov, msg_iovlen: 1, msg_control: control, msg_controllen: sizeof(control) });

  if (recvmsg(sockfd, msg, MSG_ERRQUEUE) === -1) return false;
  for (let cmsg = CMSG_FIRSTHDR(msg); cmsg !== null; cmsg = CMSG_NXTHDR(msg, cmsg)) {
    const is_error =
      (cmsg.cmsg_level === IPPROTO_IP && cmsg.cmsg_type === IP_RECVERR) ||
      (cmsg.cmsg_level === IPPROTO_IPV6 && cmsg.cmsg_type === IPV6_RECVERR);
    if (!is_error) continue;
    const ee = cast(sock_extended_err, CMSG_DATA(cmsg));
    if (ee.ee_origin !== SO_EE_ORIGIN_ICMP && ee.ee_origin !== SO_EE_ORIGIN_ICMP6) continue;
    const len = family === AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
    getnameinfo(SO_EE_OFFENDER(ee), len, answer.name, sizeof(answer.name), null, 0, NI_NUMERICHOST);
    if (family === AF_INET) {
      answer.mark = mark_of_icmp(ee.ee_type, ee.ee_code);
      answer.is_end = ee.ee_type !== ICMP_TIME_EXCEEDED;
    } else {
      answer.mark = mark_of_icmp6(ee.ee_type, ee.ee_code);
      answer.is_end = ee.ee_type !== ICMP6_TIME_EXCEEDED;
    }
    return true;
  }
  return false;
}

/** Sends a datagram, and waits for what comes of it. Each has a socket of its own, which sees no other's errors. */
function probe(ai: addrinfo, port: number, ttl: number, host: Buffer): reply {
  const data = Buffer.alloc(DATALEN);
  const fds = array(pollfd, 1);
  const start = new timespec();
  const end = new timespec();
  const answer = new reply();

  if (ai.ai_family === AF_INET) cast(sockaddr_in, ai.ai_addr).sin_port = htons(port);
  else cast(sockaddr_in6, ai.ai_addr).sin6_port = htons(port);
  const sockfd = open_probe(ai.ai_family, ttl);
  if (connect(sockfd, ai.ai_addr, ai.ai_addrlen) === -1) die("connect");
  clock_gettime(CLOCK_MONOTONIC, start);
  if (send(sockfd, data, sizeof(data), 0) === -1) die("send");

  fds[0].fd = sockfd;
  fds[0].events = POLLIN;
  const ready = poll(fds, 1, timeout);
  if (ready === -1) die("poll");
  clock_gettime(CLOCK_MONOTONIC, end);
  answer.milliseconds = (end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1e6;
  if (ready > 0 && fds[0].revents & POLLIN) {
    strcpy(answer.name, host); // Somebody listens there, and answers.
    answer.came = answer.is_end = true;
  } else if (ready > 0) {
    answer.came = read_error(sockfd, ai.ai_family, answer);
  }
  close(sockfd);
  return answer;
}

function trace(ai: addrinfo, host: Buffer): number {
  let port = first_port;

  for (let ttl = 1; ttl <= max_hops; ttl++) {
    const last = Buffer.alloc(NI_MAXHOST);
    let is_end = false;

    printf("%2d ", ttl);
    for (let i = 0; i < probes; i++) {
      const answer = probe(ai, port++, ttl, host);
      if (!answer.came) {
        printf(" *");
      } else {
        if (strcmp(answer.name, last) !== 0) printf(" %s ", answer.name);
        printf(" %.3f ms%s", answer.milliseconds, answer.mark);
        strcpy(last, answer.name);
        if (answer.is_end) is_end = true;
      }
      fflush(stdout);
    }
    printf("\n");
    if (is_end) return EXIT_SUCCESS;
  }
  return EXIT_FAILURE;
}

function main(argc: number, argv: string[]): number {
  const hints = new addrinfo({ ai_family: AF_UNSPEC, ai_socktype: SOCK_DGRAM });
  const res = new ptr<addrinfo>();
  const host = Buffer.alloc(NI_MAXHOST);

  for (let opt = getopt(argc, argv, "46m:p:q:w:"); opt !== -1; opt = getopt(argc, argv, "46m:p:q:w:")) {
    if (opt === "4") hints.ai_family = AF_INET;
    else if (opt === "6") hints.ai_family = AF_INET6;
    else if (opt === "m") max_hops = atoi(optarg!);
    else if (opt === "p") first_port = atoi(optarg!);
    else if (opt === "q") probes = atoi(optarg!);
    else if (opt === "w") timeout = atoi(optarg!) * 1000;
    else usage(argv[0]);
  }
  if (argc - optind !== 1) usage(argv[0]);
  if (
    max_hops < 1 ||
    max_hops > 255 ||
    probes < 1 ||
    probes > MAXPROBES ||
    first_port < 1 ||
    first_port + max_hops * probes > 65536
  ) {
    fprintf(stderr, "%s: more hops, probes or ports than there are\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const rv = getaddrinfo(argv[optind], null, hints, res);
  if (rv !== 0) {
    fprintf(stderr, "%s: %s\n", argv[optind], gai_strerror(rv));
    exit(EXIT_FAILURE);
  }
  const ai = res.value!;
  getnameinfo(ai.ai_addr, ai.ai_addrlen, host, sizeof(host), null, 0, NI_NUMERICHOST);
  printf("traceroute to %s (%s), %d hops max\n", argv[optind], host, max_hops);
  const status = trace(ai, host);
  freeaddrinfo(res.value);
  return status;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
