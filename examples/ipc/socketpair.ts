/**
 * socketpair: has a child measure lines. Parent and child talk through one pair of sockets, where they would need two
 * pipes: each end both reads and writes.
 *
 * usage: socketpair LINE...
 */

import { array, int, sizeof } from "berkeley/memory";
import { fprintf, printf, snprintf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { AF_UNIX, SOCK_SEQPACKET, socketpair } from "berkeley/sys/socket";
import { waitpid, WEXITSTATUS, WIFEXITED } from "berkeley/sys/wait";
import { close, fork, read, write } from "berkeley/unistd";

import { die } from "../support/die.ts";

const MAXLINE = 256;

/** The child: answers each line with its length, until the parent's end is closed. */
function measure(fd: number): number {
  const line = Buffer.alloc(MAXLINE);
  let n: number;

  while ((n = read(fd, line, sizeof(line))) > 0) {
    snprintf(line, sizeof(line), "%d bytes", n - 1);
    if (write(fd, line, strlen(line)) === -1) die("write");
  }
  if (n === -1) die("read");
  return EXIT_SUCCESS;
}

/** The parent: sends a line, waits for the answer, and prints it. */
function talk(fd: number, text: string): void {
  const line = Buffer.alloc(MAXLINE);

  // The newline is sent so that no message is empty: that would be read as the end.
  snprintf(line, sizeof(line), "%s\n", text);
  if (write(fd, line, strlen(line)) === -1) die("write");
  const n = read(fd, line, MAXLINE - 1); // One message, whole: SOCK_SEQPACKET keeps them apart.
  if (n === -1) die("read");
  line[n] = 0;
  printf("%s: %s\n", text, line);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2) {
    fprintf(stderr, "usage: %s LINE...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const sv = array(int, 2);
  if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, sv) === -1) die("socketpair");
  const pid = fork();
  if (pid === -1) die("fork");
  if (pid === 0) {
    close(sv[0]);
    exit(measure(sv[1]));
  }
  close(sv[1]);

  for (let i = 1; i < argc; i++) talk(sv[0], argv[i]);

  close(sv[0]);
  const status = new int();
  if (waitpid(pid, status, 0) === -1) die("waitpid");
  return WIFEXITED(status.value) ? WEXITSTATUS(status.value) : EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
