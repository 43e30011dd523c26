// The C twin of examples/tcp/duplex-server.ts.

#include <unistd.h>

#include "../support/net.h"
#include "../support/talk.h"

int main(int argc, char* argv[]) {
  if (argc < 3 || argc > 4 || !is_order(argv[2])) {
    fprintf(stderr, "usage: %s PORT ORDER [CLIENTS]\n\nORDER is read or write.\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  int listenfd = tcp_listen("127.0.0.1", atoi(argv[1]));
  while (clients-- != 0) {
    int connfd = take_client(listenfd);
    talk(connfd, argv[2], "I am the server.");
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}
