// The C twin of examples/tcp/daytime-client.ts.

#include "../support/unp.h"

int main(int argc, char* argv[]) {
  if (argc != 3) err_quit("usage: %s HOST SERVICE", argv[0]);
  char recvline[MAXLINE + 1];
  struct sockaddr_storage ss;
  socklen_t len = sizeof ss;

  int sockfd = Tcp_connect(argv[1], argv[2]);

  Getpeername(sockfd, (SA*)&ss, &len);
  printf("connected to %s\n", Sock_ntop_host(&ss, len));

  while (Readline(sockfd, recvline, MAXLINE) > 0) Fputs(recvline, stdout);
  return EXIT_SUCCESS;
}
