/**
 * unix-echo-client: sends what it reads from standard input to an echo server over a socket in the file system, and
 * prints what comes back.
 *
 * usage: unix-echo-client PATH
 */

import { sizeof } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen, strncpy } from "berkeley/string";
import { AF_UNIX, connect, SOCK_STREAM, socket } from "berkeley/sys/socket";
import { sockaddr_un } from "berkeley/sys/un";
import { close, read, STDIN_FILENO, STDOUT_FILENO, write } from "berkeley/unistd";

const BUFSIZE = 1024;

function main(argc: number, argv: string[]): number {
  if (argc !== 2) {
    fprintf(stderr, "usage: %s PATH\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const remote = new sockaddr_un();
  remote.sun_family = AF_UNIX;
  if (strlen(argv[1]) >= sizeof(remote.sun_path)) {
    fprintf(stderr, "%s: too long\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(remote.sun_path, argv[1], sizeof(remote.sun_path));

  const sockfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, remote, sizeof(remote)) === -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  const buf = Buffer.alloc(BUFSIZE);
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

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
