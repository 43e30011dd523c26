/**
 * poll-chat: a chat. What a client says goes to all the others. One process waits for all of them with poll.
 *
 * usage: poll-chat PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients have left the server ends; without it, it serves until it is killed.
 */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { array, int, resize, sizeof } from "berkeley/memory";
import { htons, INET_ADDRSTRLEN, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { poll, pollfd, POLLIN } from "berkeley/poll";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { memcpy } from "berkeley/string";
import {
  accept,
  AF_INET,
  bind,
  getsockname,
  listen,
  MSG_NOSIGNAL,
  recv,
  send,
  setsockopt,
  SO_REUSEADDR,
  SOCK_STREAM,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

const BACKLOG = 5;
const BUFSIZE = 256;

const buf = Buffer.alloc(BUFSIZE);

/** The listening socket, and then the clients. */
let fds = array(pollfd, 5);
let count = 0;

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

/** Takes a connection, and says from where it comes. */
function take_client(listenfd: number): number {
  const peer = new sockaddr_in();
  const connfd = accept(listenfd, peer, new socklen_t(sizeof(peer)));
  if (connfd === -1) {
    perror("accept");
    exit(EXIT_FAILURE);
  }
  printf("connection from %s\n", inet_ntop(AF_INET, peer.sin_addr, null, INET_ADDRSTRLEN));
  fflush(stdout);
  return connfd;
}

function add(fd: number): void {
  if (count === fds.length) fds = resize(fds, 2 * count);
  fds[count].fd = fd;
  fds[count].events = POLLIN;
  count++;
}

/** Puts the last in the place of another. */
function remove(i: number): void {
  memcpy(fds[i], fds[--count], sizeof(pollfd));
}

/** Sends what a client says to all the others. Returns false at its end. */
function relay(from: number): boolean {
  const n = recv(from, buf, sizeof(buf), 0);
  if (n === -1) perror("recv");
  if (n <= 0) return false;
  for (let i = 1; i < count; i++) {
    if (fds[i].fd === from) continue;
    if (send(fds[i].fd, buf, n, MSG_NOSIGNAL) === -1) perror("send"); // One that has gone is found by recv.
  }
  return true;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  add(listenfd);
  while (clients !== 0) {
    if (poll(fds, count, -1) === -1) {
      perror("poll");
      exit(EXIT_FAILURE);
    }

    // From the last on: what takes the place of one that is removed has had its turn.
    for (let i = count - 1; i >= 0; i--) {
      const { fd, revents } = fds[i];
      if (revents === 0) continue;
      if (fd === listenfd) {
        add(take_client(listenfd));
      } else if (!relay(fd)) {
        remove(i);
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
