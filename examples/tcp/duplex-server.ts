/**
 * duplex-server: says one thing to each client and hears one thing of it, in the order that it is told.
 *
 * usage: duplex-server PORT ORDER [CLIENTS]
 *
 * ORDER is what the server does first: `read` (requests, then answers) or `write`. It listens on 127.0.0.1; port 0 is
 * any free one. After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import { fflush, fprintf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { close } from "berkeley/unistd";

import { take_client, tcp_listen } from "../support/net.ts";
import { is_order, talk } from "../support/talk.ts";

function main(argc: number, argv: string[]): number {
  if (argc < 3 || argc > 4 || !is_order(argv[2])) {
    fprintf(stderr, "usage: %s PORT ORDER [CLIENTS]\n\nORDER is read or write.\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  const listenfd = tcp_listen("127.0.0.1", atoi(argv[1]));
  while (clients-- !== 0) {
    const connfd = take_client(listenfd);
    talk(connfd, argv[2], "I am the server.");
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
