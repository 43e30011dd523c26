/**
 * half-close-client: sends its standard input, closes its own direction of the connection only, and prints the answer.
 *
 * usage: half-close-client HOST PORT
 *
 * HOST is a numeric IPv4 address. With close() in place of shutdown() the answer could not be received; with neither
 * of them the server would wait for more.
 */

import { sizeof } from "berkeley/memory";
import { fprintf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { MSG_NOSIGNAL, recv, send, SHUT_WR, shutdown } from "berkeley/sys/socket";
import { close, read, STDIN_FILENO, STDOUT_FILENO, write } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { tcp_connect } from "../support/net.ts";

const BUFSIZE = 1024;

function main(argc: number, argv: string[]): number {
  if (argc !== 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const sockfd = tcp_connect(argv[1], atoi(argv[2]));
  const buf = Buffer.alloc(BUFSIZE);
  let n: number;

  while ((n = read(STDIN_FILENO, buf, sizeof(buf))) > 0) {
    if (send(sockfd, buf, n, MSG_NOSIGNAL) === -1) die("send");
  }
  if (n === -1) die("read");
  if (shutdown(sockfd, SHUT_WR) === -1) die("shutdown");

  while ((n = recv(sockfd, buf, sizeof(buf), 0)) > 0) {
    if (write(STDOUT_FILENO, buf, n) === -1) die("write");
  }
  if (n === -1) die("recv");

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
