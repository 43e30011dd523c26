// The C twin of examples/ipc/one-way-pipe.ts.

#define _GNU_SOURCE
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/die.h"

#define LINESIZE 256

static int print_lines(int fd) {
  char line[LINESIZE];
  int lines = 0;

  FILE* input = fdopen(fd, "r");
  if (input == NULL) die("fdopen");
  while (fgets(line, sizeof line, input) != NULL) printf("%d: %s", ++lines, line);
  printf("%d lines\n", lines);
  return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) {
  if (argc < 2) {
    fprintf(stderr, "usage: %s LINE...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int pipefd[2];
  if (pipe(pipefd) == -1) die("pipe");
  pid_t pid = fork();
  if (pid == -1) die("fork");
  if (pid == 0) {
    close(pipefd[1]);
    exit(print_lines(pipefd[0]));
  }
  close(pipefd[0]);

  char line[LINESIZE];
  for (int i = 1; i < argc; i++) {
    snprintf(line, sizeof line, "%s\n", argv[i]);
    if (write(pipefd[1], line, strlen(line)) == -1) die("write");
  }

  close(pipefd[1]);
  int status;
  if (waitpid(pid, &status, 0) == -1) die("waitpid");
  return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}
