/**
 * fork-server: sends back what it receives over TCP, to any number of clients at once: each has a process of its own.
 *
 * usage: fork-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { wait, waitpid, WNOHANG } from "berkeley/sys/wait";
import { close, fork } from "berkeley/unistd";

import { echo } from "../support/echo.ts";
import { take_client, tcp_listen } from "../support/net.ts";

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  while (clients-- !== 0) {
    const connfd = take_client(listenfd);

    let pid: number;
    if ((pid = fork()) === 0) {
      close(listenfd); // This process serves one client, and accepts no other.
      printf("%d bytes echoed\n", echo(connfd));
      close(connfd);
      exit(EXIT_SUCCESS);
    }
    if (pid === -1) perror("fork");
    close(connfd); // The connection is the child's: it ends when both have closed it.
    while (waitpid(-1, null, WNOHANG) > 0); // Children that have ended would stay as zombies.
  }

  close(listenfd);
  while (wait(null) > 0); // The last clients are still being served.
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
