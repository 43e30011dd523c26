/**
 * fd-receiver: waits for open files that other processes send (fd-sender), and prints them: it needs no right to open them.
 *
 * usage: fd-receiver PATH [FILES]
 *
 * PATH is that of its socket. After FILES files it ends; without it, it goes on until it is killed.
 */

import { int, sizeof } from "berkeley/memory";
import { fflush, fprintf, fwrite, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { accept } from "berkeley/sys/socket";
import { close, read, unlink } from "berkeley/unistd";

import { recv_fd } from "../support/descriptors.ts";
import { die } from "../support/die.ts";
import { unix_listen } from "../support/unix.ts";

const BACKLOG = 5;
const BUFSIZE = 1024;

/** Takes a file from a sender, and prints it from where the sender has left off. */
function receive(connfd: number): void {
  const buf = Buffer.alloc(BUFSIZE);
  const fd = new int();
  const length = recv_fd(connfd, fd, buf, sizeof(buf) - 1);
  if (length === -1) perror("recvmsg");
  if (fd.value === -1) {
    printf("nothing received\n");
    return;
  }
  printf("%s:\n", buf.toString("utf8", 0, length));
  let n: number;
  while ((n = read(fd.value, buf, sizeof(buf))) > 0) fwrite(buf, 1, n, stdout);
  if (n === -1) perror("read");
  close(fd.value);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [FILES]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let files = argc > 2 ? atoi(argv[2]) : -1;

  const listenfd = unix_listen(argv[1], BACKLOG);
  while (files-- !== 0) {
    const connfd = accept(listenfd, null, null);
    if (connfd === -1) die("accept");
    receive(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
