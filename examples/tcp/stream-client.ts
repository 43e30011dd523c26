/**
 * stream-client: writes its lines into a connection as into a file, and reads the answers of stream-server from it.
 *
 * usage: stream-client HOST PORT
 *
 * HOST is a numeric IPv4 address. The lines are those of standard input.
 */

import { sizeof } from "berkeley/memory";
import { fclose, fdopen, fflush, fgets, fileno, fprintf, fputs, stderr, stdin, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcspn } from "berkeley/string";
import { SHUT_WR, shutdown } from "berkeley/sys/socket";
import { dup } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { tcp_connect } from "../support/net.ts";

const LINESIZE = 256;

function main(argc: number, argv: string[]): number {
  if (argc !== 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const sockfd = tcp_connect(argv[1], atoi(argv[2]));
  const input = fdopen(sockfd, "r");
  const output = fdopen(dup(sockfd), "w");
  if (input === null || output === null) die("fdopen");

  const line = Buffer.alloc(LINESIZE);
  const answer = Buffer.alloc(2 * LINESIZE);
  while (fgets(line, sizeof(line), stdin) !== null) {
    line[strcspn(line, "\n")] = 0;
    fprintf(output, "%s\n", line);
    if (fflush(output) !== 0) die("fflush"); // Else the line waits in the stream, and both programs for each other.
    if (fgets(answer, sizeof(answer), input) === null) break;
    fputs(answer, stdout);
  }

  // fclose(output) closes one of two descriptors: that is no end for the server as long as `input` has the other.
  shutdown(fileno(output), SHUT_WR);
  while (fgets(answer, sizeof(answer), input) !== null) fputs(answer, stdout);

  fclose(output);
  fclose(input);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
