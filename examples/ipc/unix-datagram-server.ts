/**
 * unix-datagram-server: answers each datagram that comes to a socket in the file system with its length.
 *
 * usage: unix-datagram-server PATH [DATAGRAMS]
 *
 * After DATAGRAMS datagrams the server ends; without it, it serves until it is killed.
 */

import { sizeof } from "berkeley/memory";
import { fflush, fprintf, perror, printf, snprintf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { recvfrom, sendto, SOCK_DGRAM, socklen_t } from "berkeley/sys/socket";
import { sockaddr_un } from "berkeley/sys/un";
import { close, unlink } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { unix_bind } from "../support/unix.ts";

const BUFSIZE = 1024;

/** Waits for a datagram, and answers it. */
function serve(sockfd: number): void {
  const from = new sockaddr_un();
  const len = new socklen_t(sizeof(from));
  const buf = Buffer.alloc(BUFSIZE);

  const n = recvfrom(sockfd, buf, BUFSIZE - 1, 0, from, len);
  if (n === -1) die("recvfrom");
  buf[n] = 0;
  printf("'%s'\n", buf);
  if (len.value === 0) {
    printf("nobody to answer: the client has bound no name\n");
    return;
  }
  snprintf(buf, sizeof(buf), "%d bytes", n);
  if (sendto(sockfd, buf, strlen(buf), 0, from, len.value) === -1) perror("sendto"); // The client has gone.
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [DATAGRAMS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let datagrams = argc > 2 ? atoi(argv[2]) : -1;

  const sockfd = unix_bind(argv[1], SOCK_DGRAM);
  printf("listening on %s\n", argv[1]);
  fflush(stdout);

  while (datagrams-- !== 0) {
    serve(sockfd);
    fflush(stdout);
  }

  close(sockfd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
