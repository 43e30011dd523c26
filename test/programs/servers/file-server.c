// The C twin of examples/servers/file-server.ts.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/lines.h"
#include "../support/net.h"

static int open_below(int folderfd, const char* name) {
  int dirfd = dup(folderfd);
  const char* rest = name;
  for (;;) {
    size_t length = strcspn(rest, "/");
    char part[MAXLINE];
    snprintf(part, sizeof part, "%.*s", (int)length, rest);
    if (strlen(part) == 0 || strcmp(part, ".") == 0 || strcmp(part, "..") == 0) {
      close(dirfd);
      errno = EACCES;
      return -1;
    }
    int flags = rest[length] != '\0' ? O_DIRECTORY : O_NONBLOCK;
    int fd = openat(dirfd, part, O_RDONLY | O_NOFOLLOW | flags);
    int error = errno;
    close(dirfd);
    if (fd == -1) {
      errno = error;
      return -1;
    }
    if (rest[length] == '\0') return fd;
    dirfd = fd;
    rest += length + 1;
  }
}

static int open_file(int folderfd, const char* name, struct stat* statbuf) {
  if (strlen(name) == MAXLINE - 1) {
    errno = ENAMETOOLONG;
    return -1;
  }
  int fd = open_below(folderfd, name);
  if (fd == -1) return -1;
  if (fstat(fd, statbuf) != -1) {
    if (S_ISREG(statbuf->st_mode)) return fd;
    errno = S_ISDIR(statbuf->st_mode) ? EISDIR : EACCES;
  }
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}

static off_t send_file(int connfd, int fd, off_t size) {
  off_t left = size;
  while (left > 0) {
    ssize_t n = sendfile(connfd, fd, NULL, left);
    if (n == -1) perror("sendfile");
    if (n <= 0) break;
    left -= n;
  }
  return size - left;
}

static void answer(int connfd, int folderfd) {
  char name[MAXLINE];
  if (read_line(connfd, name, sizeof name) == -1) return;

  char reply[MAXLINE];
  struct stat statbuf;
  int fd = open_file(folderfd, name, &statbuf);
  if (fd == -1) {
    const char* error = strerror(errno);
    printf("%s: %s\n", name, error);
    snprintf(reply, sizeof reply, "ERROR %s", error);
    write_line(connfd, reply);
    return;
  }
  off_t size = statbuf.st_size;
  snprintf(reply, sizeof reply, "OK %ld", (long)size);
  if (write_line(connfd, reply) != -1) {
    off_t sent = send_file(connfd, fd, size);
    printf("%s: %ld of %ld bytes sent\n", name, (long)sent, (long)size);
  }
  close(fd);
}

int main(int argc, char* argv[]) {
  if (argc < 3 || argc > 5) {
    fprintf(stderr, "usage: %s FOLDER PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  signal(SIGPIPE, SIG_IGN);
  int folderfd = open(argv[1], O_RDONLY | O_DIRECTORY);
  if (folderfd == -1) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(argc > 3 ? argv[3] : "127.0.0.1", atoi(argv[2]));
  int clients = argc > 4 ? atoi(argv[4]) : -1;

  while (clients-- != 0) {
    int connfd = take_client(listenfd);

    pid_t pid;
    if ((pid = fork()) == 0) {
      close(listenfd);
      answer(connfd, folderfd);
      close(connfd);
      exit(EXIT_SUCCESS);
    }
    if (pid == -1) perror("fork");
    close(connfd);
    while (waitpid(-1, NULL, WNOHANG) > 0)
      ;
  }

  close(listenfd);
  while (wait(NULL) > 0)
    ;
  return EXIT_SUCCESS;
}
