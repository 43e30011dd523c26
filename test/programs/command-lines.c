// Looks for the options of the command lines that standard input lists, a line each, and prints what getopt answers
// and leaves behind; its messages go to standard error. Texts are their bytes in hexadecimal, "." where there are none.
//
//   posixly_correct opterr optind argc optstring argv...

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAXLINE 4096
#define MAXARGS 32

static char* fields[MAXARGS];

// Never freed: getopt keeps a pointer into the argument that it looked at last.
static char* string(int i) {
  char* memory = calloc(1, strlen(fields[i]));
  for (size_t n = 0; fields[i][0] != '.' && fields[i][2 * n] != '\0'; n++) {
    unsigned byte;
    sscanf(fields[i] + 2 * n, "%2x", &byte);
    memory[n] = (char)byte;
  }
  return memory;
}

int main(void) {
  static char line[MAXLINE];
  while (fgets(line, sizeof line, stdin) != NULL) {
    int count = 0;
    for (char* field = strtok(line, " \n"); field != NULL && count < MAXARGS; field = strtok(NULL, " \n")) {
      fields[count++] = field;
    }
    char* argv[MAXARGS] = {NULL};
    for (int i = 5; i < count; i++) argv[i - 5] = string(i);
    const int argc = atoi(fields[3]);
    if (atoi(fields[0])) {
      setenv("POSIXLY_CORRECT", "1", 1);
    } else {
      unsetenv("POSIXLY_CORRECT");
    }
    opterr = atoi(fields[1]);
    optind = atoi(fields[2]);
    const char* optstring = string(4);
    int c;
    do {
      c = getopt(argc, argv, optstring);
      printf("%d %s %d %d, ", c, optarg == NULL ? "NULL" : optarg, optind, optopt);
    } while (c != -1);
    for (int i = 0; argv[i] != NULL; i++) printf("|%s", argv[i]);
    putchar('\n');
  }
  return 0;
}
