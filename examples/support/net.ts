/** What most of the servers and clients begin with. In courses it is often a file of its own, too. */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { int, sizeof } from "berkeley/memory";
import { htons, INET_ADDRSTRLEN, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import {
  accept,
  AF_INET,
  bind,
  connect,
  getsockname,
  listen,
  setsockopt,
  SO_REUSEADDR,
  SOCK_STREAM,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";

/** How many connections may wait until the server takes them: many clients may come at once. */
export const BACKLOG = 128;

/** Makes an IPv4 address of numbers and dots, and a port. */
export function ipv4_address(host: string, port: number): sockaddr_in {
  const addr = new sockaddr_in();
  addr.sin_family = AF_INET;
  addr.sin_port = htons(port);
  if (inet_pton(AF_INET, host, addr.sin_addr) !== 1) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }
  return addr;
}

/** Makes a socket that listens on a port of an address, and says which port it became. */
export function tcp_listen(host: string, port: number): number {
  const servaddr = ipv4_address(host, port);
  const listenfd = socket(AF_INET, SOCK_STREAM, 0);
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
  if (bind(listenfd, servaddr, sizeof(servaddr)) === -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) === -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }

  const len = new socklen_t(sizeof(servaddr));
  if (getsockname(listenfd, servaddr, len) === -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  printf("listening on %s port %d\n", host, ntohs(servaddr.sin_port));
  fflush(stdout);
  return listenfd;
}

/** Takes a connection, and says from where it comes. */
export function take_client(listenfd: number): number {
  const peer = new sockaddr_in();
  const connfd = accept(listenfd, peer, new socklen_t(sizeof(peer)));
  if (connfd === -1) {
    perror("accept");
    exit(EXIT_FAILURE);
  }
  printf("connection from %s\n", inet_ntop(AF_INET, peer.sin_addr, null, INET_ADDRSTRLEN));
  fflush(stdout);
  return connfd;
}

/** Makes a socket that is connected to a port of an address. */
export function tcp_connect(host: string, port: number): number {
  const servaddr = ipv4_address(host, port);
  const sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, servaddr, sizeof(servaddr)) === -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }
  return sockfd;
}
