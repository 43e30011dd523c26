// The C twin of examples/servers/csapp-echo-client.ts.

#include "../support/csapp.h"

int main(int argc, char* argv[]) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  char buf[MAXLINE];
  rio_t rio;

  int clientfd = Open_clientfd(argv[1], argv[2]);
  Rio_readinitb(&rio, clientfd);

  while (fgets(buf, MAXLINE, stdin) != NULL) {
    Rio_writen(clientfd, buf, strlen(buf));
    if (Rio_readlineb(&rio, buf, MAXLINE) == 0) app_error("the server closed the connection");
    Fputs(buf, stdout);
  }
  Close(clientfd);
  return EXIT_SUCCESS;
}
