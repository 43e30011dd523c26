/**
 * pipe: has a child put lines into capitals, to which it talks through two pipes, one for each direction.
 *
 * usage: pipe LINE...
 */

import { array, int, sizeof } from "berkeley/memory";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { waitpid, WEXITSTATUS, WIFEXITED } from "berkeley/sys/wait";
import { close, fork, pipe, read, write } from "berkeley/unistd";

import { MAXLINE, read_line } from "../support/lines.ts";

const BUFSIZE = 1024;
const LOWER_A = "a".charCodeAt(0);
const LOWER_Z = "z".charCodeAt(0);
const CASE = 0x20; // What a letter has more in ASCII than its capital.

/** The child: answers with capitals until all writing ends of the pipe that it reads from are closed. */
function capitalize(input: number, output: number): number {
  const buf = Buffer.alloc(BUFSIZE);
  let n: number;

  while ((n = read(input, buf, sizeof(buf))) > 0) {
    for (let i = 0; i < n; i++) {
      if (buf[i] >= LOWER_A && buf[i] <= LOWER_Z) buf[i] -= CASE;
    }
    if (write(output, buf, n) !== n) {
      perror("write");
      return EXIT_FAILURE;
    }
  }
  if (n === -1) perror("read");
  return n === 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/** The parent: sends a line, waits for the answer, and prints it. Returns 0, or -1 if there is none. */
function talk(output: number, input: number, text: string): number {
  const line = text + "\n";
  const answer = Buffer.alloc(MAXLINE);

  if (write(output, line, strlen(line)) === -1) {
    perror("write");
    return -1;
  }
  if (read_line(input, answer, sizeof(answer)) === -1) return -1;
  printf("%s\n", answer);
  return 0;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2) {
    fprintf(stderr, "usage: %s LINE...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const to_child = array(int, 2);
  const to_parent = array(int, 2);
  if (pipe(to_child) === -1 || pipe(to_parent) === -1) {
    perror("pipe");
    exit(EXIT_FAILURE);
  }

  const pid = fork();
  if (pid === -1) {
    perror("fork");
    exit(EXIT_FAILURE);
  }
  if (pid === 0) {
    close(to_child[1]); // Or the child would wait for itself to write.
    close(to_parent[0]);
    exit(capitalize(to_child[0], to_parent[1]));
  }
  close(to_child[0]);
  close(to_parent[1]);

  for (let i = 1; i < argc; i++) {
    if (talk(to_child[1], to_parent[0], argv[i]) === -1) break;
  }

  close(to_child[1]); // This is the end of what the child reads.
  const status = new int();
  if (waitpid(pid, status, 0) === -1) {
    perror("waitpid");
    exit(EXIT_FAILURE);
  }
  return WIFEXITED(status.value) ? WEXITSTATUS(status.value) : EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
