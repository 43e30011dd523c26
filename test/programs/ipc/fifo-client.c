// The C twin of examples/ipc/fifo-client.ts.

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFSIZE 1024
#define MAXLINE 4096

static int ask(const char* path, const char* own_path, const char* file) {
  int writefd = open(path, O_WRONLY);
  if (writefd == -1) {
    perror(path);
    return -1;
  }
  char request[2 * MAXLINE];
  snprintf(request, sizeof request, "%s %s\n", own_path, file);
  if (write(writefd, request, strlen(request)) == -1) {
    perror("write");
    return -1;
  }
  close(writefd);
  return 0;
}

static int print_answer(const char* own_path) {
  int readfd = open(own_path, O_RDONLY);
  if (readfd == -1) {
    perror(own_path);
    return -1;
  }
  char buf[BUFSIZE];
  ssize_t n;
  while ((n = read(readfd, buf, sizeof buf)) > 0) {
    if (write(STDOUT_FILENO, buf, n) != n) {
      perror("write");
      return -1;
    }
  }
  if (n == -1) perror("read");
  close(readfd);
  return n;
}

int main(int argc, char* argv[]) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s PATH FILE\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  char own_path[MAXLINE];
  snprintf(own_path, sizeof own_path, "%s.%d", argv[1], getpid());
  if (mkfifo(own_path, S_IRUSR | S_IWUSR) == -1) {
    perror(own_path);
    exit(EXIT_FAILURE);
  }
  int is_answered = ask(argv[1], own_path, argv[2]) == 0 && print_answer(own_path) == 0;
  unlink(own_path);
  return is_answered ? EXIT_SUCCESS : EXIT_FAILURE;
}
