/**
 * unix-echo-client: sends what it reads from standard input to an echo server over a socket in the file system, and
 * prints what comes back.
 *
 * usage: unix-echo-client PATH
 */

import { sizeof } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen, strncpy } from "berkeley/string";
import { AF_UNIX, connect, SOCK_STREAM, socket } from "berkeley/sys/socket";
import { sockaddr_un } from "berkeley/sys/un";
import { close } from "berkeley/unistd";

import { echo_cli } from "../support/echo.ts";

function main(argc: number, argv: string[]): number {
  if (argc !== 2) {
    fprintf(stderr, "usage: %s PATH\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const remote = new sockaddr_un();
  remote.sun_family = AF_UNIX;
  if (strlen(argv[1]) >= sizeof(remote.sun_path)) {
    fprintf(stderr, "%s: too long\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(remote.sun_path, argv[1], sizeof(remote.sun_path));

  const sockfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, remote, sizeof(remote)) === -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  echo_cli(sockfd);
  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
