/** Both ends of a TCP connection in one program, which can so look at both. */

import { sizeof } from "berkeley/memory";
import { ntohs } from "berkeley/netinet/in";
import {
  accept,
  AF_INET,
  bind,
  connect,
  getsockname,
  listen,
  SOCK_STREAM,
  socket,
  socklen_t,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "./die.ts";
import { ipv4_address } from "./net.ts";

/** Binds a socket to a port of 127.0.0.1 that the kernel chooses. Returns the port. */
export function bind_anywhere(sockfd: number): number {
  const addr = ipv4_address("127.0.0.1", 0);
  if (bind(sockfd, addr, sizeof(addr)) === -1) die("bind");
  if (getsockname(sockfd, addr, new socklen_t(sizeof(addr))) === -1) die("getsockname");
  return ntohs(addr.sin_port);
}

/** Makes a connection: ends[0] is the client's, ends[1] the server's. */
export function make_connection(ends: Int32Array): void {
  const listenfd = socket(AF_INET, SOCK_STREAM, 0);
  if (listenfd === -1) die("socket");
  const addr = ipv4_address("127.0.0.1", bind_anywhere(listenfd));
  if (listen(listenfd, 1) === -1) die("listen");

  if ((ends[0] = socket(AF_INET, SOCK_STREAM, 0)) === -1) die("socket");
  if (connect(ends[0], addr, sizeof(addr)) === -1) die("connect");
  if ((ends[1] = accept(listenfd, null, null)) === -1) die("accept");
  close(listenfd);
}
