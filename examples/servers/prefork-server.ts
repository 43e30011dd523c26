/**
 * prefork-server: sends back what it receives over TCP, by processes that are there before their clients are: all of them
 * accept on the same socket, and the kernel gives each client to one.
 *
 * usage: prefork-server PORT [ADDRESS [CHILDREN [REPLACEMENTS]]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). There are CHILDREN processes (3). One that dies is replaced, but no more than REPLACEMENTS (10) are,
 * so that a server whose children die at once comes to an end.
 */

import { inet_pton } from "berkeley/arpa/inet";
import { int, sizeof } from "berkeley/memory";
import { htons, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE } from "berkeley/stdlib";
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
import { wait, WEXITSTATUS, WIFEXITED, WTERMSIG } from "berkeley/sys/wait";
import { close, fork, getpid, read, write } from "berkeley/unistd";

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
  printf("child %d: %d bytes echoed\n", getpid(), total);
}

/** A child: serves one client after the other. */
function serve(listenfd: number): never {
  for (;;) {
    const connfd = accept(listenfd, null, null);
    if (connfd === -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    echo(connfd);
    close(connfd);
    fflush(stdout);
  }
}

function start_child(listenfd: number): void {
  const pid = fork();
  if (pid === 0) serve(listenfd);
  if (pid === -1) perror("fork");
  else printf("child %d: started\n", pid);
  fflush(stdout);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 5) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CHILDREN [REPLACEMENTS]]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  const children = argc > 3 ? atoi(argv[3]) : 3;
  let replacements = argc > 4 ? atoi(argv[4]) : 10;

  for (let i = 0; i < children; i++) start_child(listenfd);

  const status = new int();
  let pid: number;
  while ((pid = wait(status)) !== -1) {
    if (WIFEXITED(status.value)) printf("child %d: exited with %d\n", pid, WEXITSTATUS(status.value));
    else printf("child %d: killed by signal %d\n", pid, WTERMSIG(status.value));
    fflush(stdout);
    if (replacements-- > 0) start_child(listenfd);
  }
  perror("wait"); // There is no child left.
  return EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
