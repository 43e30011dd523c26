/**
 * broadcast-server: prints the datagrams that come to a port of all interfaces, those to everybody too. Several of them
 * can run at once, and each gets a copy.
 *
 * usage: broadcast-server PORT [DATAGRAMS]
 *
 * Port 0 is any free one. After DATAGRAMS datagrams the server ends; without it, it serves until it is killed.
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { int, sizeof } from "berkeley/memory";
import { INET_ADDRSTRLEN, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import {
  AF_INET,
  bind,
  getsockname,
  recvfrom,
  setsockopt,
  SO_REUSEADDR,
  SOCK_DGRAM,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { ipv4_address } from "../support/net.ts";

const BUFSIZE = 1024;

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PORT [DATAGRAMS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let datagrams = argc > 2 ? atoi(argv[2]) : -1;

  const servaddr = ipv4_address("0.0.0.0", atoi(argv[1]));
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) die("socket");
  const yes = new int(1);
  if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes)) === -1) die("setsockopt"); // Not to be the only one.
  if (bind(sockfd, servaddr, sizeof(servaddr)) === -1) die("bind");
  if (getsockname(sockfd, servaddr, new socklen_t(sizeof(servaddr))) === -1) die("getsockname");
  printf("listening on 0.0.0.0 port %d\n", ntohs(servaddr.sin_port));
  fflush(stdout);

  const buf = Buffer.alloc(BUFSIZE);
  while (datagrams-- !== 0) {
    const from = new sockaddr_in();
    const n = recvfrom(sockfd, buf, BUFSIZE - 1, 0, from, new socklen_t(sizeof(from)));
    if (n === -1) die("recvfrom");
    buf[n] = 0;
    printf("%s says '%s'\n", inet_ntop(AF_INET, from.sin_addr, null, INET_ADDRSTRLEN), buf);
    fflush(stdout);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
