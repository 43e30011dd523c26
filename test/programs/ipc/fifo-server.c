// The C twin of examples/ipc/fifo-server.ts.

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../support/lines.h"

#define BUFSIZE 1024
#define MAXREQUEST 4096

static void send_file(int fifo, const char* name) {
  int file = open(name, O_RDONLY);
  if (file == -1) {
    char message[MAXREQUEST];
    snprintf(message, sizeof message, "%s: %s\n", name, strerror(errno));
    if (write(fifo, message, strlen(message)) == -1) perror("write");
    return;
  }

  char buf[BUFSIZE];
  ssize_t n;
  while ((n = read(file, buf, sizeof buf)) > 0) {
    if (write(fifo, buf, n) != n) {
      perror("write");
      break;
    }
  }
  if (n == -1) perror("read");
  close(file);
}

static void answer(char* request) {
  const char* path = strtok(request, " ");
  const char* name = strtok(NULL, "");

  int fifo = open(path, O_WRONLY);
  if (fifo == -1) {
    perror(path);
    return;
  }
  printf("%s\n", name);
  fflush(stdout);
  send_file(fifo, name);
  close(fifo);
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [REQUESTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int requests = argc > 2 ? atoi(argv[2]) : -1;

  unlink(argv[1]);
  if (mkfifo(argv[1], S_IRUSR | S_IWUSR) == -1) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }
  printf("listening on %s\n", argv[1]);
  fflush(stdout);

  int readfd = open(argv[1], O_RDONLY);
  int writefd = open(argv[1], O_WRONLY);
  if (readfd == -1 || writefd == -1) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }

  char line[MAXREQUEST];
  while (requests-- != 0) {
    if (read_line(readfd, line, sizeof line) == -1) exit(EXIT_FAILURE);
    answer(line);
  }

  close(readfd);
  close(writefd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}
