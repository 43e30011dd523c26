// The C twin of examples/ipc/fd-sender.ts.

#include "../support/descriptors.h"
#include "../support/unix.h"

#include <fcntl.h>
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

  int sockfd = unix_connect(argv[1]);
  if (send_fd(sockfd, fd, argv[2], strlen(argv[2])) == -1) {
    perror("sendmsg");
    exit(EXIT_FAILURE);
  }
  close(sockfd);
  close(fd);
  return EXIT_SUCCESS;
}
