// The C twin of examples/ipc/file-pipe.ts.

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/die.h"

static int execute(char* command[], const char* file, int flags, int standard) {
  pid_t pid = fork();
  if (pid == -1) die("fork");
  if (pid == 0) {
    int fd = open(file, flags, 0644);
    if (fd == -1) {
      perror(file);
      _exit(1);
    }
    dup2(fd, standard);
    close(fd);
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
  }

  int status;
  if (waitpid(pid, &status, 0) == -1) die("waitpid");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char* argv[]) {
  int bar = 1;
  while (bar < argc && strcmp(argv[bar], "|") != 0) bar++;
  if (bar < 3 || bar >= argc - 1) {
    fprintf(stderr, "usage: %s FILE COMMAND [ARGUMENT...] '|' COMMAND [ARGUMENT...]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  argv[bar] = NULL;

  execute(argv + 2, argv[1], O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  return execute(argv + bar + 1, argv[1], O_RDONLY, STDIN_FILENO);
}
