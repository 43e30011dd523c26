/**
 * stream-server: reads a connection as it would read a file, line by line, and answers each line with its number.
 *
 * usage: stream-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import { sizeof } from "berkeley/memory";
import {
  _IOLBF,
  fclose,
  fdopen,
  feof,
  fflush,
  fgets,
  fprintf,
  perror,
  printf,
  setvbuf,
  stderr,
  stdout,
} from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { close, dup } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { take_client, tcp_listen } from "../support/net.ts";

const LINESIZE = 512;

function serve(connfd: number): void {
  // Two streams, for one that reads and writes would have to seek in between, which a socket cannot.
  const input = fdopen(connfd, "r");
  const output = fdopen(dup(connfd), "w");
  if (input === null || output === null) die("fdopen");
  setvbuf(output, null, _IOLBF, 0); // Each line is sent when it is complete.

  const line = Buffer.alloc(LINESIZE);
  let lines = 0;
  while (fgets(line, sizeof(line), input) !== null) fprintf(output, "%d: %s", ++lines, line);
  if (feof(input)) fprintf(output, "%d lines\n", lines);
  else perror("fgets");
  printf("%d lines\n", lines);

  fclose(output);
  fclose(input);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  while (clients-- !== 0) {
    serve(take_client(listenfd));
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
