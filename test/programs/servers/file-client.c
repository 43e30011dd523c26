// The C twin of examples/servers/file-client.ts.

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../support/lines.h"
#include "../support/net.h"

#define BUFSIZE 65536

static void copy(int sockfd, long size) {
  static char buf[BUFSIZE];
  long left = size;
  while (left > 0) {
    ssize_t n = read(sockfd, buf, left < (long)sizeof buf ? left : (long)sizeof buf);
    if (n == -1) {
      perror("read");
      exit(EXIT_FAILURE);
    }
    if (n == 0) {
      fprintf(stderr, "the last %ld bytes are missing\n", left);
      exit(EXIT_FAILURE);
    }
    if (write(STDOUT_FILENO, buf, n) != n) {
      perror("write");
      exit(EXIT_FAILURE);
    }
    left -= n;
  }
}

int main(int argc, char* argv[]) {
  if (argc != 4) {
    fprintf(stderr, "usage: %s HOST PORT NAME\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int sockfd = tcp_connect(argv[1], atoi(argv[2]));
  if (write_line(sockfd, argv[3]) == -1) exit(EXIT_FAILURE);

  char line[MAXLINE];
  long size;
  if (read_line(sockfd, line, sizeof line) == -1) {
    fprintf(stderr, "the server has not answered\n");
    exit(EXIT_FAILURE);
  }
  if (sscanf(line, "OK %ld", &size) != 1) {
    fprintf(stderr, "%s: %s\n", argv[3], line);
    exit(EXIT_FAILURE);
  }
  copy(sockfd, size);
  close(sockfd);
  return EXIT_SUCCESS;
}
