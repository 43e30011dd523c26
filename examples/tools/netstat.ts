/**
 * netstat: lists the sockets of TCP and UDP and their states, which the kernel tells over netlink (sock_diag).
 *
 * usage: netstat PROTOCOL [PORT]
 *
 * PROTOCOL is tcp, udp or all. With PORT it lists only the sockets that have it at one of their ends. For a socket that
 * listens, Recv-Q is how many connections wait for accept, and Send-Q how many can.
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { inet_diag_msg, inet_diag_req_v2, type inet_diag_sockid } from "berkeley/linux/inet_diag";
import { NETLINK_SOCK_DIAG, NLMSG_DATA } from "berkeley/linux/netlink";
import { SOCK_DIAG_BY_FAMILY } from "berkeley/linux/sock_diag";
import { cast, sizeof } from "berkeley/memory";
import { type in_port_t, INET6_ADDRSTRLEN, IPPROTO_TCP, IPPROTO_UDP, ntohs } from "berkeley/netinet/in";
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_LAST_ACK,
  TCP_LISTEN,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIME_WAIT,
} from "berkeley/netinet/tcp";
import { fprintf, printf, snprintf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp } from "berkeley/string";
import { AF_INET, AF_INET6 } from "berkeley/sys/socket";

import { netlink, netlink_dump, netlink_next } from "../support/netlink.ts";

function state_name(protocol: number, state: number): string {
  switch (state) {
    case TCP_ESTABLISHED:
      return "ESTABLISHED";
    case TCP_SYN_SENT:
      return "SYN_SENT";
    case TCP_SYN_RECV:
      return "SYN_RECV";
    case TCP_FIN_WAIT1:
      return "FIN_WAIT1";
    case TCP_FIN_WAIT2:
      return "FIN_WAIT2";
    case TCP_TIME_WAIT:
      return "TIME_WAIT";
    case TCP_CLOSE:
      return protocol === IPPROTO_UDP ? "" : "CLOSE"; // UDP has no states but connected and not.
    case TCP_CLOSE_WAIT:
      return "CLOSE_WAIT";
    case TCP_LAST_ACK:
      return "LAST_ACK";
    case TCP_LISTEN:
      return "LISTEN";
    case TCP_CLOSING:
      return "CLOSING";
    default:
      return "UNKNOWN";
  }
}

function print_endpoint(family: number, addr: Buffer, port: in_port_t): void {
  const host = Buffer.alloc(INET6_ADDRSTRLEN);
  const endpoint = Buffer.alloc(INET6_ADDRSTRLEN + 6);

  inet_ntop(family, addr, host, sizeof(host));
  if (ntohs(port) === 0) snprintf(endpoint, sizeof(endpoint), "%s:*", host);
  else snprintf(endpoint, sizeof(endpoint), "%s:%d", host, ntohs(port));
  printf(" %-23s", endpoint);
}

function print_socket(name: string, protocol: number, msg: inet_diag_msg): void {
  const id: inet_diag_sockid = msg.id;

  printf("%-5s %6u %6u", name, msg.idiag_rqueue, msg.idiag_wqueue);
  print_endpoint(msg.idiag_family, id.idiag_src, id.idiag_sport);
  print_endpoint(msg.idiag_family, id.idiag_dst, id.idiag_dport);
  printf(" %-11s %5u %u\n", state_name(protocol, msg.idiag_state), msg.idiag_uid, msg.idiag_inode);
}

function list_sockets(name: string, family: number, protocol: number, port: number): void {
  const request = new inet_diag_req_v2();
  const nl = new netlink();

  request.sdiag_family = family;
  request.sdiag_protocol = protocol;
  request.idiag_states = 0xffffffff;
  netlink_dump(nl, NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY, request, sizeof(request));
  for (let nlh = netlink_next(nl); nlh !== null; nlh = netlink_next(nl)) {
    const msg = cast(inet_diag_msg, NLMSG_DATA(nlh));
    if (port !== 0 && ntohs(msg.id.idiag_sport) !== port && ntohs(msg.id.idiag_dport) !== port) continue;
    print_socket(name, protocol, msg);
  }
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PROTOCOL [PORT]\n\nPROTOCOL is tcp, udp or all.\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const all = strcmp(argv[1], "all") === 0;
  const tcp = all || strcmp(argv[1], "tcp") === 0;
  const udp = all || strcmp(argv[1], "udp") === 0;
  const port = argc === 3 ? atoi(argv[2]) : 0;
  if (!tcp && !udp) {
    fprintf(stderr, "%s: neither tcp nor udp nor all\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  printf(
    "Proto Recv-Q Send-Q %-23s %-23s %-11s %5s %s\n",
    "Local Address",
    "Foreign Address",
    "State",
    "User",
    "Inode",
  );
  if (tcp) list_sockets("tcp", AF_INET, IPPROTO_TCP, port);
  if (tcp) list_sockets("tcp6", AF_INET6, IPPROTO_TCP, port);
  if (udp) list_sockets("udp", AF_INET, IPPROTO_UDP, port);
  if (udp) list_sockets("udp6", AF_INET6, IPPROTO_UDP, port);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
