// The C twin of examples/ipc/redirect.ts.

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char* argv[]) {
  if (argc < 3) {
    fprintf(stderr, "usage: %s FILE COMMAND [ARGUMENT...]\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (fd == -1) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }
  if (dup2(fd, STDOUT_FILENO) == -1) {
    perror("dup2");
    exit(EXIT_FAILURE);
  }
  close(fd);

  execvp(argv[2], argv + 2);
  perror(argv[2]);
  exit(EXIT_FAILURE);
}
