// The C twin of examples/tcp/half-close-server.ts.

#include <string.h>
#include <unistd.h>

#include "../support/net.h"

#define BUFSIZE 1024

static void serve(int connfd) {
  char buf[BUFSIZE];
  int bytes = 0;
  int lines = 0;
  int n;

  while ((n = recv(connfd, buf, sizeof buf, 0)) > 0) {
    for (int i = 0; i < n; i++) {
      if (buf[i] == '\n') lines++;
    }
    bytes += n;
  }
  if (n == -1) {
    perror("recv");
    return;
  }

  printf("the client has said all\n");
  snprintf(buf, sizeof buf, "%d bytes in %d lines\n", bytes, lines);
  if (send(connfd, buf, strlen(buf), MSG_NOSIGNAL) == -1) perror("send");
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  while (clients-- != 0) {
    int connfd = take_client(listenfd);
    serve(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}
