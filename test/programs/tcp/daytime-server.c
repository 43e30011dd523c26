// The C twin of examples/tcp/daytime-server.ts.

#include "../support/unp.h"

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) err_quit("usage: %s PORT [HOST [CLIENTS]]", argv[0]);
  const char* host = argc > 2 ? argv[2] : "127.0.0.1";
  int clients = argc > 3 ? atoi(argv[3]) : -1;
  char buff[MAXLINE];
  time_t ticks;
  socklen_t addrlen;
  struct sockaddr_storage cliaddr;

  int listenfd = Tcp_listen(host, argv[1], &addrlen);

  socklen_t len = addrlen;
  Getsockname(listenfd, (SA*)&cliaddr, &len);
  printf("listening on %s port %d\n", host, ntohs(((struct sockaddr_in*)&cliaddr)->sin_port));
  fflush(stdout);

  while (clients-- != 0) {
    len = addrlen;
    int connfd = Accept(listenfd, (SA*)&cliaddr, &len);
    printf("connection from %s\n", Sock_ntop_host(&cliaddr, len));
    fflush(stdout);

    time(&ticks);
    snprintf(buff, sizeof buff, "%.24s\r\n", ctime(&ticks));
    Writen(connfd, buff, strlen(buff));
    Close(connfd);
  }
  Close(listenfd);
  return EXIT_SUCCESS;
}
