/**
 * socket-errors: makes each kind of error happen that a program with sockets must expect, and says what to do about it.
 *
 * usage: socket-errors KIND...
 *
 * KIND is one of those below, or `all`.
 */

import {
  EADDRINUSE,
  EADDRNOTAVAIL,
  EAGAIN,
  EBADF,
  ECONNREFUSED,
  ECONNRESET,
  EINPROGRESS,
  EMSGSIZE,
  ENOTCONN,
  ENOTSOCK,
  EPIPE,
  errno,
} from "berkeley/errno";
import { O_WRONLY, open } from "berkeley/fcntl";
import { array, int, ptr, sizeof } from "berkeley/memory";
import { addrinfo, AI_NUMERICHOST, EAI_NONAME, EAI_SERVICE, gai_strerror, getaddrinfo } from "berkeley/netdb";
import { poll, pollfd } from "berkeley/poll";
import { fprintf, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp, strerror, strlen } from "berkeley/string";
import {
  AF_INET,
  bind,
  connect,
  linger,
  listen,
  MSG_NOSIGNAL,
  recv,
  send,
  setsockopt,
  SO_LINGER,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { close } from "berkeley/unistd";

import { bind_anywhere, make_connection } from "../support/connection.ts";
import { die } from "../support/die.ts";
import { ipv4_address } from "../support/net.ts";

const BUFSIZE = 100;
const TOO_LONG = 65536; // One more than the length of an IP packet can say.
const HELLO = "Hello?";
const buf = Buffer.alloc(TOO_LONG);

/** What a program does about an error. */
function advice(error: number): string {
  switch (error) {
    case ECONNREFUSED:
      return "nobody listens there: try the next address, or later";
    case EAGAIN:
    case EINPROGRESS:
      return "the time limit has passed: try again, or give up";
    case ECONNRESET:
      return "the other side has gone without reading all: close, and connect again";
    case EPIPE:
      return "the connection is closed: close, and connect again";
    case EADDRINUSE:
      return "another program has this port: take another one";
    case EADDRNOTAVAIL:
      return "no interface of this machine has this address: take another one";
    case EMSGSIZE:
      return "this is too long for a datagram: send less at once";
    case EBADF:
    case ENOTSOCK:
    case ENOTCONN:
      return "a mistake in this program: correct it";
    default:
      return "unexpected: say so, and end";
  }
}

/** Prints what has become of a call that was to fail. */
function failed(call: string, result: number): void {
  if (result !== -1) printf("  %s: %d\n", call, result);
  else printf("  %s: %s\n    %s\n", call, strerror(errno), advice(errno));
}

function make_socket(type: number): number {
  const sockfd = socket(AF_INET, type, 0);
  if (sockfd === -1) die("socket");
  return sockfd;
}

/** The functions of netdb.h have error numbers of their own. */
function name(): void {
  const hints = new addrinfo({ ai_flags: AI_NUMERICHOST, ai_socktype: SOCK_STREAM });
  const res = new ptr<addrinfo>();
  let rv = getaddrinfo("127.0.0.one", "7", hints, res);
  printf("  getaddrinfo: %s%s\n", gai_strerror(rv), rv === EAI_NONAME ? ": ask for another host" : "");
  rv = getaddrinfo("127.0.0.1", "no-such-service", hints, res);
  printf("  getaddrinfo: %s%s\n", gai_strerror(rv), rv === EAI_SERVICE ? ": ask for another service" : "");
}

function refused(): void {
  const bound = make_socket(SOCK_STREAM); // It has a port, but does not listen.
  const addr = ipv4_address("127.0.0.1", bind_anywhere(bound));
  const sockfd = make_socket(SOCK_STREAM);
  failed("connect", connect(sockfd, addr, sizeof(addr)));
  close(sockfd);
  close(bound);
}

function receive_timeout(): void {
  const ends = array(int, 2);
  make_connection(ends);
  const limit = new timeval({ tv_sec: 0, tv_usec: 100000 });
  if (setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, limit, sizeof(limit)) === -1) die("setsockopt");
  failed("recv", recv(ends[0], buf, BUFSIZE, 0));
  close(ends[0]);
  close(ends[1]);
}

function connect_timeout(): void {
  const listenfd = make_socket(SOCK_STREAM);
  const addr = ipv4_address("127.0.0.1", bind_anywhere(listenfd));
  if (listen(listenfd, 0) === -1) die("listen");
  const first = make_socket(SOCK_STREAM); // It waits in the queue, which has room for one, and is never accepted.
  if (connect(first, addr, sizeof(addr)) === -1) die("connect");

  const second = make_socket(SOCK_STREAM);
  const limit = new timeval({ tv_sec: 0, tv_usec: 100000 });
  if (setsockopt(second, SOL_SOCKET, SO_SNDTIMEO, limit, sizeof(limit)) === -1) die("setsockopt");
  failed("connect", connect(second, addr, sizeof(addr)));
  close(second);
  close(first);
  close(listenfd);
}

function reset(): void {
  const ends = array(int, 2);
  make_connection(ends);
  const abort = new linger({ l_onoff: 1, l_linger: 0 });
  if (setsockopt(ends[1], SOL_SOCKET, SO_LINGER, abort, sizeof(abort)) === -1) die("setsockopt");
  close(ends[1]);
  failed("recv", recv(ends[0], buf, BUFSIZE, 0));
  close(ends[0]);
}

function broken_pipe(): void {
  const ends = array(int, 2);
  make_connection(ends);
  close(ends[1]);
  failed("send", send(ends[0], HELLO, strlen(HELLO), MSG_NOSIGNAL)); // That nobody takes it shows only later:
  const hangup = new pollfd({ fd: ends[0] });
  if (poll(hangup, 1, -1) === -1) die("poll");
  failed("recv", recv(ends[0], buf, BUFSIZE, 0));
  failed("send", send(ends[0], HELLO, strlen(HELLO), MSG_NOSIGNAL)); // Without the flag SIGPIPE would end a C program.
  close(ends[0]);
}

function descriptor(): void {
  failed("send", send(-1, HELLO, strlen(HELLO), MSG_NOSIGNAL));
  const file = open("/dev/null", O_WRONLY);
  if (file === -1) die("open");
  failed("send", send(file, HELLO, strlen(HELLO), MSG_NOSIGNAL));
  close(file);
  const sockfd = make_socket(SOCK_STREAM);
  failed("recv", recv(sockfd, buf, BUFSIZE, 0));
  close(sockfd);
}

function address(): void {
  const bound = make_socket(SOCK_STREAM);
  const sockfd = make_socket(SOCK_STREAM);
  const taken = ipv4_address("127.0.0.1", bind_anywhere(bound));
  failed("bind", bind(sockfd, taken, sizeof(taken)));
  const foreign = ipv4_address("192.0.2.1", 0); // An address for books, which no machine has.
  failed("bind", bind(sockfd, foreign, sizeof(foreign)));
  close(sockfd);
  close(bound);
}

function datagram(): void {
  const sockfd = make_socket(SOCK_DGRAM);
  const bound = make_socket(SOCK_DGRAM);
  const addr = ipv4_address("127.0.0.1", bind_anywhere(bound));
  close(bound); // Nobody has the port now.
  if (connect(sockfd, addr, sizeof(addr)) === -1) die("connect");
  failed("send", send(sockfd, buf, TOO_LONG, 0));
  failed("send", send(sockfd, HELLO, strlen(HELLO), 0));
  failed("recv", recv(sockfd, buf, BUFSIZE, 0)); // The answer to what was sent: there is no such port.
  close(sockfd);
}

const kinds = [
  { kind: "name", happen: name },
  { kind: "refused", happen: refused },
  { kind: "receive-timeout", happen: receive_timeout },
  { kind: "connect-timeout", happen: connect_timeout },
  { kind: "reset", happen: reset },
  { kind: "broken-pipe", happen: broken_pipe },
  { kind: "descriptor", happen: descriptor },
  { kind: "address", happen: address },
  { kind: "datagram", happen: datagram },
];

/** Makes the errors of one kind happen, or of all. Returns how many kinds that were. */
function happen(kind: string): number {
  let count = 0;
  for (let i = 0; i < kinds.length; i++) {
    if (strcmp(kind, "all") !== 0 && strcmp(kind, kinds[i].kind) !== 0) continue;
    printf("%s\n", kinds[i].kind);
    kinds[i].happen();
    count++;
  }
  return count;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2) {
    fprintf(stderr, "usage: %s KIND...\n\nKIND is all", argv[0]);
    for (let i = 0; i < kinds.length; i++) fprintf(stderr, ", %s", kinds[i].kind);
    fprintf(stderr, "\n");
    exit(EXIT_FAILURE);
  }
  for (let i = 1; i < argc; i++) {
    if (happen(argv[i]) === 0) {
      fprintf(stderr, "%s: no such kind\n", argv[i]);
      exit(EXIT_FAILURE);
    }
  }
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
