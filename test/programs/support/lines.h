// The C twin of examples/support/lines.ts.
#pragma once

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAXLINE 256

static inline int read_line(int fd, char* line, int size) {
  int length = 0;
  while (length < size - 1) {
    ssize_t n = read(fd, line + length, 1);
    if (n == -1) perror("read");
    if (n <= 0) return -1;
    if (line[length] == '\n') break;
    length++;
  }
  line[length] = '\0';
  return length;
}

static inline int write_line(int fd, const char* text) {
  char line[MAXLINE];
  snprintf(line, sizeof line, "%s\n", text);
  if (write(fd, line, strlen(line)) == -1) {
    perror("write");
    return -1;
  }
  return 0;
}
