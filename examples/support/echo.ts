/** The echo protocol: what comes from a client goes back to it. All the servers of examples/servers speak it. */

import { sizeof } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { MSG_NOSIGNAL, send } from "berkeley/sys/socket";
import { read, STDIN_FILENO, STDOUT_FILENO, write } from "berkeley/unistd";

const BUFSIZE = 1024;

const buf = Buffer.alloc(BUFSIZE);

/**
 * Sends back what a client has said by now. Returns how many bytes; 0 at its end; -1 when it has broken off.
 *
 * MSG_NOSIGNAL: the SIGPIPE of a client that has gone would end the server, and with it all its other clients.
 */
export function echo_once(connfd: number): number {
  const n = read(connfd, buf, sizeof(buf));
  if (n === -1) perror("read");
  if (n <= 0) return n;
  if (send(connfd, buf, n, MSG_NOSIGNAL) !== n) {
    perror("send");
    return -1;
  }
  return n;
}

/** Sends back all that comes from a client. Returns how many bytes. */
export function echo(connfd: number): number {
  let total = 0;
  let n: number;
  while ((n = echo_once(connfd)) > 0) total += n;
  return total;
}

/** The client: sends what it reads from standard input, and prints what comes back. */
export function echo_cli(sockfd: number): void {
  let n: number;
  while ((n = read(STDIN_FILENO, buf, sizeof(buf))) > 0) {
    if (write(sockfd, buf, n) !== n) {
      perror("write");
      exit(EXIT_FAILURE);
    }

    // The reply has as many bytes, but a stream may bring them in pieces.
    let left = n;
    while (left > 0) {
      n = read(sockfd, buf, left);
      if (n === -1) {
        perror("read");
        exit(EXIT_FAILURE);
      }
      if (n === 0) {
        fprintf(stderr, "the server closed the connection\n");
        exit(EXIT_FAILURE);
      }
      if (write(STDOUT_FILENO, buf, n) === -1) {
        perror("write");
        exit(EXIT_FAILURE);
      }
      left -= n;
    }
  }
  if (n === -1) {
    perror("read");
    exit(EXIT_FAILURE);
  }
}
