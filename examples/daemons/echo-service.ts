/**
 * echo-service: an echo server that inetd starts: its standard input is the client's connection, or the datagrams' socket.
 *
 * usage: echo-service SECONDS
 *
 * Of a stream (nowait) it serves the one client to its end. Of a socket of datagrams (wait) it takes all that come, and
 * ends when none has come for SECONDS: with the next, inetd starts another.
 */

import { EAGAIN, errno } from "berkeley/errno";
import { int, sizeof } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import {
  getsockopt,
  recvfrom,
  sendto,
  setsockopt,
  SO_RCVTIMEO,
  SO_TYPE,
  SOCK_STREAM,
  sockaddr_storage,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { STDIN_FILENO } from "berkeley/unistd";

import { echo } from "../support/echo.ts";

const BUFSIZE = 65536;

/** Sends datagrams back until none has come for long. */
function echo_datagrams(fd: number, seconds: number): void {
  const buf = Buffer.alloc(BUFSIZE);
  const timeout = new timeval({ tv_sec: seconds });
  if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, sizeof(timeout)) === -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  for (;;) {
    const from = new sockaddr_storage();
    const len = new socklen_t(sizeof(from));
    const n = recvfrom(fd, buf, sizeof(buf), 0, from, len);
    if (n === -1) break;
    sendto(fd, buf, n, 0, from, len.value);
  }
  if (errno !== EAGAIN) {
    perror("recvfrom");
    exit(EXIT_FAILURE);
  }
}

function main(argc: number, argv: string[]): number {
  if (argc !== 2) {
    fprintf(stderr, "usage: %s SECONDS\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const type = new int();
  const len = new socklen_t(sizeof(type));
  if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, type, len) === -1) {
    perror("getsockopt");
    exit(EXIT_FAILURE);
  }
  if (type.value === SOCK_STREAM) echo(STDIN_FILENO);
  else echo_datagrams(STDIN_FILENO, atoi(argv[1]));
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
