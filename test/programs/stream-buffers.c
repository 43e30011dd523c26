// What asks what file a stream is, and what does not: a stream gets its buffer when it first needs one.
//
//     stream-buffers FILE

#include <stdio.h>
#include <stdlib.h>

static FILE* opened(const char* path) {
  FILE* stream = fopen(path, "w");
  if (stream == NULL) exit(EXIT_FAILURE);
  return stream;
}

int main(int argc, char* argv[]) {
  if (argc != 2) return EXIT_FAILURE;
  char buf[100];

  FILE* stream = opened(argv[1]);
  if (fflush(stream) != 0 || feof(stream) || ferror(stream)) return EXIT_FAILURE;
  clearerr(stream);
  fclose(stream);

  stream = opened(argv[1]);
  setvbuf(stream, NULL, _IOLBF, 0);
  fputs("by line\nand ", stream);
  fputs("more\n", stream);
  fclose(stream);

  stream = opened(argv[1]);
  setvbuf(stream, buf, _IOLBF, sizeof buf);
  fputs("by line\nand more", stream);
  fclose(stream);

  stream = opened(argv[1]);
  setvbuf(stream, NULL, _IONBF, 0);
  fputs("at once", stream);
  fclose(stream);

  stream = opened(argv[1]);
  setvbuf(stream, NULL, _IOLBF, 0);
  setvbuf(stream, NULL, _IOFBF, 0);
  fputs("in the\nend", stream);
  fclose(stream);

  setvbuf(stderr, NULL, _IOLBF, 0);
  fputs("standard error ", stderr);
  fputs("by line\n", stderr);
  return EXIT_SUCCESS;
}
