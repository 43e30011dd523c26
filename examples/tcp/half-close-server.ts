/**
 * half-close-server: counts what a client sends, and answers when the client has said that this was all.
 *
 * usage: half-close-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import { sizeof } from "berkeley/memory";
import { fflush, fprintf, perror, printf, snprintf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { MSG_NOSIGNAL, recv, send } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { take_client, tcp_listen } from "../support/net.ts";

const BUFSIZE = 1024;
const NEWLINE = "\n".charCodeAt(0);

function serve(connfd: number): void {
  const buf = Buffer.alloc(BUFSIZE);
  let bytes = 0;
  let lines = 0;
  let n: number;

  while ((n = recv(connfd, buf, sizeof(buf), 0)) > 0) {
    for (let i = 0; i < n; i++) {
      if (buf[i] === NEWLINE) lines++;
    }
    bytes += n;
  }
  if (n === -1) {
    perror("recv");
    return;
  }

  // The client sends no more, but it still receives: only one direction is closed.
  printf("the client has said all\n");
  snprintf(buf, sizeof(buf), "%d bytes in %d lines\n", bytes, lines);
  if (send(connfd, buf, strlen(buf), MSG_NOSIGNAL) === -1) perror("send");
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  while (clients-- !== 0) {
    const connfd = take_client(listenfd);
    serve(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
