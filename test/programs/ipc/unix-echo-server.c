// The C twin of examples/ipc/unix-echo-server.ts.

#include <unistd.h>

#include "../support/die.h"
#include "../support/unix.h"

#define BACKLOG 5
#define BUFSIZE 1024

static void echo(int connfd) {
  char buf[BUFSIZE];
  int total = 0;
  ssize_t n;

  while ((n = read(connfd, buf, sizeof buf)) > 0) {
    if (write(connfd, buf, n) != n) {
      perror("write");
      return;
    }
    total += n;
  }
  if (n == -1) perror("read");
  printf("%d bytes echoed\n", total);
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [CLIENTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int clients = argc > 2 ? atoi(argv[2]) : -1;

  int listenfd = unix_listen(argv[1], BACKLOG);
  while (clients-- != 0) {
    int connfd = accept(listenfd, NULL, NULL);
    if (connfd == -1) die("accept");
    echo(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}
