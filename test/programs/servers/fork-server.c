// The C twin of examples/servers/fork-server.ts.

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
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

  while (clients-- != 0) {
    int connfd = take_client(listenfd);

    pid_t pid;
    if ((pid = fork()) == 0) {
      close(listenfd);
      printf("%d bytes echoed\n", echo(connfd));
      close(connfd);
      exit(EXIT_SUCCESS);
    }
    if (pid == -1) perror("fork");
    close(connfd);
    while (waitpid(-1, NULL, WNOHANG) > 0)
      ;
  }

  close(listenfd);
  while (wait(NULL) > 0)
    ;
  return EXIT_SUCCESS;
}
