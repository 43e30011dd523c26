/**
 * csapp-echo-client: sends the lines of standard input to an echo server over TCP, and prints the lines that come back. It
 * is written with the library of Bryant's and O'Hallaron's "Computer Systems: A Programmer's Perspective".
 *
 * usage: csapp-echo-client HOST PORT
 *
 * HOST is an address or a name, IPv4 or IPv6.
 */

import {
  app_error,
  Close,
  exit,
  EXIT_FAILURE,
  EXIT_SUCCESS,
  Fgets,
  fprintf,
  Fputs,
  MAXLINE,
  Open_clientfd,
  Rio_readinitb,
  Rio_readlineb,
  rio_t,
  Rio_writen,
  stderr,
  stdin,
  stdout,
  strlen,
} from "berkeley/csapp";

function main(argc: number, argv: string[]): number {
  if (argc !== 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const buf = Buffer.alloc(MAXLINE);
  const rio = new rio_t();

  const clientfd = Open_clientfd(argv[1], argv[2]);
  Rio_readinitb(rio, clientfd);

  while (Fgets(buf, MAXLINE, stdin) !== null) {
    Rio_writen(clientfd, buf, strlen(buf));
    if (Rio_readlineb(rio, buf, MAXLINE) === 0) app_error("the server closed the connection");
    Fputs(buf, stdout);
  }
  Close(clientfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
