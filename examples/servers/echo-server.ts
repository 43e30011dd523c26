/**
 * echo-server: sends back what it receives over TCP, to one client at a time.
 *
 * usage: echo-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is numeric, IPv4 or IPv6; without it the server can be reached from this machine only
 * (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { cast, int, sizeof } from "berkeley/memory";
import { type in6_addr, type in_addr, INET6_ADDRSTRLEN, ntohs, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import {
  accept,
  AF_INET,
  bind,
  getsockname,
  listen,
  setsockopt,
  SO_REUSEADDR,
  SOCK_STREAM,
  sockaddr_storage,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { make_address } from "../support/address.ts";
import { echo } from "../support/echo.ts";

const BACKLOG = 5;

/** The IPv4 or IPv6 address in a socket address. */
function get_in_addr(ss: sockaddr_storage): in_addr | in6_addr {
  if (ss.ss_family === AF_INET) return cast(sockaddr_in, ss).sin_addr;
  return cast(sockaddr_in6, ss).sin6_addr;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const port = atoi(argv[1]);
  const host = argc > 2 ? argv[2] : "127.0.0.1";
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  const addr = new sockaddr_storage();
  const addrlen = new socklen_t(make_address(addr, host, port));
  if (addrlen.value === 0) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }

  const listenfd = socket(addr.ss_family, SOCK_STREAM, 0);
  if (listenfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }

  // Without it, a server that is started again at once finds its port still in use.
  const yes = new int(1);
  if (setsockopt(listenfd, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes)) === -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  if (bind(listenfd, addr, addrlen.value) === -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) === -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }

  // Which port it became. sin6_port lies where sin_port does.
  if (getsockname(listenfd, addr, addrlen) === -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  printf("listening on %s port %d\n", host, ntohs(cast(sockaddr_in, addr).sin_port));
  fflush(stdout);

  while (clients-- !== 0) {
    const peer = new sockaddr_storage();
    const peerlen = new socklen_t(sizeof(peer));
    const connfd = accept(listenfd, peer, peerlen);
    if (connfd === -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }

    const name = Buffer.alloc(INET6_ADDRSTRLEN);
    printf("connection from %s\n", inet_ntop(peer.ss_family, get_in_addr(peer), name, sizeof(name)));
    printf("%d bytes echoed\n", echo(connfd));
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
