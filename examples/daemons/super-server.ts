/**
 * super-server: executes a program for each client, whose standard input, output and error are the connection, as inetd
 * does. So programs that know nothing of sockets become servers, each at a port of its own; select waits for all of them.
 *
 * usage: super-server CLIENTS PORT COMMAND [ARGUMENT...] [-- PORT COMMAND [ARGUMENT...]]...
 *
 * Port 0 of 127.0.0.1 is any free one. After CLIENTS clients the server ends; with -1, it serves until it is killed.
 */

import { int, sizeof } from "berkeley/memory";
import { htonl, htons, INADDR_LOOPBACK, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { FD_ISSET, FD_SET, fd_set, select } from "berkeley/sys/select";
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

/** A program, and the socket at its port. */
interface Service {
  listenfd: number;
  command: string[];
}

/** Listens for what the command line says: PORT COMMAND [ARGUMENT...] [-- ...]. */
function open_services(args: string[]): Service[] {
  const end = args.indexOf("--");
  const [port, ...command] = end === -1 ? args : args.slice(0, end);
  if (command.length === 0) usage();
  const service = { listenfd: tcp_listen(atoi(port)), command };
  return end === -1 ? [service] : [service, ...open_services(args.slice(end + 1))];
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

/** Takes a client of a service, and executes the program for it. */
function serve({ listenfd, command }: Service, services: Service[]): void {
  const connfd = accept(listenfd, null, null);
  if (connfd === -1) {
    perror("accept");
    exit(EXIT_FAILURE);
  }

  let pid: number;
  if ((pid = fork()) === 0) {
    for (const service of services) close(service.listenfd);
    execute(connfd, command);
  }
  if (pid === -1) perror("fork");
  close(connfd);
  while (waitpid(-1, null, WNOHANG) > 0); // Children that have ended would stay as zombies.
}

function usage(): never {
  fprintf(stderr, "usage: %s CLIENTS PORT COMMAND [ARGUMENT...] [-- PORT COMMAND [ARGUMENT...]]...\n", argv[0]);
  exit(EXIT_FAILURE);
}

function main(argc: number, argv: string[]): number {
  if (argc < 4) usage();
  let clients = atoi(argv[1]);
  const services = open_services(argv.slice(2));

  const listening = new fd_set();
  let fdmax = 0;
  for (const { listenfd } of services) {
    FD_SET(listenfd, listening);
    if (listenfd > fdmax) fdmax = listenfd;
  }

  while (clients !== 0) {
    const ready = new fd_set(listening); // select leaves those in it that are.
    if (select(fdmax + 1, ready, null, null, null) === -1) {
      perror("select");
      exit(EXIT_FAILURE);
    }
    for (const service of services) {
      if (clients === 0 || !FD_ISSET(service.listenfd, ready)) continue;
      serve(service, services);
      clients--;
    }
  }

  for (const { listenfd } of services) close(listenfd);
  while (wait(null) > 0);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
