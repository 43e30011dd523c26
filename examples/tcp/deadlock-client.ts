/**
 * deadlock-client: sends many bytes to deadlock-server, which sends them back, and receives them in one of four ways.
 *
 * usage: deadlock-client HOST PORT BYTES WAY
 *
 *     naive       sends all, then receives all. With 32 bytes that works. With 100000000 all buffers between the two
 *                 are full before all is sent: the client waits for the server to read, and the server for the client.
 *                 Nothing would ever change; after two seconds the client gives up.
 *     nonblock    receives when nothing more can be sent
 *     select      sends when something can be sent, receives when something has come
 *     fork        has one process send while another receives
 */

import { EAGAIN, errno } from "berkeley/errno";
import { F_GETFL, F_SETFL, fcntl, O_NONBLOCK } from "berkeley/fcntl";
import { sizeof } from "berkeley/memory";
import { fprintf, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { FD_ISSET, FD_SET, FD_ZERO, fd_set, select } from "berkeley/sys/select";
import { MSG_DONTWAIT, MSG_NOSIGNAL, recv, send, setsockopt, SO_SNDTIMEO, SOL_SOCKET } from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { waitpid } from "berkeley/sys/wait";
import { close, fork } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { tcp_connect } from "../support/net.ts";

const BLOCK = 65536;
const LIMIT = 2;
const block = Buffer.alloc(BLOCK);

/** Sends up to a block of what is left. Returns how much; -1 with EAGAIN if that would take too long. */
function send_some(sockfd: number, left: number, flags: number): number {
  const n = send(sockfd, block, left < BLOCK ? left : BLOCK, MSG_NOSIGNAL | flags);
  if (n === -1 && errno !== EAGAIN) die("send");
  return n;
}

/** Receives up to a block. Returns how much. */
function receive_some(sockfd: number): number {
  const n = recv(sockfd, block, BLOCK, 0);
  if (n === -1) die("recv");
  if (n === 0) {
    fprintf(stderr, "the server closed the connection\n");
    exit(EXIT_FAILURE);
  }
  return n;
}

function naive(sockfd: number, bytes: number): void {
  const limit = new timeval({ tv_sec: LIMIT });
  if (setsockopt(sockfd, SOL_SOCKET, SO_SNDTIMEO, limit, sizeof(limit)) === -1) die("setsockopt");

  let sent = 0;
  while (sent < bytes) {
    const n = send_some(sockfd, bytes - sent, 0);
    if (n === -1) {
      fprintf(stderr, "deadlock: after %d bytes nothing moved for %d seconds\n", sent, LIMIT);
      exit(EXIT_FAILURE);
    }
    sent += n;
  }
  for (let received = 0; received < bytes;) received += receive_some(sockfd);
}

function nonblock(sockfd: number, bytes: number): void {
  let sent = 0;
  let received = 0;
  while (received < bytes) {
    const n = sent < bytes ? send_some(sockfd, bytes - sent, MSG_DONTWAIT) : -1;
    if (n !== -1) sent += n;
    else received += receive_some(sockfd);
  }
}

function with_select(sockfd: number, bytes: number): void {
  const readfds = new fd_set();
  const writefds = new fd_set();
  let sent = 0;
  let received = 0;

  // select() tells that something can be sent, not how much: without this, a send() could still wait.
  if (fcntl(sockfd, F_SETFL, fcntl(sockfd, F_GETFL) | O_NONBLOCK) === -1) die("fcntl");
  while (received < bytes) {
    FD_ZERO(readfds);
    FD_ZERO(writefds);
    FD_SET(sockfd, readfds);
    if (sent < bytes) FD_SET(sockfd, writefds);
    if (select(sockfd + 1, readfds, writefds, null, null) === -1) die("select");

    if (FD_ISSET(sockfd, writefds)) {
      const n = send_some(sockfd, bytes - sent, 0);
      if (n !== -1) sent += n;
    }
    if (FD_ISSET(sockfd, readfds)) received += receive_some(sockfd);
  }
}

function with_fork(sockfd: number, bytes: number): void {
  const pid = fork();
  if (pid === -1) die("fork");
  if (pid === 0) {
    for (let sent = 0; sent < bytes;) sent += send_some(sockfd, bytes - sent, 0);
    exit(EXIT_SUCCESS);
  }
  for (let received = 0; received < bytes;) received += receive_some(sockfd);
  if (waitpid(pid, null, 0) === -1) die("waitpid");
}

function main(argc: number, argv: string[]): number {
  const ways: Record<string, (sockfd: number, bytes: number) => void> = {
    naive,
    nonblock,
    select: with_select,
    fork: with_fork,
  };
  const way = argc === 5 ? ways[argv[4]] : undefined;
  if (way === undefined) {
    fprintf(stderr, "usage: %s HOST PORT BYTES WAY\n\nWAY is naive, nonblock, select or fork.\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const bytes = atoi(argv[3]);

  const sockfd = tcp_connect(argv[1], atoi(argv[2]));
  way(sockfd, bytes);
  printf("%d bytes sent and received\n", bytes);

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
