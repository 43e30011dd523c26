/**
 * echo-client: sends what it reads from standard input to an echo server over TCP, and prints what comes back.
 *
 * usage: echo-client HOST PORT
 *
 * HOST is a numeric address, IPv4 or IPv6.
 */

import { inet_pton } from "berkeley/arpa/inet";
import { cast, sizeof } from "berkeley/memory";
import { htons, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { AF_INET, AF_INET6, connect, SOCK_STREAM, sockaddr_storage, socket } from "berkeley/sys/socket";
import { close, read, STDIN_FILENO, STDOUT_FILENO, write } from "berkeley/unistd";

const BUFSIZE = 1024;

/** Makes an address of a host, IPv4 or IPv6, and a port. Returns its length, or 0 if the host is no address. */
function make_address(ss: sockaddr_storage, host: string, port: number): number {
  const sin = cast(sockaddr_in, ss);
  const sin6 = cast(sockaddr_in6, ss);

  if (inet_pton(AF_INET, host, sin.sin_addr) === 1) {
    sin.sin_family = AF_INET;
    sin.sin_port = htons(port);
    return sizeof(sin);
  }
  if (inet_pton(AF_INET6, host, sin6.sin6_addr) === 1) {
    sin6.sin6_family = AF_INET6;
    sin6.sin6_port = htons(port);
    return sizeof(sin6);
  }
  return 0;
}

function main(argc: number, argv: string[]): number {
  if (argc !== 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const addr = new sockaddr_storage();
  const addrlen = make_address(addr, argv[1], atoi(argv[2]));
  if (addrlen === 0) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  const sockfd = socket(addr.ss_family, SOCK_STREAM, 0);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, addr, addrlen) === -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  const buf = Buffer.alloc(BUFSIZE);
  let n: number;
  while ((n = read(STDIN_FILENO, buf, sizeof(buf))) > 0) {
    if (write(sockfd, buf, n) !== n) {
      perror("write");
      exit(EXIT_FAILURE);
    }

    // The reply has as many bytes, but a stream may bring them in pieces.
    let left = n;
    while (left > 0) {
      n = read(sockfd, buf, left);
      if (n === -1) {
        perror("read");
        exit(EXIT_FAILURE);
      }
      if (n === 0) {
        fprintf(stderr, "the server closed the connection\n");
        exit(EXIT_FAILURE);
      }
      if (write(STDOUT_FILENO, buf, n) === -1) {
        perror("write");
        exit(EXIT_FAILURE);
      }
      left -= n;
    }
  }
  if (n === -1) {
    perror("read");
    exit(EXIT_FAILURE);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
