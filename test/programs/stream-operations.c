// Does with a stream what the lines of standard input say, a new file for each line, and prints what every call answers
// and what is in the file at the end.
//
//   mode length call...
//
// The file has so many bytes at first. A call is its letter with its numbers behind it: see do_call().

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAXLINE 4096
#define MAXFILE 16384

static char path[] = "/tmp/berkeley-XXXXXX";
static char memory[MAXFILE];

// Bytes that differ from their neighbours; every 19th ends a line.
static void fill(char* bytes, int count, char first) {
  for (int i = 0; i < count; i++) bytes[i] = i % 19 == 18 ? '\n' : (char)(first + i % 26);
  bytes[count] = '\0';
}

// A sum of bytes that tells their order.
static unsigned sum_of(const char* bytes, size_t count) {
  unsigned sum = 0;
  for (size_t i = 0; i < count; i++) sum = sum * 31 + (unsigned char)bytes[i];
  return sum;
}

static void answer(const char* call, long value, int has_failed) {
  printf(" %s=%ld", call, value);
  if (has_failed) printf("/%d", errno);
}

static void do_call(const char* call, FILE* stream) {
  int a = 0, b = 0;
  sscanf(call + 1, "%d,%d", &a, &b);
  long n = 0;
  errno = 0;
  memset(memory, 0, sizeof memory);
  switch (*call) {
    case 'c':
      n = fgetc(stream);
      answer(call, n, n == EOF);
      break;
    case 'u':
      n = ungetc(a, stream);
      answer(call, n, n == EOF);
      break;
    case 's':
      n = fseek(stream, a, b);
      answer(call, n, n != 0);
      break;
    case 't':
      n = ftell(stream);
      answer(call, n < 0 ? -1 : n, 0);  // glibc is in two minds about what is put back before the file.
      break;
    case 'w':
      rewind(stream);
      answer(call, 0, errno != 0);
      break;
    case 'r':
      n = (long)fread(memory, (size_t)b, (size_t)a, stream);
      answer(call, n, n != a);
      printf(":%u", sum_of(memory, (size_t)(n * b)));
      break;
    case 'g':
      n = fgets(memory, a, stream) != NULL;
      answer(call, n, n == 0);
      printf(":%u", sum_of(memory, n ? strlen(memory) : 0));
      break;
    case 'p':
      fill(memory, a, 'A');
      n = fputs(memory, stream) == EOF;
      answer(call, n, n != 0);
      break;
    case 'b':
      fill(memory, a * b, 'A');
      n = (long)fwrite(memory, (size_t)b, (size_t)a, stream);
      answer(call, n, n != a);
      break;
    case 'f':
      n = fflush(stream);
      answer(call, n, n != 0);
      break;
    case 'e':
      answer(call, feof(stream) != 0, 0);
      break;
    case 'E':
      answer(call, ferror(stream) != 0, 0);
      break;
    case 'C':
      clearerr(stream);
      answer(call, 0, 0);
      break;
  }
}

static void make_file(int length) {
  const int fd = open(path, O_WRONLY | O_TRUNC);
  fill(memory, length, 'a');
  if (write(fd, memory, (size_t)length) != length) exit(1);
  close(fd);
}

static void print_file(void) {
  const int fd = open(path, O_RDONLY);
  const ssize_t length = read(fd, memory, sizeof memory);
  close(fd);
  printf(" | %zd %u\n", length, sum_of(memory, (size_t)length));
}

int main(void) {
  static char line[MAXLINE];
  close(mkstemp(path));
  while (fgets(line, sizeof line, stdin) != NULL) {
    const char* mode = strtok(line, " \n");
    make_file(atoi(strtok(NULL, " \n")));
    FILE* stream = fopen(path, mode);
    printf("%s", mode);
    for (const char* call; (call = strtok(NULL, " \n")) != NULL;) do_call(call, stream);
    errno = 0;
    const int n = fclose(stream);
    answer("fclose", n, n != 0);
    print_file();
  }
  unlink(path);
  return 0;
}
