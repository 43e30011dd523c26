/**
 * pass-server: sends back what it receives over TCP, by processes that are there before their clients are: one accepts
 * for all of them, and passes each connection to the one that has the fewest.
 *
 * usage: pass-server PORT [ADDRESS [WORKERS [CLIENTS]]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). There are WORKERS processes (2), each of which serves any number of clients, with poll. After CLIENTS
 * clients have left the server ends; without it, it serves until it is killed.
 */

import { array, int, resize, sizeof } from "berkeley/memory";
import { poll, pollfd, POLLIN } from "berkeley/poll";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { memcpy } from "berkeley/string";
import { AF_UNIX, MSG_NOSIGNAL, recv, send, SOCK_STREAM, socketpair } from "berkeley/sys/socket";
import { wait } from "berkeley/sys/wait";
import { close, fork } from "berkeley/unistd";

import { recv_fd, send_fd } from "../support/descriptors.ts";
import { echo_once } from "../support/echo.ts";
import { take_client, tcp_listen } from "../support/net.ts";

const MAX_WORKERS = 64;

/** A worker process: the socket to it, and how many clients it has. */
interface Worker {
  sockfd: number;
  clients: number;
}

const workers: Worker[] = [];

/** The descriptors that poll waits for: the first `count`. */
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

function wait_for_some(): void {
  if (poll(fds, count, -1) === -1) {
    perror("poll");
    exit(EXIT_FAILURE);
  }
}

/** A worker: serves the connections that it is passed, until there come no more, and reports each that has ended. */
function work(sockfd: number): void {
  const byte = Buffer.alloc(1);
  const connfd = new int();

  add(sockfd);
  for (;;) {
    wait_for_some();
    for (let i = count - 1; i >= 0; i--) {
      const { fd, revents } = fds[i];
      if (revents === 0) continue;
      if (fd === sockfd) {
        const n = recv_fd(sockfd, connfd, byte, sizeof(byte));
        if (n === -1) perror("recvmsg");
        if (n <= 0) return;
        if (connfd.value !== -1) add(connfd.value);
      } else if (echo_once(fd) <= 0) {
        remove(i);
        close(fd);
        if (send(sockfd, "", 1, MSG_NOSIGNAL) === -1) return;
      }
    }
  }
}

function start_worker(listenfd: number): void {
  const sv = array(int, 2);
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) === -1) {
    perror("socketpair");
    exit(EXIT_FAILURE);
  }
  const pid = fork();
  if (pid === -1) {
    perror("fork");
    exit(EXIT_FAILURE);
  }
  if (pid === 0) {
    close(listenfd);
    close(sv[0]);
    for (const worker of workers) close(worker.sockfd);
    work(sv[1]);
    exit(EXIT_SUCCESS);
  }
  close(sv[1]);
  workers.push({ sockfd: sv[0], clients: 0 });
}

/** Passes a connection to the worker with the fewest. */
function pass(connfd: number): void {
  let chosen = 0;
  for (let i = 1; i < workers.length; i++) {
    if (workers[i].clients < workers[chosen].clients) chosen = i;
  }
  if (send_fd(workers[chosen].sockfd, connfd, "", 1) === -1) {
    perror("sendmsg");
    exit(EXIT_FAILURE);
  }
  workers[chosen].clients++;
  printf("worker %d has %d clients\n", chosen, workers[chosen].clients);
  fflush(stdout);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 5) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [WORKERS [CLIENTS]]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const n = argc > 3 ? atoi(argv[3]) : 2;
  let clients = argc > 4 ? atoi(argv[4]) : -1;
  if (n < 1 || n > MAX_WORKERS) {
    fprintf(stderr, "from 1 to %d workers\n", MAX_WORKERS);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  for (let i = 0; i < n; i++) start_worker(listenfd);

  // First the workers, in their order: a worker that has lost a client is the next to be passed one.
  for (const worker of workers) add(worker.sockfd);
  add(listenfd);
  while (clients !== 0) {
    wait_for_some();
    for (let i = 0; i < n; i++) {
      if (fds[i].revents === 0) continue;
      const byte = Buffer.alloc(1);
      if (recv(workers[i].sockfd, byte, sizeof(byte), 0) !== 1) {
        fprintf(stderr, "worker %d has ended\n", i);
        exit(EXIT_FAILURE);
      }
      workers[i].clients--;
      clients--;
    }
    if (fds[n].revents !== 0) {
      const connfd = take_client(listenfd);
      pass(connfd);
      close(connfd);
    }
  }

  close(listenfd);
  for (const worker of workers) {
    close(worker.sockfd); // No more will come: the worker ends.
    wait(null);
  }
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
