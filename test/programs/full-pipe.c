// printf to a pipe that is full, and read of an empty one, with signals meanwhile:
//
//     full-pipe [restart]
#include "signals.h"

static void on_signal(int signum) { dprintf(STDERR_FILENO, "%s\n", name_of(signum)); }

int main(int argc, char* argv[]) {
  (void)argv;
  const int flags = argc > 1 ? SA_RESTART : 0;
  handle(SIGINT, on_signal, flags);
  handle(SIGALRM, on_signal, flags);
  char buf[10];
  dprintf(STDERR_FILENO, "ready\n");
  for (;;) {
    const ssize_t n = read(STDIN_FILENO, buf, sizeof buf);
    dprintf(STDERR_FILENO, "read: %s\n", outcome(n));
    if (n == 0) break;
  }
  for (int i = 0; i < 10000; i++) {
    const int n = printf("%05d line\n", i);
    if (n != 11) dprintf(STDERR_FILENO, "printf: %s\n", outcome(n));
  }
  dprintf(STDERR_FILENO, "fflush: %s\n", outcome(fflush(stdout)));
}
