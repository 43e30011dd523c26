// The C twin of examples/servers/select-server.ts.

#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

#include "../support/echo.h"
#include "../support/net.h"

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  fd_set master;
  FD_ZERO(&master);
  FD_SET(listenfd, &master);
  int fdmax = listenfd;

  while (clients != 0) {
    fd_set ready = master;
    if (select(fdmax + 1, &ready, NULL, NULL, NULL) == -1) {
      perror("select");
      exit(EXIT_FAILURE);
    }

    for (int fd = 0; fd <= fdmax; fd++) {
      if (!FD_ISSET(fd, &ready)) continue;
      if (fd == listenfd) {
        int connfd = take_client(listenfd);
        if (connfd >= FD_SETSIZE) {
          fprintf(stderr, "no room for more clients\n");
          close(connfd);
          continue;
        }
        FD_SET(connfd, &master);
        if (connfd > fdmax) fdmax = connfd;
      } else if (echo_once(fd) <= 0) {
        FD_CLR(fd, &master);
        close(fd);
        clients--;
      }
    }
  }

  close(listenfd);
  return EXIT_SUCCESS;
}
