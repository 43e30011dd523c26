// The C twin of examples/ipc/fd-receiver.ts.

#include "../support/descriptors.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 5
#define BUFSIZE 1024

static void receive(int connfd) {
  char buf[BUFSIZE];
  int fd;
  ssize_t length = recv_fd(connfd, &fd, buf, sizeof buf - 1);
  if (length == -1) perror("recvmsg");
  if (fd == -1) {
    printf("nothing received\n");
    return;
  }
  printf("%.*s:\n", (int)length, buf);
  ssize_t n;
  while ((n = read(fd, buf, sizeof buf)) > 0) fwrite(buf, 1, n, stdout);
  if (n == -1) perror("read");
  close(fd);
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [FILES]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int files = argc > 2 ? atoi(argv[2]) : -1;

  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(argv[1]) >= sizeof address.sun_path) {
    fprintf(stderr, "%s: too long a path\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(address.sun_path, argv[1], sizeof address.sun_path - 1);
  unlink(argv[1]);

  int listenfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listenfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (bind(listenfd, (struct sockaddr*)&address, sizeof address) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) == -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }
  printf("listening on %s\n", argv[1]);
  fflush(stdout);

  while (files-- != 0) {
    int connfd = accept(listenfd, NULL, NULL);
    if (connfd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    receive(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}
