/** What servers and clients begin with whose sockets are in the file system. */

import { sizeof } from "berkeley/memory";
import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { strlen, strncpy } from "berkeley/string";
import { AF_UNIX, bind, connect, listen, SOCK_STREAM, socket } from "berkeley/sys/socket";
import { sockaddr_un } from "berkeley/sys/un";
import { unlink } from "berkeley/unistd";

import { die } from "./die.ts";

/** Makes an address of a path. */
export function unix_address(path: string): sockaddr_un {
  const addr = new sockaddr_un();
  addr.sun_family = AF_UNIX;
  if (strlen(path) >= sizeof(addr.sun_path)) {
    fprintf(stderr, "%s: too long\n", path);
    exit(EXIT_FAILURE);
  }
  strncpy(addr.sun_path, path, sizeof(addr.sun_path));
  return addr;
}

/** Makes a socket of a type, SOCK_STREAM or SOCK_DGRAM, at a path. */
export function unix_bind(path: string, type: number): number {
  const addr = unix_address(path);
  const sockfd = socket(AF_UNIX, type, 0);
  if (sockfd === -1) die("socket");
  unlink(path); // What an earlier run may have left.
  if (bind(sockfd, addr, sizeof(addr)) === -1) die("bind");
  return sockfd;
}

/** Makes a socket that listens at a path, and says so. */
export function unix_listen(path: string, backlog: number): number {
  const listenfd = unix_bind(path, SOCK_STREAM);
  if (listen(listenfd, backlog) === -1) die("listen");
  printf("listening on %s\n", path);
  fflush(stdout);
  return listenfd;
}

/** Makes a socket that is connected to the one at a path. */
export function unix_connect(path: string): number {
  const addr = unix_address(path);
  const sockfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (sockfd === -1) die("socket");
  if (connect(sockfd, addr, sizeof(addr)) === -1) die("connect");
  return sockfd;
}
