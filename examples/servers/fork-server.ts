/**
 * fork-server: sends back what it receives over TCP, to any number of clients at once: each has a process of its own.
 *
 * usage: fork-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { int, sizeof } from "berkeley/memory";
import { htons, INET_ADDRSTRLEN, ntohs, sockaddr_in } from "berkeley/netinet/in";
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
import { close, fork, read, write } from "berkeley/unistd";

const BACKLOG = 5;
const BUFSIZE = 1024;

/** Makes a socket that listens on a port of an address, and says which port it became. */
function tcp_listen(host: string, port: number): number {
  const servaddr = new sockaddr_in();
  servaddr.sin_family = AF_INET;
  servaddr.sin_port = htons(port);
  if (inet_pton(AF_INET, host, servaddr.sin_addr) !== 1) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }

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
  printf("listening on %s port %d\n", host, ntohs(servaddr.sin_port));
  fflush(stdout);
  return listenfd;
}

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
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  while (clients-- !== 0) {
    const cliaddr = new sockaddr_in();
    const len = new socklen_t(sizeof(cliaddr));
    const connfd = accept(listenfd, cliaddr, len);
    if (connfd === -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }

    const name = Buffer.alloc(INET_ADDRSTRLEN);
    printf("connection from %s\n", inet_ntop(AF_INET, cliaddr.sin_addr, name, sizeof(name)));
    fflush(stdout); // The child would get a copy of what is not written yet, and write it again.

    let pid: number;
    if ((pid = fork()) === 0) {
      close(listenfd); // This process serves one client, and accepts no other.
      echo(connfd);
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
