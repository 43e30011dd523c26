/**
 * multicast-receiver: joins a group on an interface, and prints what is sent to it.
 *
 * usage: multicast-receiver GROUP PORT INTERFACE [DATAGRAMS]
 *
 * GROUP is an address of IPv4 (239.1.2.3) or IPv6 (ff02::1234). Port 0 is any free one. After DATAGRAMS datagrams the
 * receiver ends; without it, it receives until it is killed.
 */

import { cast, int, sizeof } from "berkeley/memory";
import { type addrinfo, getnameinfo, NI_MAXHOST, NI_MAXSERV, NI_NUMERICHOST, NI_NUMERICSERV } from "berkeley/netdb";
import {
  IP_ADD_MEMBERSHIP,
  ip_mreqn,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_JOIN_GROUP,
  ipv6_mreq,
  sockaddr_in,
  sockaddr_in6,
} from "berkeley/netinet/in";
import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import {
  AF_INET,
  bind,
  getsockname,
  recvfrom,
  setsockopt,
  SO_REUSEADDR,
  sockaddr_storage,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { group_address, interface_index } from "../support/group.ts";

const BUFSIZE = 1024;

/** Becomes a member of a group: from now on the interface takes its packets. */
function join(sockfd: number, group: addrinfo, ifindex: number): number {
  if (group.ai_family === AF_INET) {
    const mreq = new ip_mreqn();
    mreq.imr_multiaddr = cast(sockaddr_in, group.ai_addr).sin_addr;
    mreq.imr_ifindex = ifindex;
    return setsockopt(sockfd, IPPROTO_IP, IP_ADD_MEMBERSHIP, mreq, sizeof(mreq));
  }
  const mreq = new ipv6_mreq();
  mreq.ipv6mr_multiaddr = cast(sockaddr_in6, group.ai_addr).sin6_addr;
  mreq.ipv6mr_interface = ifindex;
  return setsockopt(sockfd, IPPROTO_IPV6, IPV6_JOIN_GROUP, mreq, sizeof(mreq));
}

function main(argc: number, argv: string[]): number {
  if (argc < 4 || argc > 5) {
    fprintf(stderr, "usage: %s GROUP PORT INTERFACE [DATAGRAMS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let datagrams = argc > 4 ? atoi(argv[4]) : -1;

  const ifindex = interface_index(argv[3]);
  const group = group_address(argv[1], argv[2], ifindex);
  const sockfd = socket(group.ai_family, group.ai_socktype, 0);
  if (sockfd === -1) die("socket");
  const yes = new int(1);
  if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes)) === -1) die("setsockopt"); // Not to be the only one.
  if (bind(sockfd, group.ai_addr, group.ai_addrlen) === -1) die("bind");
  if (join(sockfd, group, ifindex) === -1) die("setsockopt");

  const addr = new sockaddr_storage();
  const len = new socklen_t(sizeof(addr));
  const name = Buffer.alloc(NI_MAXHOST);
  const port = Buffer.alloc(NI_MAXSERV);
  if (getsockname(sockfd, addr, len) === -1) die("getsockname");
  getnameinfo(addr, len.value, null, 0, port, sizeof(port), NI_NUMERICSERV);
  printf("listening on %s port %s\n", argv[1], port);
  fflush(stdout);

  const buf = Buffer.alloc(BUFSIZE);
  while (datagrams-- !== 0) {
    len.value = sizeof(addr);
    const n = recvfrom(sockfd, buf, BUFSIZE - 1, 0, addr, len);
    if (n === -1) die("recvfrom");
    buf[n] = 0;
    getnameinfo(addr, len.value, name, sizeof(name), null, 0, NI_NUMERICHOST);
    printf("%s says '%s'\n", name, buf);
    fflush(stdout);
  }

  close(sockfd); // It also leaves the group.
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
