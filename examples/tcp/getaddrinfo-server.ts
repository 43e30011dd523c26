/**
 * getaddrinfo-server: sends one message to each client that connects, over IPv4 or IPv6.
 *
 * usage: getaddrinfo-server PORT [HOST [CLIENTS]]
 *
 * Port 0 is any free one, and a service's name will do. HOST is a name or an address; without it the server can be reached
 * from this machine only (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import { int, ptr, sizeof } from "berkeley/memory";
import {
  addrinfo,
  AI_PASSIVE,
  freeaddrinfo,
  gai_strerror,
  getaddrinfo,
  getnameinfo,
  NI_MAXHOST,
  NI_MAXSERV,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
} from "berkeley/netdb";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import {
  accept,
  AF_UNSPEC,
  bind,
  getsockname,
  listen,
  send,
  setsockopt,
  SO_REUSEADDR,
  SOCK_STREAM,
  sockaddr_storage,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

const BACKLOG = 10;
const MESSAGE = "Hello, world!\n";

/** A listening socket on the first of the host's addresses that takes one. */
function listen_on(host: string, port: string): number {
  const hints = new addrinfo();
  const servinfo = new ptr<addrinfo>();
  const yes = new int(1);
  let sockfd = -1;
  let p: addrinfo | null;

  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  const rv = getaddrinfo(host, port, hints, servinfo);
  if (rv !== 0) {
    fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(rv));
    exit(EXIT_FAILURE);
  }

  for (p = servinfo.value; p !== null; p = p.ai_next) {
    sockfd = socket(p.ai_family, p.ai_socktype, p.ai_protocol);
    if (sockfd === -1) {
      perror("server: socket");
      continue;
    }
    if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes)) === -1) {
      perror("setsockopt");
      exit(EXIT_FAILURE);
    }
    if (bind(sockfd, p.ai_addr, p.ai_addrlen) === -1) {
      close(sockfd);
      perror("server: bind");
      continue;
    }
    break;
  }
  freeaddrinfo(servinfo.value);

  if (p === null) {
    fprintf(stderr, "server: failed to bind\n");
    exit(EXIT_FAILURE);
  }
  if (listen(sockfd, BACKLOG) === -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }
  return sockfd;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [HOST [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  const sockfd = listen_on(argc > 2 ? argv[2] : "127.0.0.1", argv[1]);
  const addr = new sockaddr_storage();
  const addrlen = new socklen_t(sizeof(addr));
  const host = Buffer.alloc(NI_MAXHOST);
  const serv = Buffer.alloc(NI_MAXSERV);

  if (getsockname(sockfd, addr, addrlen) === -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  getnameinfo(addr, addrlen.value, null, 0, serv, sizeof(serv), NI_NUMERICSERV);
  printf("server: waiting for connections on port %s\n", serv);
  fflush(stdout);

  while (clients-- !== 0) {
    addrlen.value = sizeof(addr);
    const new_fd = accept(sockfd, addr, addrlen);
    if (new_fd === -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    const rv = getnameinfo(addr, addrlen.value, host, sizeof(host), null, 0, NI_NUMERICHOST);
    printf("server: got connection from %s\n", rv === 0 ? host : gai_strerror(rv));
    fflush(stdout);
    if (send(new_fd, MESSAGE, strlen(MESSAGE), 0) === -1) perror("send");
    close(new_fd);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
