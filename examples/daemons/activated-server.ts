/**
 * activated-server: an echo server that opens no socket: who starts it has done so, as systemd does, and hands it over.
 *
 * usage: activated-server CLIENTS
 *
 * After CLIENTS clients the server ends; with -1, it serves until it is killed. To try it:
 *
 *     systemd-socket-activate -l 7777 node examples/daemons/activated-server.ts -1
 */

import { F_SETFD, fcntl, FD_CLOEXEC } from "berkeley/fcntl";
import { array, int, sizeof } from "berkeley/memory";
import { gai_strerror, getnameinfo, NI_MAXHOST, NI_MAXSERV, NI_NUMERICHOST, NI_NUMERICSERV } from "berkeley/netdb";
import { poll, pollfd, POLLIN } from "berkeley/poll";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS, getenv, unsetenv } from "berkeley/stdlib";
import { strlen, strspn } from "berkeley/string";
import {
  accept,
  getsockname,
  getsockopt,
  SO_ACCEPTCONN,
  SO_TYPE,
  SOCK_STREAM,
  sockaddr_storage,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close, getpid } from "berkeley/unistd";

import { echo } from "../support/echo.ts";

/** The first descriptor that is handed over. */
const SD_LISTEN_FDS_START = 3;

/** The number that a text is; -1 if it is none. */
function whole_number(text: string): number {
  return strlen(text) > 0 && strspn(text, "0123456789") === strlen(text) ? atoi(text) : -1;
}

/** How many sockets were handed over to this process, as sd_listen_fds(3) tells; -1 if what is said of them is wrong. */
function listen_fds(): number {
  const pid = getenv("LISTEN_PID");
  const fds = getenv("LISTEN_FDS");
  if (pid === null || fds === null) return 0;
  if (whole_number(pid) === -1) return -1;
  if (whole_number(pid) !== getpid()) return 0; // They were a parent's, and the variables have stayed.
  const n = whole_number(fds);
  for (let fd = SD_LISTEN_FDS_START; fd < SD_LISTEN_FDS_START + n; fd++) {
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) === -1) return -1;
  }
  unsetenv("LISTEN_PID"); // Children are not to take them for theirs.
  unsetenv("LISTEN_FDS");
  unsetenv("LISTEN_FDNAMES");
  return n;
}

function option(fd: number, name: typeof SO_TYPE): number {
  const value = new int();
  const len = new socklen_t(sizeof(value));
  if (getsockopt(fd, SOL_SOCKET, name, value, len) === -1) return -1;
  return value.value;
}

/** Makes sure that a descriptor is a stream that listens, and says where. */
function check(fd: number): void {
  if (option(fd, SO_TYPE) !== SOCK_STREAM || option(fd, SO_ACCEPTCONN) !== 1) {
    fprintf(stderr, "descriptor %d is no stream that listens\n", fd);
    exit(EXIT_FAILURE);
  }
  const addr = new sockaddr_storage();
  const len = new socklen_t(sizeof(addr));
  if (getsockname(fd, addr, len) === -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  const host = Buffer.alloc(NI_MAXHOST);
  const port = Buffer.alloc(NI_MAXSERV);
  const flags = NI_NUMERICHOST | NI_NUMERICSERV;
  const error = getnameinfo(addr, len.value, host, sizeof(host), port, sizeof(port), flags);
  if (error !== 0) {
    fprintf(stderr, "getnameinfo: %s\n", gai_strerror(error));
    exit(EXIT_FAILURE);
  }
  printf("listening on %s port %s\n", host, port);
  fflush(stdout);
}

function main(argc: number, argv: string[]): number {
  if (argc !== 2) {
    fprintf(stderr, "usage: %s CLIENTS\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let clients = atoi(argv[1]);
  const n = listen_fds();
  if (n <= 0) {
    fprintf(stderr, n === 0 ? "no sockets were handed over\n" : "LISTEN_PID or LISTEN_FDS is wrong\n");
    exit(EXIT_FAILURE);
  }

  const fds = array(pollfd, n);
  for (let i = 0; i < n; i++) {
    check(SD_LISTEN_FDS_START + i);
    fds[i].fd = SD_LISTEN_FDS_START + i;
    fds[i].events = POLLIN;
  }

  while (clients !== 0) {
    if (poll(fds, n, -1) === -1) {
      perror("poll");
      exit(EXIT_FAILURE);
    }
    for (let i = 0; i < n && clients !== 0; i++) {
      if (fds[i].revents === 0) continue;
      const connfd = accept(fds[i].fd, null, null);
      if (connfd === -1) {
        perror("accept");
        exit(EXIT_FAILURE);
      }
      printf("%d bytes echoed\n", echo(connfd));
      fflush(stdout);
      close(connfd);
      clients--;
    }
  }
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
