/**
 * fd-sender: opens a file and sends it, open as it is, to another process (fd-receiver).
 *
 * usage: fd-sender PATH FILE [OFFSET]
 *
 * PATH is that of the receiver's socket. The receiver reads on from OFFSET: the position is the open file's, which both
 * processes have then.
 */

import { O_RDONLY, open } from "berkeley/fcntl";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { close, lseek, SEEK_SET } from "berkeley/unistd";

import { send_fd } from "../support/descriptors.ts";
import { unix_connect } from "../support/unix.ts";

function main(argc: number, argv: string[]): number {
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s PATH FILE [OFFSET]\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const fd = open(argv[2], O_RDONLY);
  if (fd === -1) {
    perror(argv[2]);
    exit(EXIT_FAILURE);
  }
  if (argc > 3 && lseek(fd, atoi(argv[3]), SEEK_SET) === -1) {
    perror("lseek");
    exit(EXIT_FAILURE);
  }

  const sockfd = unix_connect(argv[1]);
  if (send_fd(sockfd, fd, argv[2], strlen(argv[2])) === -1) {
    perror("sendmsg");
    exit(EXIT_FAILURE);
  }
  close(sockfd);
  close(fd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
