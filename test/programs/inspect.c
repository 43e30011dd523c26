/* Prints what a program finds at its start: arguments, environment, descriptors, signals. */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

extern char** environ;

static void print_descriptors(void) {
  for (int fd = 0; fd < 1024; fd++) {
    char link[32], target[256];
    int flags = fcntl(fd, F_GETFL);
    ssize_t length;

    if (flags == -1) continue;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, target, sizeof target);
    printf("descriptor %d: %.*s%s\n", fd, (int)length, target, flags & O_NONBLOCK ? ", not blocking" : "");
  }
}

static void print_signals(void) {
  sigset_t blocked;

  sigprocmask(SIG_BLOCK, NULL, &blocked);
  for (int sig = 1; sig <= 64; sig++) {
    struct sigaction action;

    if (sigaction(sig, NULL, &action) == 0 && action.sa_handler != SIG_DFL)
      printf("signal %d: not its default action\n", sig);
    if (sigismember(&blocked, sig) == 1) printf("signal %d: blocked\n", sig);
  }
}

int main(int argc, char* argv[]) {
  printf("pid %d\n", getpid());
  for (int i = 0; i < argc; i++) printf("argv[%d] \"%s\"\n", i, argv[i]);
  for (char** variable = environ; *variable != NULL; variable++) printf("environ \"%s\"\n", *variable);
  print_descriptors();
  print_signals();
  return 0;
}
