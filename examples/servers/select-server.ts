/**
 * select-server: sends back what it receives over TCP, to any number of clients at once, in one process that waits for
 * all of them with select.
 *
 * usage: select-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients have left the server ends; without it, it serves until it is killed.
 */

import { fprintf, perror, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { FD_CLR, FD_ISSET, fd_set, FD_SET, FD_SETSIZE, select } from "berkeley/sys/select";
import { close } from "berkeley/unistd";

import { echo_once } from "../support/echo.ts";
import { take_client, tcp_listen } from "../support/net.ts";

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  const master = new fd_set();
  FD_SET(listenfd, master);
  let fdmax = listenfd;

  while (clients !== 0) {
    const ready = new fd_set(master); // select leaves those in it that are.
    if (select(fdmax + 1, ready, null, null, null) === -1) {
      perror("select");
      exit(EXIT_FAILURE);
    }

    for (let fd = 0; fd <= fdmax; fd++) {
      if (!FD_ISSET(fd, ready)) continue;
      if (fd === listenfd) {
        const connfd = take_client(listenfd);
        if (connfd >= FD_SETSIZE) {
          fprintf(stderr, "no room for more clients\n");
          close(connfd);
          continue;
        }
        FD_SET(connfd, master);
        if (connfd > fdmax) fdmax = connfd;
      } else if (echo_once(fd) <= 0) {
        FD_CLR(fd, master);
        close(fd);
        clients--;
      }
    }
  }

  close(listenfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
