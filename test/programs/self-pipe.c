// The self-pipe trick: a handler writes to a pipe that select waits for, beside standard input.
#include "signals.h"

#include <sys/select.h>

static int pipefd[2];

static void on_signal(int signum) {
  const unsigned char byte = signum;
  write(pipefd[1], &byte, 1);
}

int main(void) {
  pipe2(pipefd, O_NONBLOCK);
  handle(SIGUSR1, on_signal, SA_RESTART);
  handle(SIGUSR2, on_signal, 0);
  say("ready\n");
  for (;;) {
    fd_set reads;
    FD_ZERO(&reads);
    FD_SET(0, &reads);
    FD_SET(pipefd[0], &reads);
    const int ready = select(pipefd[0] + 1, &reads, NULL, NULL, NULL);
    say("select: %s\n", outcome(ready));
    if (ready < 0) continue;
    unsigned char byte;
    if (FD_ISSET(pipefd[0], &reads)) {
      while (read(pipefd[0], &byte, 1) == 1) say("%s\n", name_of(byte));
    }
    if (!FD_ISSET(0, &reads)) continue;
    if (read(0, &byte, 1) != 1) break;
    say("read %c\n", byte);
  }
}
