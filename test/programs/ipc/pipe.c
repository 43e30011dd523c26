// The C twin of examples/ipc/pipe.ts.

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/lines.h"

#define BUFSIZE 1024

static int capitalize(int input, int output) {
  char buf[BUFSIZE];
  ssize_t n;

  while ((n = read(input, buf, sizeof buf)) > 0) {
    for (ssize_t i = 0; i < n; i++) buf[i] = toupper((unsigned char)buf[i]);
    if (write(output, buf, n) != n) {
      perror("write");
      return EXIT_FAILURE;
    }
  }
  if (n == -1) perror("read");
  return n == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int talk(int output, int input, const char* text) {
  char line[MAXLINE + 1];
  char answer[MAXLINE];
  snprintf(line, sizeof line, "%s\n", text);

  if (write(output, line, strlen(line)) == -1) {
    perror("write");
    return -1;
  }
  if (read_line(input, answer, sizeof answer) == -1) return -1;
  printf("%s\n", answer);
  return 0;
}

int main(int argc, char* argv[]) {
  if (argc < 2) {
    fprintf(stderr, "usage: %s LINE...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int to_child[2], to_parent[2];
  if (pipe(to_child) == -1 || pipe(to_parent) == -1) {
    perror("pipe");
    exit(EXIT_FAILURE);
  }

  pid_t pid = fork();
  if (pid == -1) {
    perror("fork");
    exit(EXIT_FAILURE);
  }
  if (pid == 0) {
    close(to_child[1]);
    close(to_parent[0]);
    exit(capitalize(to_child[0], to_parent[1]));
  }
  close(to_child[0]);
  close(to_parent[1]);

  for (int i = 1; i < argc; i++) {
    if (talk(to_child[1], to_parent[0], argv[i]) == -1) break;
  }

  close(to_child[1]);
  int status;
  if (waitpid(pid, &status, 0) == -1) {
    perror("waitpid");
    exit(EXIT_FAILURE);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}
