/**
 * getaddrinfo-client: connects to a server over IPv4 or IPv6, and prints the message that it sends.
 *
 * usage: getaddrinfo-client HOST PORT
 *
 * HOST is a name or an address; PORT a number or a service's name.
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { cast, ptr, sizeof } from "berkeley/memory";
import { addrinfo, freeaddrinfo, gai_strerror, getaddrinfo } from "berkeley/netdb";
import { type in6_addr, type in_addr, INET6_ADDRSTRLEN, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { AF_INET, AF_UNSPEC, connect, recv, SOCK_STREAM, socket } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

const MAXDATASIZE = 100;

/** The IPv4 or IPv6 address in a socket address. */
function get_in_addr(p: addrinfo): in_addr | in6_addr {
  if (p.ai_family === AF_INET) return cast(sockaddr_in, p.ai_addr).sin_addr;
  return cast(sockaddr_in6, p.ai_addr).sin6_addr;
}

function main(argc: number, argv: string[]): number {
  const hints = new addrinfo();
  const servinfo = new ptr<addrinfo>();
  const s = Buffer.alloc(INET6_ADDRSTRLEN);
  const buf = Buffer.alloc(MAXDATASIZE);
  let sockfd = -1;
  let n: number;
  let p: addrinfo | null;

  if (argc !== 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  const rv = getaddrinfo(argv[1], argv[2], hints, servinfo);
  if (rv !== 0) {
    fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(rv));
    exit(EXIT_FAILURE);
  }

  // The first address that takes the connection.
  for (p = servinfo.value; p !== null; p = p.ai_next) {
    sockfd = socket(p.ai_family, p.ai_socktype, p.ai_protocol);
    if (sockfd === -1) {
      perror("client: socket");
      continue;
    }
    if (connect(sockfd, p.ai_addr, p.ai_addrlen) === -1) {
      perror("client: connect");
      close(sockfd);
      continue;
    }
    break;
  }
  if (p === null) {
    fprintf(stderr, "client: failed to connect\n");
    exit(EXIT_FAILURE);
  }
  printf("client: connected to %s\n", inet_ntop(p.ai_family, get_in_addr(p), s, sizeof(s)));
  freeaddrinfo(servinfo.value);

  while ((n = recv(sockfd, buf, MAXDATASIZE - 1, 0)) > 0) {
    buf[n] = 0;
    printf("client: received '%s'\n", buf);
  }
  if (n === -1) {
    perror("recv");
    exit(EXIT_FAILURE);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
