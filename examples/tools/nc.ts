/**
 * nc: joins its standard input and output to a connection of TCP, or to datagrams of UDP.
 *
 * usage: nc [-46lNuvz] [-w SECONDS] [HOST] PORT
 *
 * It connects to HOST, or with -l waits for one client, at HOST or this machine alone. PORT may be a range, as 20-25, of
 * which each is tried. It ends when the other side does; with -N, when both sides have told their end.
 *
 *     -4, -6  only IPv4, only IPv6          -u  UDP
 *     -N      at the end of the input, tell the other side (shutdown)
 *     -v      tell what happens             -z  only look whether somebody listens
 *     -w      give up after so many seconds in which nothing happens
 */

import { EAGAIN, EINPROGRESS, errno, ETIMEDOUT, set_errno } from "berkeley/errno";
import { F_SETFL, fcntl, O_NONBLOCK } from "berkeley/fcntl";
import { getopt, optarg, optind } from "berkeley/getopt";
import { array, int, ptr, sizeof } from "berkeley/memory";
import {
  addrinfo,
  freeaddrinfo,
  gai_strerror,
  getaddrinfo,
  getnameinfo,
  NI_MAXHOST,
  NI_MAXSERV,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
} from "berkeley/netdb";
import { poll, pollfd, POLLIN, POLLOUT } from "berkeley/poll";
import { fprintf, perror, snprintf, sscanf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strerror } from "berkeley/string";
import {
  accept,
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  bind,
  connect,
  getsockname,
  getsockopt,
  listen,
  MSG_NOSIGNAL,
  MSG_PEEK,
  recv,
  recvfrom,
  send,
  setsockopt,
  SHUT_WR,
  shutdown,
  SO_ERROR,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_STREAM,
  sockaddr_storage,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close, read, STDIN_FILENO, STDOUT_FILENO, write } from "berkeley/unistd";

const BUFSIZE = 16384;
const PROBE_MS = 1000;

let family = AF_UNSPEC;
let udp = false;
let verbose = false;
let shut_at_end = false;
let timeout = -1; // In milliseconds.

function usage(program: string): never {
  fprintf(stderr, "usage: %s [-46lNuvz] [-w SECONDS] [HOST] PORT\n", program);
  exit(EXIT_FAILURE);
}

function print_peer(what: string, ss: sockaddr_storage, len: number): void {
  const host = Buffer.alloc(NI_MAXHOST);
  const port = Buffer.alloc(NI_MAXSERV);

  getnameinfo(ss, len, host, sizeof(host), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV);
  fprintf(stderr, "%s %s %s\n", what, host, port);
}

function look_up(host: string, port: string | Buffer): addrinfo {
  const hints = new addrinfo({ ai_family: family, ai_socktype: udp ? SOCK_DGRAM : SOCK_STREAM });
  const res = new ptr<addrinfo>();

  const rv = getaddrinfo(host, port, hints, res);
  if (rv !== 0) {
    fprintf(stderr, "nc: %s port %s: %s\n", host, port, gai_strerror(rv));
    exit(EXIT_FAILURE);
  }
  return res.value!;
}

/** What was read from one side, and not yet written to the other. */
class buffer {
  data = Buffer.alloc(BUFSIZE);
  begin = 0;
  end = 0;
}

/** Copies from standard input to the socket, and from there to standard output, until its end. */
function copy(sockfd: number): number {
  const fds = array(pollfd, 3);
  const out = new buffer();
  const back = new buffer();
  let input_ended = false;
  let output_shut = false;
  let socket_ended = false;

  while (!socket_ended || back.begin < back.end || (shut_at_end && !output_shut)) {
    // The socket may take and give at once. Where nothing is asked of a descriptor, poll is not to tell of its end.
    fds[0].fd = !input_ended && out.begin === out.end ? STDIN_FILENO : -1;
    fds[0].events = POLLIN;
    fds[1].events = 0;
    if (!socket_ended && back.begin === back.end) fds[1].events |= POLLIN;
    if (out.begin < out.end) fds[1].events |= POLLOUT;
    fds[1].fd = fds[1].events !== 0 ? sockfd : -1;
    fds[2].fd = back.begin < back.end ? STDOUT_FILENO : -1;
    fds[2].events = POLLOUT;

    const ready = poll(fds, 3, timeout);
    if (ready === -1) {
      perror("poll");
      return EXIT_FAILURE;
    }
    if (ready === 0) return EXIT_SUCCESS;

    if (fds[0].fd !== -1 && fds[0].revents !== 0) {
      const n = read(STDIN_FILENO, out.data, BUFSIZE);
      if (n === -1) perror("read");
      if (n <= 0) input_ended = true;
      out.begin = 0;
      out.end = Math.max(n, 0);
    }
    if (fds[1].fd !== -1 && fds[1].revents !== 0 && back.begin === back.end) {
      const n = recv(sockfd, back.data, BUFSIZE, 0);
      if (n === -1 && errno !== EAGAIN) {
        perror("recv");
        return EXIT_FAILURE;
      }
      if (n === 0 && !udp) socket_ended = true;
      back.begin = 0;
      back.end = Math.max(n, 0);
    }
    if (fds[1].fd !== -1 && fds[1].revents & POLLOUT) {
      const n = send(sockfd, out.data.subarray(out.begin), out.end - out.begin, MSG_NOSIGNAL);
      if (n === -1 && errno !== EAGAIN) {
        perror("send");
        return EXIT_FAILURE;
      }
      out.begin += Math.max(n, 0);
    }
    if (fds[2].fd !== -1 && fds[2].revents !== 0) {
      const n = write(STDOUT_FILENO, back.data.subarray(back.begin), back.end - back.begin);
      if (n === -1) {
        perror("write");
        return EXIT_FAILURE;
      }
      back.begin += n;
    }
    if (input_ended && out.begin === out.end && shut_at_end && !output_shut) {
      shutdown(sockfd, SHUT_WR);
      output_shut = true;
    }
  }
  return EXIT_SUCCESS;
}

/** Connects, and waits for that as long as for anything else. Returns -1 and errno where it fails. */
function connect_within(sockfd: number, ai: addrinfo): number {
  const fds = array(pollfd, 1);
  const error = new int();

  if (fcntl(sockfd, F_SETFL, O_NONBLOCK) === -1) return -1;
  if (connect(sockfd, ai.ai_addr, ai.ai_addrlen) === 0) return 0;
  if (errno !== EINPROGRESS) return -1;
  fds[0].fd = sockfd;
  fds[0].events = POLLOUT;
  const ready = poll(fds, 1, timeout);
  if (ready === -1) return -1;
  if (ready === 0) {
    set_errno(ETIMEDOUT);
    return -1;
  }
  if (getsockopt(sockfd, SOL_SOCKET, SO_ERROR, error, new socklen_t(sizeof(error))) === -1) return -1;
  set_errno(error.value);
  return error.value === 0 ? 0 : -1;
}

/** Sends a datagram. Where nobody listens, a message of ICMP comes back. Returns -1 and errno then. */
function probe_udp(sockfd: number): number {
  const fds = array(pollfd, 1);

  if (send(sockfd, "X", 1, 0) === -1) return -1;
  fds[0].fd = sockfd;
  fds[0].events = POLLIN;
  if (poll(fds, 1, timeout === -1 ? PROBE_MS : timeout) <= 0) return 0;
  return recv(sockfd, Buffer.alloc(1), 1, 0) === -1 ? -1 : 0;
}

function client(host: string, port: Buffer, zero: boolean): number {
  const protocol = udp ? "udp" : "tcp";
  const res = look_up(host, port);
  let status = EXIT_FAILURE;

  for (let ai: addrinfo | null = res; ai !== null; ai = ai.ai_next) {
    const sockfd = socket(ai.ai_family, ai.ai_socktype, ai.ai_protocol);
    if (sockfd === -1) continue;
    if (connect_within(sockfd, ai) === -1 || (zero && udp && probe_udp(sockfd) === -1)) {
      if (verbose) {
        fprintf(stderr, "nc: connect to %s port %s (%s) failed: %s\n", host, port, protocol, strerror(errno));
      }
      close(sockfd);
      continue;
    }
    if (verbose) fprintf(stderr, "Connection to %s %s port [%s/*] succeeded!\n", host, port, protocol);
    status = zero ? EXIT_SUCCESS : copy(sockfd);
    close(sockfd);
    break;
  }
  freeaddrinfo(res);
  return status;
}

/** Makes a socket that is bound to an address of a host. */
function bind_to(host: string, port: Buffer): number {
  const res = look_up(host, port);
  const addr = new sockaddr_storage();
  const addrlen = new socklen_t(sizeof(addr));
  const yes = new int(1);

  const sockfd = socket(res.ai_family, res.ai_socktype, res.ai_protocol);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (!udp && setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes)) === -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  if (bind(sockfd, res.ai_addr, res.ai_addrlen) === -1 || (!udp && listen(sockfd, 1) === -1)) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  freeaddrinfo(res);
  if (verbose && getsockname(sockfd, addr, addrlen) === 0) {
    print_peer(udp ? "Bound on" : "Listening on", addr, addrlen.value);
  }
  return sockfd;
}

/** Waits for a client. The sender of a first datagram becomes the only one that is heard. */
function server(host: string, port: Buffer): number {
  const peer = new sockaddr_storage();
  const peerlen = new socklen_t(sizeof(peer));

  let sockfd = bind_to(host, port);
  if (udp) {
    if (
      recvfrom(sockfd, Buffer.alloc(1), 1, MSG_PEEK, peer, peerlen) === -1 ||
      connect(sockfd, peer, peerlen.value) === -1
    ) {
      perror("recvfrom");
      exit(EXIT_FAILURE);
    }
  } else {
    const connfd = accept(sockfd, peer, peerlen);
    if (connfd === -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    close(sockfd);
    sockfd = connfd;
  }
  if (verbose) print_peer("Connection received on", peer, peerlen.value);
  if (fcntl(sockfd, F_SETFL, O_NONBLOCK) === -1) {
    perror("fcntl");
    exit(EXIT_FAILURE);
  }
  const status = copy(sockfd);
  close(sockfd);
  return status;
}

function main(argc: number, argv: string[]): number {
  const first = new int();
  const last = new int();
  const port = Buffer.alloc(NI_MAXSERV);
  let listening = false;
  let zero = false;
  let status = EXIT_FAILURE;

  for (let opt = getopt(argc, argv, "46lNuvzw:"); opt !== -1; opt = getopt(argc, argv, "46lNuvzw:")) {
    if (opt === "4") family = AF_INET;
    else if (opt === "6") family = AF_INET6;
    else if (opt === "l") listening = true;
    else if (opt === "N") shut_at_end = true;
    else if (opt === "u") udp = true;
    else if (opt === "v") verbose = true;
    else if (opt === "z") zero = true;
    else if (opt === "w") timeout = atoi(optarg!) * 1000;
    else usage(argv[0]);
  }
  const arguments_left = argc - optind;
  if (arguments_left > 2 || arguments_left < (listening ? 1 : 2)) usage(argv[0]);
  const host = arguments_left === 2 ? argv[optind] : family === AF_INET6 ? "::1" : "127.0.0.1";
  const ports = argv[argc - 1];

  const numbers = sscanf(ports, "%d-%d", first, last);
  if (numbers === 1) last.value = first.value;
  if (numbers < 1 || first.value < 0 || last.value > 65535 || last.value < first.value) {
    fprintf(stderr, "nc: %s: not a port\n", ports);
    exit(EXIT_FAILURE);
  }

  for (let number = first.value; number <= last.value; number++) {
    snprintf(port, sizeof(port), "%d", number);
    if (listening) return server(host, port);
    if (client(host, port, zero) === EXIT_SUCCESS) status = EXIT_SUCCESS;
  }
  return status;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
