/**
 * file-client: asks a file-server for a file, and writes it to standard output.
 *
 * usage: file-client HOST PORT NAME
 *
 * HOST is a numeric IPv4 address.
 */

import { long, sizeof } from "berkeley/memory";
import { fprintf, perror, sscanf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { close, read, STDOUT_FILENO, write } from "berkeley/unistd";

import { MAXLINE, read_line, write_line } from "../support/lines.ts";
import { tcp_connect } from "../support/net.ts";

const BUFSIZE = 65536;

/** Copies so many bytes from the server to standard output. */
function copy(sockfd: number, size: number): void {
  const buf = Buffer.alloc(BUFSIZE);
  let left = size;
  while (left > 0) {
    const n = read(sockfd, buf, left < sizeof(buf) ? left : sizeof(buf));
    if (n === -1) {
      perror("read");
      exit(EXIT_FAILURE);
    }
    if (n === 0) {
      fprintf(stderr, "the last %d bytes are missing\n", left);
      exit(EXIT_FAILURE);
    }
    if (write(STDOUT_FILENO, buf, n) !== n) {
      perror("write");
      exit(EXIT_FAILURE);
    }
    left -= n;
  }
}

function main(argc: number, argv: string[]): number {
  if (argc !== 4) {
    fprintf(stderr, "usage: %s HOST PORT NAME\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const sockfd = tcp_connect(argv[1], atoi(argv[2]));
  if (write_line(sockfd, argv[3]) === -1) exit(EXIT_FAILURE);

  const line = Buffer.alloc(MAXLINE);
  const size = new long();
  if (read_line(sockfd, line, sizeof(line)) === -1) {
    fprintf(stderr, "the server has not answered\n");
    exit(EXIT_FAILURE);
  }
  if (sscanf(line, "OK %ld", size) !== 1) {
    fprintf(stderr, "%s: %s\n", argv[3], line);
    exit(EXIT_FAILURE);
  }
  copy(sockfd, size.value);
  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
