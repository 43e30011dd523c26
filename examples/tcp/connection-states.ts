/**
 * connection-states: makes a connection to itself, ends it in one of five ways, and shows the states of both ends.
 *
 * usage: connection-states WAY
 *
 *     close        the client closes its direction, then the server closes all
 *     closed       the client writes to a connection that the server has closed
 *     reset        the server aborts
 *     half-open    the server's machine has crashed and started again: the client finds out when it writes
 *     keepalive    the server's machine has gone: the client finds out although it only waits
 */

import { BPF_K, BPF_RET, BPF_STMT, sock_filter, sock_fprog } from "berkeley/linux/filter";
import { array, int, sizeof } from "berkeley/memory";
import { IPPROTO_TCP } from "berkeley/netinet/in";
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_INFO,
  tcp_info,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
} from "berkeley/netinet/tcp";
import { poll, pollfd } from "berkeley/poll";
import { fprintf, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { errno } from "berkeley/errno";
import { strerror, strlen } from "berkeley/string";
import {
  getsockopt,
  linger,
  MSG_NOSIGNAL,
  recv,
  send,
  setsockopt,
  SHUT_WR,
  shutdown,
  SO_ATTACH_FILTER,
  SO_DETACH_FILTER,
  SO_KEEPALIVE,
  SO_LINGER,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { make_connection } from "../support/connection.ts";
import { die } from "../support/die.ts";

const BUFSIZE = 100;
const ends = array(int, 2);

/** What the kernel knows of a connection's end. */
function state(sockfd: number): string {
  const info = new tcp_info();
  if (sockfd === -1) return "-";
  if (getsockopt(sockfd, IPPROTO_TCP, TCP_INFO, info, new socklen_t(sizeof(info))) === -1) die("getsockopt");
  switch (info.tcpi_state) {
    case TCP_ESTABLISHED:
      return "ESTABLISHED";
    case TCP_FIN_WAIT1:
      return "FIN_WAIT1";
    case TCP_FIN_WAIT2:
      return "FIN_WAIT2";
    case TCP_CLOSE_WAIT:
      return "CLOSE_WAIT";
    case TCP_CLOSE:
      return "CLOSE";
    default:
      return "another";
  }
}

function show(): void {
  printf("%40s client %-11s server %s\n", "", state(ends[0]), state(ends[1]));
}

/** Prints what a call has returned. */
function returned(call: string, result: number): void {
  if (result === -1) printf("%s: %s\n", call, strerror(errno));
  else printf("%s: %d\n", call, result);
}

function client_sends(text: string): void {
  returned("client: send", send(ends[0], text, strlen(text), MSG_NOSIGNAL));
}

function client_receives(): void {
  returned("client: recv", recv(ends[0], Buffer.alloc(BUFSIZE), BUFSIZE, 0));
}

function server_closes(): void {
  returned("server: close", close(ends[1]));
  ends[1] = -1;
}

/** Has the server's close() send a reset, and forget all. */
function server_aborts(): void {
  const abort = new linger({ l_onoff: 1, l_linger: 0 });
  if (setsockopt(ends[1], SOL_SOCKET, SO_LINGER, abort, sizeof(abort)) === -1) die("setsockopt");
  server_closes();
}

/** Has an end receive nothing from now on, as if its cable was pulled out: a filter drops each packet. */
function unplug(sockfd: number): void {
  const code = array(sock_filter, [BPF_STMT(BPF_RET | BPF_K, 0)]);
  const bpf = new sock_fprog({ len: code.length, filter: code });
  if (setsockopt(sockfd, SOL_SOCKET, SO_ATTACH_FILTER, bpf, sizeof(bpf)) === -1) die("setsockopt");
}

function plug(sockfd: number): void {
  const unused = new int(0);
  if (setsockopt(sockfd, SOL_SOCKET, SO_DETACH_FILTER, unused, sizeof(unused)) === -1) die("setsockopt");
}

function by_close(): void {
  returned("client: shutdown", shutdown(ends[0], SHUT_WR));
  returned("server: recv", recv(ends[1], Buffer.alloc(BUFSIZE), BUFSIZE, 0));
  returned("server: send", send(ends[1], "The last word", strlen("The last word"), MSG_NOSIGNAL));
  client_receives();
  show();
  server_closes();
  client_receives();
  show(); // The kernel keeps the connection in TIME_WAIT for a minute, but this socket has no part in it.
}

function by_closed(): void {
  server_closes();
  client_receives();
  show();
  client_sends("Is anybody there?"); // It is sent. That nobody takes it is told by a reset, a moment later.
  const hangup = new pollfd({ fd: ends[0] });
  if (poll(hangup, 1, -1) === -1) die("poll");
  show();
  client_sends("Hello?");
}

function by_reset(): void {
  server_aborts();
  client_receives();
  show();
  client_sends("Hello?");
}

function by_half_open(): void {
  unplug(ends[0]);
  server_aborts();
  show(); // Half open: one end is alive, and does not know that there is no other.
  plug(ends[0]);
  client_sends("Hello?");
  client_receives();
  show();
}

function by_keepalive(): void {
  const one = new int(1);
  const two = new int(2);
  unplug(ends[1]);
  if (
    setsockopt(ends[0], SOL_SOCKET, SO_KEEPALIVE, one, sizeof(one)) === -1 ||
    setsockopt(ends[0], IPPROTO_TCP, TCP_KEEPIDLE, one, sizeof(one)) === -1 || // seconds; two hours by default
    setsockopt(ends[0], IPPROTO_TCP, TCP_KEEPINTVL, one, sizeof(one)) === -1 ||
    setsockopt(ends[0], IPPROTO_TCP, TCP_KEEPCNT, two, sizeof(two)) === -1
  ) {
    die("setsockopt");
  }
  client_receives();
  show(); // Now the server's end is the half-open one.
}

function main(argc: number, argv: string[]): number {
  const ways: Record<string, () => void> = {
    close: by_close,
    closed: by_closed,
    reset: by_reset,
    "half-open": by_half_open,
    keepalive: by_keepalive,
  };
  const way = argc === 2 ? ways[argv[1]] : undefined;
  if (way === undefined) {
    fprintf(stderr, "usage: %s WAY\n\nWAY is close, closed, reset, half-open or keepalive.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  make_connection(ends);
  show();
  way();
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
