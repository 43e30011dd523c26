// The C twin of examples/ipc/socketpair.ts.

#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/die.h"

#define MAXLINE 256

static int measure(int fd) {
  char line[MAXLINE];
  int n;

  while ((n = read(fd, line, sizeof line)) > 0) {
    snprintf(line, sizeof line, "%d bytes", n - 1);
    if (write(fd, line, strlen(line)) == -1) die("write");
  }
  if (n == -1) die("read");
  return EXIT_SUCCESS;
}

static void talk(int fd, const char* text) {
  char line[MAXLINE];

  snprintf(line, sizeof line, "%s\n", text);
  if (write(fd, line, strlen(line)) == -1) die("write");
  int n = read(fd, line, MAXLINE - 1);
  if (n == -1) die("read");
  line[n] = '\0';
  printf("%s: %s\n", text, line);
}

int main(int argc, char* argv[]) {
  if (argc < 2) {
    fprintf(stderr, "usage: %s LINE...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int sv[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, sv) == -1) die("socketpair");
  pid_t pid = fork();
  if (pid == -1) die("fork");
  if (pid == 0) {
    close(sv[0]);
    exit(measure(sv[1]));
  }
  close(sv[1]);

  for (int i = 1; i < argc; i++) talk(sv[0], argv[i]);

  close(sv[0]);
  int status;
  if (waitpid(pid, &status, 0) == -1) die("waitpid");
  return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}
