/**
 * deadlock-server: sends back what it receives, block by block. It reads no further while an answer cannot be sent.
 *
 * usage: deadlock-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import { sizeof } from "berkeley/memory";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { MSG_NOSIGNAL, recv, send } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { take_client, tcp_listen } from "../support/net.ts";

const BLOCK = 65536;

function serve(connfd: number): void {
  const block = Buffer.alloc(BLOCK);
  let total = 0;
  let n: number;

  while ((n = recv(connfd, block, sizeof(block), 0)) > 0) {
    if (send(connfd, block, n, MSG_NOSIGNAL) !== n) {
      fprintf(stderr, "the client has gone without reading all\n");
      return;
    }
    total += n;
  }
  if (n === -1) perror("recv");
  printf("%d bytes sent back\n", total);
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
