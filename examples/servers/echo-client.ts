/**
 * echo-client: sends what it reads from standard input to an echo server over TCP, and prints what comes back.
 *
 * usage: echo-client HOST PORT
 *
 * HOST is a numeric address, IPv4 or IPv6.
 */

import { fprintf, perror, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { connect, SOCK_STREAM, sockaddr_storage, socket } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { make_address } from "../support/address.ts";
import { echo_cli } from "../support/echo.ts";

function main(argc: number, argv: string[]): number {
  if (argc !== 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const addr = new sockaddr_storage();
  const addrlen = make_address(addr, argv[1], atoi(argv[2]));
  if (addrlen === 0) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  const sockfd = socket(addr.ss_family, SOCK_STREAM, 0);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, addr, addrlen) === -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  echo_cli(sockfd);
  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
