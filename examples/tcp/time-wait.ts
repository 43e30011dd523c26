/**
 * time-wait: starts a server again on the port of one that has just ended, and shows who may not and why.
 *
 * usage: time-wait CLOSER OPTION
 *
 * CLOSER is who closes the connection first: `server` or `client`. The connection's last state, TIME_WAIT, is kept for
 * a minute on the side that closed first, so that late packets are not taken for those of a new connection. OPTION is
 * `reuse` for servers that set SO_REUSEADDR, so that a server can listen although there is such a connection, or
 * `plain` for servers that do not.
 */

import { int, sizeof } from "berkeley/memory";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp } from "berkeley/string";
import {
  accept,
  AF_INET,
  bind,
  connect,
  linger,
  listen,
  recv,
  setsockopt,
  SO_LINGER,
  SO_REUSEADDR,
  SOCK_STREAM,
  socket,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { bind_anywhere } from "../support/connection.ts";
import { die } from "../support/die.ts";
import { ipv4_address } from "../support/net.ts";

function server_socket(reuse: boolean): number {
  const sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd === -1) die("socket");
  const yes = new int(1);
  if (reuse && setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes)) === -1) die("setsockopt");
  return sockfd;
}

/** Closes two ends, one after the other. */
function close_in_order(first: number, second: number): void {
  const buf = Buffer.alloc(1);
  // With this the second close() waits until the first end has confirmed it.
  const wait = new linger({ l_onoff: 1, l_linger: 10 });
  if (setsockopt(second, SOL_SOCKET, SO_LINGER, wait, sizeof(wait)) === -1) die("setsockopt");

  close(first);
  if (recv(second, buf, sizeof(buf), 0) !== 0) die("recv");
  close(second);
}

function main(argc: number, argv: string[]): number {
  const server_closes = argc === 3 && strcmp(argv[1], "server") === 0;
  const client_closes = argc === 3 && strcmp(argv[1], "client") === 0;
  const reuse = argc === 3 && strcmp(argv[2], "reuse") === 0;
  const plain = argc === 3 && strcmp(argv[2], "plain") === 0;
  if (!(server_closes || client_closes) || !(reuse || plain)) {
    fprintf(stderr, "usage: %s CLOSER OPTION\n\nCLOSER is server or client; OPTION is plain or reuse.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const listenfd = server_socket(reuse);
  const addr = ipv4_address("127.0.0.1", bind_anywhere(listenfd));
  if (listen(listenfd, 1) === -1) die("listen");
  const sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd === -1) die("socket");
  if (connect(sockfd, addr, sizeof(addr)) === -1) die("connect");
  const connfd = accept(listenfd, null, null);
  if (connfd === -1) die("accept");

  if (server_closes) close_in_order(connfd, sockfd);
  else close_in_order(sockfd, connfd);
  close(listenfd);
  printf("the %s has closed first, the server has ended\n", argv[1]);

  const again = server_socket(reuse);
  if (bind(again, addr, sizeof(addr)) === -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(again, 1) === -1) die("listen");
  printf("the server listens again\n");
  close(again);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
