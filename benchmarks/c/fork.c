#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

static void loop(long count) {
  for (long i = 0; i < count; i++) {
    const pid_t pid = fork();
    if (pid == 0) _exit(0);
    waitpid(pid, NULL, 0);
  }
}

int main(void) { measure(loop, 1); }
