// The C twin of examples/ipc/unix-echo-server.ts.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

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

  struct sockaddr_un local = {0};
  local.sun_family = AF_UNIX;
  if (strlen(argv[1]) >= sizeof local.sun_path) {
    fprintf(stderr, "%s: too long\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(local.sun_path, argv[1], sizeof local.sun_path);

  int listenfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listenfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }

  unlink(argv[1]);
  if (bind(listenfd, (struct sockaddr*)&local, sizeof local) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) == -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }
  printf("listening on %s\n", argv[1]);
  fflush(stdout);

  while (clients-- != 0) {
    int connfd = accept(listenfd, NULL, NULL);
    if (connfd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    echo(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}
