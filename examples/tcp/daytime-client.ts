/**
 * daytime-client: asks a daytime server over TCP for the time. It is written with the library of Stevens' "UNIX Network
 * Programming".
 *
 * usage: daytime-client HOST SERVICE
 *
 * HOST is an address or a name, IPv4 or IPv6; SERVICE a name or a port's number.
 */

import {
  err_quit,
  exit,
  EXIT_SUCCESS,
  Fputs,
  Getpeername,
  MAXLINE,
  printf,
  Readline,
  sizeof,
  Sock_ntop_host,
  sockaddr_storage,
  socklen_t,
  stdout,
  SystemError,
  Tcp_connect,
} from "berkeley/unp";

function main(argc: number, argv: string[]): number {
  if (argc !== 3) err_quit("usage: %s HOST SERVICE", argv[0]);
  const recvline = Buffer.alloc(MAXLINE + 1);
  const ss = new sockaddr_storage();
  const len = new socklen_t(sizeof(ss));

  const sockfd = Tcp_connect(argv[1], argv[2]);

  Getpeername(sockfd, ss, len);
  printf("connected to %s\n", Sock_ntop_host(ss, len.value));

  while (Readline(sockfd, recvline, MAXLINE) > 0) Fputs(recvline, stdout);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
try {
  exit(main(argv.length, argv));
} catch (error) {
  if (error instanceof SystemError) err_quit("%s", error.message);
  throw error;
}
