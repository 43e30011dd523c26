/**
 * one-way-pipe: has a child number the lines that its parent writes into a pipe.
 *
 * usage: one-way-pipe LINE...
 */

import { array, int, sizeof } from "berkeley/memory";
import { fdopen, fgets, fprintf, printf, snprintf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { waitpid, WEXITSTATUS, WIFEXITED } from "berkeley/sys/wait";
import { close, fork, pipe, write } from "berkeley/unistd";

import { die } from "../support/die.ts";

const LINESIZE = 256;

/** The child: prints what comes out of the pipe, until all its writing ends are closed. */
function print_lines(fd: number): number {
  const line = Buffer.alloc(LINESIZE);
  let lines = 0;

  const input = fdopen(fd, "r");
  if (input === null) die("fdopen");
  while (fgets(line, sizeof(line), input) !== null) printf("%d: %s", ++lines, line);
  printf("%d lines\n", lines);
  return EXIT_SUCCESS;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2) {
    fprintf(stderr, "usage: %s LINE...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const pipefd = array(int, 2);
  if (pipe(pipefd) === -1) die("pipe");
  const pid = fork();
  if (pid === -1) die("fork");
  if (pid === 0) {
    close(pipefd[1]); // Or the child would wait for itself to write.
    exit(print_lines(pipefd[0]));
  }
  close(pipefd[0]);

  const line = Buffer.alloc(LINESIZE);
  for (let i = 1; i < argc; i++) {
    snprintf(line, sizeof(line), "%s\n", argv[i]);
    if (write(pipefd[1], line, strlen(line)) === -1) die("write");
  }

  close(pipefd[1]); // This is the end of what the child reads.
  const status = new int();
  if (waitpid(pid, status, 0) === -1) die("waitpid");
  return WIFEXITED(status.value) ? WEXITSTATUS(status.value) : EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
