/**
 * unix-echo-client: sends what it reads from standard input to an echo server over a socket in the file system, and
 * prints what comes back.
 *
 * usage: unix-echo-client PATH
 */

import { fprintf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { close } from "berkeley/unistd";

import { echo_cli } from "../support/echo.ts";
import { unix_connect } from "../support/unix.ts";

function main(argc: number, argv: string[]): number {
  if (argc !== 2) {
    fprintf(stderr, "usage: %s PATH\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const sockfd = unix_connect(argv[1]);
  echo_cli(sockfd);
  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
