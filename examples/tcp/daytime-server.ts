/**
 * daytime-server: tells each client that connects over TCP the time, and closes the connection. It is written with the
 * library of Stevens' "UNIX Network Programming".
 *
 * usage: daytime-server PORT [HOST [CLIENTS]]
 *
 * Port 0 is any free one. HOST is an address or a name, IPv4 or IPv6; without it the server can be reached from this
 * machine only (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import {
  Accept,
  atoi,
  cast,
  Close,
  ctime,
  err_quit,
  exit,
  EXIT_SUCCESS,
  fflush,
  Getsockname,
  MAXLINE,
  ntohs,
  printf,
  sizeof,
  snprintf,
  sockaddr_in,
  sockaddr_storage,
  Sock_ntop_host,
  socklen_t,
  stdout,
  strlen,
  SystemError,
  Tcp_listen,
  time,
  time_t,
  Writen,
} from "berkeley/unp";

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) err_quit("usage: %s PORT [HOST [CLIENTS]]", argv[0]);
  const host = argc > 2 ? argv[2] : "127.0.0.1";
  let clients = argc > 3 ? atoi(argv[3]) : -1;
  const buff = Buffer.alloc(MAXLINE);
  const ticks = new time_t();
  const addrlen = new socklen_t();
  const cliaddr = new sockaddr_storage();

  const listenfd = Tcp_listen(host, argv[1], addrlen);

  // Which port it became. sin6_port lies where sin_port does.
  const len = new socklen_t(addrlen.value);
  Getsockname(listenfd, cliaddr, len);
  printf("listening on %s port %d\n", host, ntohs(cast(sockaddr_in, cliaddr).sin_port));
  fflush(stdout);

  while (clients-- !== 0) {
    len.value = addrlen.value;
    const connfd = Accept(listenfd, cliaddr, len);
    printf("connection from %s\n", Sock_ntop_host(cliaddr, len.value));
    fflush(stdout);

    time(ticks);
    snprintf(buff, sizeof(buff), "%.24s\r\n", ctime(ticks));
    Writen(connfd, buff, strlen(buff));
    Close(connfd);
  }
  Close(listenfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
try {
  exit(main(argv.length, argv));
} catch (error) {
  if (error instanceof SystemError) err_quit("%s", error.message);
  throw error;
}
