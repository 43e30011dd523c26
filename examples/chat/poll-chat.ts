/**
 * poll-chat: a chat. What a client says goes to all the others. One process waits for all of them with poll.
 *
 * usage: poll-chat PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients have left the server ends; without it, it serves until it is killed.
 */

import { array, resize, sizeof } from "berkeley/memory";
import { poll, pollfd, POLLIN } from "berkeley/poll";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { memcpy } from "berkeley/string";
import { MSG_NOSIGNAL, recv, send } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { take_client, tcp_listen } from "../support/net.ts";

const BUFSIZE = 256;

const buf = Buffer.alloc(BUFSIZE);

/** The listening socket, and then the clients. */
let fds = array(pollfd, 5);
let count = 0;

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
