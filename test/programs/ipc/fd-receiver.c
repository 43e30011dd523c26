// The C twin of examples/ipc/fd-receiver.ts.

#include "../support/descriptors.h"
#include "../support/die.h"
#include "../support/unix.h"

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

  int listenfd = unix_listen(argv[1], BACKLOG);
  while (files-- != 0) {
    int connfd = accept(listenfd, NULL, NULL);
    if (connfd == -1) die("accept");
    receive(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}
