/**
 * epoll-server: sends back what it receives over TCP, to any number of clients at once, in one process that waits for all
 * of them with epoll.
 *
 * usage: epoll-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients have left the server ends; without it, it serves until it is killed.
 */

import { array } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { epoll_create1, epoll_ctl, EPOLL_CTL_ADD, epoll_event, epoll_wait, EPOLLIN } from "berkeley/sys/epoll";
import { close } from "berkeley/unistd";

import { echo_once } from "../support/echo.ts";
import { take_client, tcp_listen } from "../support/net.ts";

const MAX_EVENTS = 64;

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
      } else if (echo_once(fd) <= 0) {
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
