/**
 * multicast-sender: sends a datagram to the members of a group on an interface's network, this machine's too.
 *
 * usage: multicast-sender GROUP PORT INTERFACE MESSAGE
 *
 * GROUP is an address of IPv4 (239.1.2.3) or IPv6 (ff02::1234).
 */

import { int, sizeof } from "berkeley/memory";
import {
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  ip_mreqn,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_MULTICAST_HOPS,
  IPV6_MULTICAST_IF,
  IPV6_MULTICAST_LOOP,
} from "berkeley/netinet/in";
import { fprintf, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { AF_INET, sendto, setsockopt, socket } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { group_address, interface_index } from "../support/group.ts";

/** Says by which interface the datagrams leave, that no router sends them on, and that members here get them too. */
function set_options(sockfd: number, family: number, ifindex: number): void {
  const one = new int(1);
  if (family === AF_INET) {
    const mreq = new ip_mreqn({ imr_ifindex: ifindex });
    if (
      setsockopt(sockfd, IPPROTO_IP, IP_MULTICAST_IF, mreq, sizeof(mreq)) === -1 ||
      setsockopt(sockfd, IPPROTO_IP, IP_MULTICAST_TTL, one, sizeof(one)) === -1 ||
      setsockopt(sockfd, IPPROTO_IP, IP_MULTICAST_LOOP, one, sizeof(one)) === -1
    ) {
      die("setsockopt");
    }
  } else {
    const index = new int(ifindex);
    if (
      setsockopt(sockfd, IPPROTO_IPV6, IPV6_MULTICAST_IF, index, sizeof(index)) === -1 ||
      setsockopt(sockfd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, one, sizeof(one)) === -1 ||
      setsockopt(sockfd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, one, sizeof(one)) === -1
    ) {
      die("setsockopt");
    }
  }
}

function main(argc: number, argv: string[]): number {
  if (argc !== 5) {
    fprintf(stderr, "usage: %s GROUP PORT INTERFACE MESSAGE\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const ifindex = interface_index(argv[3]);
  const group = group_address(argv[1], argv[2], ifindex);
  const sockfd = socket(group.ai_family, group.ai_socktype, 0);
  if (sockfd === -1) die("socket");
  set_options(sockfd, group.ai_family, ifindex);
  const n = sendto(sockfd, argv[4], strlen(argv[4]), 0, group.ai_addr, group.ai_addrlen);
  if (n === -1) die("sendto");
  printf("%d bytes sent to %s\n", n, argv[1]);

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
