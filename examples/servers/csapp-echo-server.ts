/**
 * csapp-echo-server: sends back each line that it receives over TCP, to one client at a time. It is written with the
 * library of Bryant's and O'Hallaron's "Computer Systems: A Programmer's Perspective".
 *
 * usage: csapp-echo-server PORT [CLIENTS]
 *
 * Port 0 is any free one, of all of the machine's addresses. After CLIENTS clients the server ends; without it, it serves
 * until it is killed.
 */

import {
  Accept,
  atoi,
  cast,
  Close,
  exit,
  EXIT_FAILURE,
  EXIT_SUCCESS,
  fflush,
  fprintf,
  Getnameinfo,
  Getsockname,
  MAXLINE,
  NI_NUMERICHOST,
  ntohs,
  Open_listenfd,
  printf,
  Rio_readinitb,
  Rio_readlineb,
  rio_t,
  Rio_writen,
  sizeof,
  sockaddr_in,
  sockaddr_storage,
  socklen_t,
  stderr,
  stdout,
} from "berkeley/csapp";

/** Sends back all lines of a client. */
function echo(connfd: number): void {
  const buf = Buffer.alloc(MAXLINE);
  const rio = new rio_t();
  let n: number;

  Rio_readinitb(rio, connfd);
  while ((n = Rio_readlineb(rio, buf, MAXLINE)) !== 0) {
    printf("server received %d bytes\n", n);
    Rio_writen(connfd, buf, n);
  }
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PORT [CLIENTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let clients = argc > 2 ? atoi(argv[2]) : -1;
  const clientaddr = new sockaddr_storage();
  const clientlen = new socklen_t(sizeof(clientaddr));
  const client_hostname = Buffer.alloc(MAXLINE);

  const listenfd = Open_listenfd(argv[1]);

  // Which port it became. sin6_port lies where sin_port does.
  Getsockname(listenfd, clientaddr, clientlen);
  printf("listening on port %d\n", ntohs(cast(sockaddr_in, clientaddr).sin_port));
  fflush(stdout);

  while (clients-- !== 0) {
    clientlen.value = sizeof(clientaddr);
    const connfd = Accept(listenfd, clientaddr, clientlen);
    Getnameinfo(clientaddr, clientlen.value, client_hostname, MAXLINE, null, 0, NI_NUMERICHOST);
    printf("Connected to %s\n", client_hostname);
    echo(connfd);
    Close(connfd);
    fflush(stdout);
  }
  Close(listenfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
