// The C twin of examples/servers/csapp-echo-server.ts.

#include "../support/csapp.h"

static void echo(int connfd) {
  char buf[MAXLINE];
  rio_t rio;
  int n;

  Rio_readinitb(&rio, connfd);
  while ((n = Rio_readlineb(&rio, buf, MAXLINE)) != 0) {
    printf("server received %d bytes\n", n);
    Rio_writen(connfd, buf, n);
  }
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PORT [CLIENTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int clients = argc > 2 ? atoi(argv[2]) : -1;
  struct sockaddr_storage clientaddr;
  socklen_t clientlen = sizeof clientaddr;
  char client_hostname[MAXLINE];

  int listenfd = Open_listenfd(argv[1]);

  Getsockname(listenfd, (SA*)&clientaddr, &clientlen);
  printf("listening on port %d\n", ntohs(((struct sockaddr_in*)&clientaddr)->sin_port));
  fflush(stdout);

  while (clients-- != 0) {
    clientlen = sizeof clientaddr;
    int connfd = Accept(listenfd, (SA*)&clientaddr, &clientlen);
    Getnameinfo((SA*)&clientaddr, clientlen, client_hostname, MAXLINE, NULL, 0, NI_NUMERICHOST);
    printf("Connected to %s\n", client_hostname);
    echo(connfd);
    Close(connfd);
    fflush(stdout);
  }
  Close(listenfd);
  return EXIT_SUCCESS;
}
