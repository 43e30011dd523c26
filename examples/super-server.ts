/**
 * super-server: executes a program for each client, whose standard input, output and error are the connection, as inetd
 * does. So a program that knows nothing of sockets becomes a server.
 *
 * usage: super-server PORT CLIENTS COMMAND [ARGUMENT...]
 *
 * Port 0 of 127.0.0.1 is any free one. After CLIENTS clients the server ends; with -1, it serves until it is killed.
 */

import { int, sizeof } from "berkeley/memory";
import { htonl, htons, INADDR_LOOPBACK, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import {
  accept,
  AF_INET,
  bind,
  getsockname,
  listen,
  setsockopt,
  SO_REUSEADDR,
  SOCK_STREAM,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { wait, waitpid, WNOHANG } from "berkeley/sys/wait";
import { _exit, close, dup2, execvp, fork, STDERR_FILENO, STDIN_FILENO, STDOUT_FILENO } from "berkeley/unistd";

const BACKLOG = 5;

/** Makes a socket that listens on a port of 127.0.0.1, and says which port it became. */
function tcp_listen(port: number): number {
  const servaddr = new sockaddr_in();
  servaddr.sin_family = AF_INET;
  servaddr.sin_port = htons(port);
  servaddr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

  const listenfd = socket(AF_INET, SOCK_STREAM, 0);
  if (listenfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }

  // Without it, a server that is started again at once finds its port still in use.
  const yes = new int(1);
  if (setsockopt(listenfd, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes)) === -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  if (bind(listenfd, servaddr, sizeof(servaddr)) === -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) === -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }

  const len = new socklen_t(sizeof(servaddr));
  if (getsockname(listenfd, servaddr, len) === -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  printf("listening on 127.0.0.1 port %d\n", ntohs(servaddr.sin_port));
  fflush(stdout);
  return listenfd;
}

/** The child: becomes the program. */
function execute(connfd: number, command: string[]): never {
  dup2(connfd, STDIN_FILENO);
  dup2(connfd, STDOUT_FILENO);
  dup2(connfd, STDERR_FILENO);
  close(connfd);
  execvp(command[0], [...command, null]);
  perror(command[0]); // It returns only where it fails. The client reads why.
  _exit(127);
}

function main(argc: number, argv: string[]): number {
  if (argc < 4) {
    fprintf(stderr, "usage: %s PORT CLIENTS COMMAND [ARGUMENT...]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(atoi(argv[1]));
  let clients = atoi(argv[2]);

  while (clients-- !== 0) {
    const connfd = accept(listenfd, null, null);
    if (connfd === -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }

    let pid: number;
    if ((pid = fork()) === 0) {
      close(listenfd);
      execute(connfd, argv.slice(3));
    }
    if (pid === -1) perror("fork");
    close(connfd);
    while (waitpid(-1, null, WNOHANG) > 0); // Children that have ended would stay as zombies.
  }

  close(listenfd);
  while (wait(null) > 0);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
