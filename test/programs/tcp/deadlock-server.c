// The C twin of examples/tcp/deadlock-server.ts.

#include <unistd.h>

#include "../support/net.h"

#define BLOCK 65536

static void serve(int connfd) {
  static char block[BLOCK];
  int total = 0;
  int n;

  while ((n = recv(connfd, block, sizeof block, 0)) > 0) {
    if (send(connfd, block, n, MSG_NOSIGNAL) != n) {
      fprintf(stderr, "the client has gone without reading all\n");
      return;
    }
    total += n;
  }
  if (n == -1) perror("recv");
  printf("%d bytes sent back\n", total);
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
