// The C twin of examples/ipc/shell-pipe.ts.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t start(char* command[], const int pipefd[2], int end, int standard) {
  pid_t pid = fork();
  if (pid == -1) {
    perror("fork");
    exit(EXIT_FAILURE);
  }
  if (pid > 0) return pid;

  dup2(pipefd[end], standard);
  close(pipefd[0]);
  close(pipefd[1]);
  execvp(command[0], command);
  perror(command[0]);
  _exit(127);
}

static int exit_status(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

int main(int argc, char* argv[]) {
  int bar = 1;
  while (bar < argc && strcmp(argv[bar], "|") != 0) bar++;
  if (bar < 2 || bar >= argc - 1) {
    fprintf(stderr, "usage: %s COMMAND [ARGUMENT...] '|' COMMAND [ARGUMENT...]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  argv[bar] = NULL;

  int pipefd[2];
  if (pipe(pipefd) == -1) {
    perror("pipe");
    exit(EXIT_FAILURE);
  }
  pid_t writer = start(argv + 1, pipefd, 1, STDOUT_FILENO);
  pid_t reader = start(argv + bar + 1, pipefd, 0, STDIN_FILENO);
  close(pipefd[0]);
  close(pipefd[1]);

  int status;
  if (waitpid(writer, NULL, 0) == -1 || waitpid(reader, &status, 0) == -1) {
    perror("waitpid");
    exit(EXIT_FAILURE);
  }
  return exit_status(status);
}
