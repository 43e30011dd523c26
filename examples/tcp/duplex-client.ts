/**
 * duplex-client: says one thing to duplex-server and hears one thing of it, in the order that it is told.
 *
 * usage: duplex-client HOST PORT ORDER
 *
 * ORDER is what the client does first: `read` or `write`. Try all four:
 *
 *     server reads, client writes     a request and its answer, as in HTTP
 *     server writes, client reads     a greeting and its answer, as in SMTP
 *     both write                      full duplex: the messages pass each other, and do not mix
 *     both read                       deadlock; after a second the client gives up
 */

import { sizeof } from "berkeley/memory";
import { fprintf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { setsockopt, SO_RCVTIMEO, SOL_SOCKET } from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { tcp_connect } from "../support/net.ts";
import { is_order, talk } from "../support/talk.ts";

function main(argc: number, argv: string[]): number {
  if (argc !== 4 || !is_order(argv[3])) {
    fprintf(stderr, "usage: %s HOST PORT ORDER\n\nORDER is read or write.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const sockfd = tcp_connect(argv[1], atoi(argv[2]));
  const limit = new timeval({ tv_sec: 1 });
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVTIMEO, limit, sizeof(limit)) === -1) die("setsockopt");

  const result = talk(sockfd, argv[3], "I am the client.");
  close(sockfd);
  return result === 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
