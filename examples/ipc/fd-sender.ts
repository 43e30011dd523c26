/**
 * fd-sender: opens a file and sends it, open as it is, to another process (fd-receiver).
 *
 * usage: fd-sender PATH FILE [OFFSET]
 *
 * PATH is that of the receiver's socket. The receiver reads on from OFFSET: the position is the open file's, which both
 * processes have then.
 */

import { O_RDONLY, open } from "berkeley/fcntl";
import { sizeof } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen, strncpy } from "berkeley/string";
import { AF_UNIX, connect, SOCK_STREAM, socket } from "berkeley/sys/socket";
import { sockaddr_un } from "berkeley/sys/un";
import { close, lseek, SEEK_SET } from "berkeley/unistd";

import { send_fd } from "../support/descriptors.ts";

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

  const address = new sockaddr_un();
  address.sun_family = AF_UNIX;
  if (strlen(argv[1]) >= sizeof(address.sun_path)) {
    fprintf(stderr, "%s: too long a path\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(address.sun_path, argv[1], sizeof(address.sun_path));

  const sockfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, address, sizeof(address)) === -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }
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
