/**
 * knock-client: listens to a knock-server's jokes. The answers are the lines of standard input.
 *
 * usage: knock-client HOST PORT
 *
 * HOST is a numeric IPv4 address.
 */

import { sizeof } from "berkeley/memory";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp } from "berkeley/string";
import { close, STDIN_FILENO, write } from "berkeley/unistd";

import { MAXLINE, NEWLINE, read_line } from "../support/lines.ts";
import { tcp_connect } from "../support/net.ts";

function main(argc: number, argv: string[]): number {
  if (argc !== 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const sockfd = tcp_connect(argv[1], atoi(argv[2]));

  const line = Buffer.alloc(MAXLINE);
  while (read_line(sockfd, line, sizeof(line)) !== -1) {
    printf("Server: %s\n", line);
    fflush(stdout);
    if (strcmp(line, "Bye.") === 0) break;

    const length = read_line(STDIN_FILENO, line, sizeof(line));
    if (length === -1) break;
    printf("Client: %s\n", line);
    line[length] = NEWLINE;
    if (write(sockfd, line, length + 1) === -1) {
      perror("write");
      exit(EXIT_FAILURE);
    }
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
