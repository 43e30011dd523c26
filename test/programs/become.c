/*
 * Becomes another program:
 *
 *     become FUNCTION FILE ARGUMENT...
 */

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char* environment[] = {"GIVEN=1", "PATH=/nonexistent", NULL};

static void become(const char* function, const char* file, char* argv[]) {
  if (strcmp(function, "execl") == 0)
    execl(file, argv[0], argv[1], (char*)NULL);
  else if (strcmp(function, "execlp") == 0)
    execlp(file, argv[0], argv[1], (char*)NULL);
  else if (strcmp(function, "execle") == 0)
    execle(file, argv[0], argv[1], (char*)NULL, environment);
  else if (strcmp(function, "execv") == 0)
    execv(file, argv);
  else if (strcmp(function, "execvp") == 0)
    execvp(file, argv);
  else if (strcmp(function, "execve") == 0)
    execve(file, argv, environment);
  else if (strcmp(function, "execvpe") == 0)
    execvpe(file, argv, environment);
  else if (strcmp(function, "fexecve") == 0)
    fexecve(open(file, O_RDONLY | O_CLOEXEC), argv, environment);
  else if (strcmp(function, "execveat") == 0)
    execveat(AT_FDCWD, file, argv, environment, 0);
}

int main(int argc, char* argv[]) {
  if (argc < 4) exit(EXIT_FAILURE);
  printf("%s fails:\n", argv[1]); /* Stays in the buffer, and is lost where it does not fail. */
  become(argv[1], argv[2], argv + 3);
  perror(argv[2]);
  exit(EXIT_FAILURE);
}
