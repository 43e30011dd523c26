// fgets and fscanf of standard input, with signals meanwhile:
//
//     stream-input [restart]
#include "signals.h"

static void on_signal(int signum) { say("%s\n", name_of(signum)); }

// What went wrong; 0 at the end.
static int failed(const char* what) {
  if (!ferror(stdin)) return 0;
  say("%s: %s\n", what, outcome(-1));
  clearerr(stdin);
  return 1;
}

int main(int argc, char* argv[]) {
  (void)argv;
  const int flags = argc > 1 ? SA_RESTART : 0;
  handle(SIGINT, on_signal, flags);
  handle(SIGALRM, on_signal, flags);
  char line[32];
  int number;
  say("ready\n");
  do {
    memset(line, 0, sizeof line);
    const int is_line = fgets(line, sizeof line, stdin) != NULL;
    say("fgets: '%s'\n", line);
    if (!is_line && !failed("fgets")) break;
  } while (strcmp(line, "numbers\n") != 0);
  do {
    number = -1;
    const int n = fscanf(stdin, "%d", &number);
    const int is_told = failed("fscanf");
    say("fscanf: %d, %d\n", n, number);
    if (n == EOF && !is_told) break;
  } while (1);
}
