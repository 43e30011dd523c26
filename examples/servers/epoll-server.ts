/**
 * epoll-server: sends back what it receives over TCP, to any number of clients at once, in one process that waits for all
 * of them with epoll.
 *
 * usage: epoll-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients have left the server ends; without it, it serves until it is killed.
 */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { array, int, sizeof } from "berkeley/memory";
import { htons, INET_ADDRSTRLEN, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { epoll_create1, epoll_ctl, EPOLL_CTL_ADD, epoll_event, epoll_wait, EPOLLIN } from "berkeley/sys/epoll";
import {
  accept,
  AF_INET,
  bind,
  getsockname,
  listen,
  MSG_NOSIGNAL,
  send,
  setsockopt,
  SO_REUSEADDR,
  SOCK_STREAM,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close, read } from "berkeley/unistd";

const BACKLOG = 5;
const BUFSIZE = 1024;
const MAX_EVENTS = 64;

const buf = Buffer.alloc(BUFSIZE);

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

/** Puts a descriptor into epoll's list. */
function add(epfd: number, fd: number): void {
  const event = new epoll_event();
  event.events = EPOLLIN;
  event.data.fd = fd;
  if (epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event) === -1) {
    perror("epoll_ctl");
    exit(EXIT_FAILURE);
  }
}

/** Sends back what a client has said by now. Returns false at its end. */
function echo(connfd: number): boolean {
  const n = read(connfd, buf, sizeof(buf));
  if (n === -1) perror("read");
  if (n <= 0) return false;
  if (send(connfd, buf, n, MSG_NOSIGNAL) === n) return true;
  perror("send");
  return false;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  const epfd = epoll_create1(0);
  if (epfd === -1) {
    perror("epoll_create1");
    exit(EXIT_FAILURE);
  }
  add(epfd, listenfd);

  const events = array(epoll_event, MAX_EVENTS);
  while (clients !== 0) {
    const nfds = epoll_wait(epfd, events, MAX_EVENTS, -1);
    if (nfds === -1) {
      perror("epoll_wait");
      exit(EXIT_FAILURE);
    }

    for (let i = 0; i < nfds; i++) {
      const { fd } = events[i].data;
      if (fd === listenfd) {
        add(epfd, take_client(listenfd));
      } else if (!echo(fd)) {
        close(fd); // It leaves the list with that.
        clients--;
      }
    }
  }

  close(epfd);
  close(listenfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
