/**
 * name-age-server: tells its clients how old they will be, over streams: what comes is "NAME AGE\n".
 *
 * usage: name-age-server PORT [CLIENTS]
 *
 * It listens on 127.0.0.1. The port 0 stands for a free one. After CLIENTS clients the server ends; without it, it serves
 * until it is killed.
 */

import { int, sizeof } from "berkeley/memory";
import { htonl, htons, INADDR_LOOPBACK, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fclose, fdopen, fflush, fprintf, fscanf, perror, printf, stderr, stdout } from "berkeley/stdio";
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
import { close, dup } from "berkeley/unistd";

const BACKLOG = 5;
const NAMESIZE = 20;

/** Answers what a client says: a stream to read it from, and one to write to. */
function serve(connfd: number): void {
  const name = Buffer.alloc(NAMESIZE);
  const age = new int();

  const input = fdopen(connfd, "r");
  const output = fdopen(dup(connfd), "w");
  if (input === null || output === null) {
    perror("fdopen");
    exit(EXIT_FAILURE);
  }
  while (fscanf(input, "%19s %d", name, age) === 2) {
    printf("%s is %d\n", name, age.value);
    fprintf(output, "%s will be %d\n", name, age.value + 1);
    fflush(output);
  }
  fclose(output);
  fclose(input);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PORT [CLIENTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let clients = argc > 2 ? atoi(argv[2]) : -1;

  const listenfd = socket(AF_INET, SOCK_STREAM, 0);
  if (listenfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  const yes = new int(1);
  setsockopt(listenfd, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes));

  const local = new sockaddr_in();
  local.sin_family = AF_INET;
  local.sin_port = htons(atoi(argv[1]));
  local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const length = new socklen_t(sizeof(local));
  if (
    bind(listenfd, local, sizeof(local)) === -1 ||
    listen(listenfd, BACKLOG) === -1 ||
    getsockname(listenfd, local, length) === -1
  ) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  printf("listening on port %d\n", ntohs(local.sin_port));
  fflush(stdout);

  while (clients-- !== 0) {
    const connfd = accept(listenfd, null, null);
    if (connfd === -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    serve(connfd);
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
