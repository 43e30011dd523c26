/**
 * unix-echo-server: sends back what it receives over a socket in the file system, to one client at a time.
 *
 * usage: unix-echo-server PATH [CLIENTS]
 *
 * After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import { sizeof } from "berkeley/memory";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { accept } from "berkeley/sys/socket";
import { close, read, unlink, write } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { unix_listen } from "../support/unix.ts";

const BACKLOG = 5;
const BUFSIZE = 1024;

/** Sends back all that comes from a client. */
function echo(connfd: number): void {
  const buf = Buffer.alloc(BUFSIZE);
  let total = 0;
  let n: number;

  while ((n = read(connfd, buf, sizeof(buf))) > 0) {
    if (write(connfd, buf, n) !== n) {
      perror("write");
      return;
    }
    total += n;
  }
  if (n === -1) perror("read");
  printf("%d bytes echoed\n", total);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [CLIENTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let clients = argc > 2 ? atoi(argv[2]) : -1;

  const listenfd = unix_listen(argv[1], BACKLOG);
  while (clients-- !== 0) {
    const connfd = accept(listenfd, null, null);
    if (connfd === -1) die("accept");
    echo(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
