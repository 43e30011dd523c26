/**
 * backoff-client: asks unreliable-server until it answers, and waits twice as long each time: if the network loses
 * requests because there are too many, asking faster would not help.
 *
 * usage: backoff-client HOST PORT WAY [MILLISECONDS]
 *
 * WAY is how the waiting ends: `rcvtimeo` (a time limit of the socket) or `alarm` (SIGALRM interrupts recv). The first
 * wait is of MILLISECONDS (100); after the fifth the client gives up.
 */

import { EAGAIN, EINTR, errno, set_errno } from "berkeley/errno";
import { sizeof } from "berkeley/memory";
import { SIGALRM, sigaction } from "berkeley/signal";
import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp, strlen } from "berkeley/string";
import {
  AF_INET,
  connect,
  recv,
  send,
  setsockopt,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  socket,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { ITIMER_REAL, itimerval, setitimer, timeval } from "berkeley/sys/time";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { ipv4_address } from "../support/net.ts";

const BUFSIZE = 1024;
const TRIES = 5;
const REQUEST = "is anybody there?";

/** Waits for an answer with a time limit of the socket. Returns its length, or -1 with EAGAIN. */
function recv_with_limit(sockfd: number, buf: Buffer, limit: timeval): number {
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVTIMEO, limit, sizeof(limit)) === -1) die("setsockopt");
  return recv(sockfd, buf, BUFSIZE - 1, 0);
}

/** Waits for an answer until an alarm goes off; alarm() would count whole seconds only. Returns its length, or -1 with EINTR. */
function recv_with_alarm(sockfd: number, buf: Buffer, limit: timeval): number {
  // It goes off again and again: the first time might be before recv() waits.
  const timer = new itimerval({ it_value: limit, it_interval: limit });
  const off = new itimerval();

  if (setitimer(ITIMER_REAL, timer, null) === -1) die("setitimer");
  const n = recv(sockfd, buf, BUFSIZE - 1, 0);
  const error = errno;
  if (setitimer(ITIMER_REAL, off, null) === -1) die("setitimer");
  set_errno(error);
  return n;
}

function main(argc: number, argv: string[]): number {
  const is_limit = argc > 3 && strcmp(argv[3], "rcvtimeo") === 0;
  const is_alarm = argc > 3 && strcmp(argv[3], "alarm") === 0;
  if (argc < 4 || argc > 5 || !(is_limit || is_alarm)) {
    fprintf(stderr, "usage: %s HOST PORT WAY [MILLISECONDS]\n\nWAY is rcvtimeo or alarm.\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let wait = argc > 4 ? atoi(argv[4]) : 100;

  const servaddr = ipv4_address(argv[1], atoi(argv[2]));
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) die("socket");
  if (connect(sockfd, servaddr, sizeof(servaddr)) === -1) die("connect"); // Else ECONNREFUSED would not be told.

  const act = new sigaction({ sa_handler: () => {} }); // Without SA_RESTART: recv() fails with EINTR.
  if (sigaction(SIGALRM, act, null) === -1) die("sigaction");

  const buf = Buffer.alloc(BUFSIZE);
  for (let i = 0; i < TRIES; i++) {
    if (send(sockfd, REQUEST, strlen(REQUEST), 0) === -1) die("send");
    printf("waiting up to %d ms\n", wait);
    fflush(stdout);

    const limit = new timeval({ tv_sec: Math.floor(wait / 1000), tv_usec: (wait % 1000) * 1000 });
    const n = is_limit ? recv_with_limit(sockfd, buf, limit) : recv_with_alarm(sockfd, buf, limit);
    if (n !== -1) {
      buf[n] = 0;
      printf("the answer is '%s'\n", buf);
      close(sockfd);
      return EXIT_SUCCESS;
    }
    if (errno !== EAGAIN && errno !== EINTR) die("recv");
    wait *= 2;
  }
  fprintf(stderr, "the server seems to be down\n");
  return EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
