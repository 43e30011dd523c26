// The C twin of examples/ipc/unix-echo-client.ts.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BUFSIZE 1024

int main(int argc, char* argv[]) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s PATH\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  struct sockaddr_un remote = {0};
  remote.sun_family = AF_UNIX;
  if (strlen(argv[1]) >= sizeof remote.sun_path) {
    fprintf(stderr, "%s: too long\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(remote.sun_path, argv[1], sizeof remote.sun_path);

  int sockfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, (struct sockaddr*)&remote, sizeof remote) == -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  char buf[BUFSIZE];
  ssize_t n;
  while ((n = read(STDIN_FILENO, buf, sizeof buf)) > 0) {
    if (write(sockfd, buf, n) != n) {
      perror("write");
      exit(EXIT_FAILURE);
    }

    ssize_t left = n;
    while (left > 0) {
      n = read(sockfd, buf, left);
      if (n == -1) {
        perror("read");
        exit(EXIT_FAILURE);
      }
      if (n == 0) {
        fprintf(stderr, "the server closed the connection\n");
        exit(EXIT_FAILURE);
      }
      if (write(STDOUT_FILENO, buf, n) == -1) {
        perror("write");
        exit(EXIT_FAILURE);
      }
      left -= n;
    }
  }
  if (n == -1) {
    perror("read");
    exit(EXIT_FAILURE);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
