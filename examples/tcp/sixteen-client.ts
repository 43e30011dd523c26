/**
 * sixteen-client: sends messages of 16 bytes each to sixteen-server, and prints the answers.
 *
 * usage: sixteen-client HOST PORT MESSAGE...
 *
 * HOST is a numeric IPv4 address. A longer MESSAGE is cut, a shorter one filled with spaces. Without a server connect()
 * fails with ECONNREFUSED: over TCP nothing is sent before somebody listens.
 */

import { sizeof } from "berkeley/memory";
import { fprintf, printf, snprintf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { MSG_NOSIGNAL, send } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { tcp_connect } from "../support/net.ts";
import { recv_all } from "../support/recv-all.ts";

const SIZE = 16;

function main(argc: number, argv: string[]): number {
  if (argc < 4) {
    fprintf(stderr, "usage: %s HOST PORT MESSAGE...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const sockfd = tcp_connect(argv[1], atoi(argv[2]));
  const message = Buffer.alloc(SIZE + 1); // snprintf ends it with a NUL, which is not sent.
  for (let i = 3; i < argc; i++) {
    snprintf(message, sizeof(message), "%-16.16s", argv[i]);
    if (send(sockfd, message, SIZE, MSG_NOSIGNAL) === -1) die("send");

    const n = recv_all(sockfd, message, SIZE);
    if (n === -1) die("recv");
    if (n < SIZE) {
      fprintf(stderr, "the connection ended %d bytes into a message of %d\n", n, SIZE);
      exit(EXIT_FAILURE);
    }
    printf("received '%.16s'\n", message);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
