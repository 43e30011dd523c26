// The C twin of examples/ipc/fd-sender.ts.

#include "../support/descriptors.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char* argv[]) {
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s PATH FILE [OFFSET]\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int fd = open(argv[2], O_RDONLY);
  if (fd == -1) {
    perror(argv[2]);
    exit(EXIT_FAILURE);
  }
  if (argc > 3 && lseek(fd, atoi(argv[3]), SEEK_SET) == -1) {
    perror("lseek");
    exit(EXIT_FAILURE);
  }

  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(argv[1]) >= sizeof address.sun_path) {
    fprintf(stderr, "%s: too long a path\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(address.sun_path, argv[1], sizeof address.sun_path - 1);

  int sockfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, (struct sockaddr*)&address, sizeof address) == -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }
  if (send_fd(sockfd, fd, argv[2], strlen(argv[2])) == -1) {
    perror("sendmsg");
    exit(EXIT_FAILURE);
  }
  close(sockfd);
  close(fd);
  return EXIT_SUCCESS;
}
