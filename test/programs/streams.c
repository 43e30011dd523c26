/* Reads and writes streams: what it asks of the kernel between the two calls of access() is compared. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void check(int is_right) {
  if (is_right) return;
  perror("streams");
  exit(1);
}

int main(int argc, char** argv) {
  check(argc == 2);
  char line[100], name[20];
  int age;
  if (access("begin", F_OK) == 0) return 1;

  FILE* file = fopen(argv[1], "w");
  check(file != NULL);
  for (int i = 0; i < 1000; i++) check(fprintf(file, "line %d\n", i) > 0);
  check(fputs("", file) >= 0 && putc('x', file) == 'x');
  check(fclose(file) == 0);

  file = fopen(argv[1], "a");
  check(file != NULL && puts("") >= 0 && fputs("more\n", file) >= 0 && fflush(file) == 0);
  memset(line, 'y', sizeof line);
  for (int i = 0; i < 100; i++) check(fwrite(line, 1, sizeof line, file) == sizeof line);
  check(fclose(file) == 0);

  file = fopen(argv[1], "r");
  check(file != NULL);
  int lines = 0;
  while (fgets(line, sizeof line, file) != NULL) lines++;
  check(lines > 1000 && feof(file) && fclose(file) == 0);

  int fds[2];
  check(pipe2(fds, O_CLOEXEC) == 0);
  FILE *out = fdopen(fds[1], "w"), *in = fdopen(fds[0], "r");
  check(out != NULL && in != NULL && setvbuf(out, NULL, _IOLBF, 0) == 0);
  check(fprintf(out, "%s %d\n", "Ada", 36) > 0 && fscanf(in, "%19s %d", name, &age) == 2);
  check(fclose(out) == 0 && fgetc(in) == '\n' && fgetc(in) == EOF && fclose(in) == 0);

  check(fgets(line, sizeof line, stdin) != NULL && printf("%s", line) > 0);
  check(fprintf(stderr, "%d %s\n", age, name) > 0);
  check(fflush(NULL) == 0);
  if (access("end", F_OK) == 0) return 1;
  return 0;
}
