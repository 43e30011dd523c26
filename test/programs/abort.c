// abort, whatever is to happen for SIGABRT:
//
//     abort default|ignore|block|handle
#include "signals.h"

static void on_abort(int signum) { say("%s\n", name_of(signum)); }

int main(int argc, char* argv[]) {
  (void)argc;
  if (strcmp(argv[1], "ignore") == 0) handle(SIGABRT, SIG_IGN, 0);
  if (strcmp(argv[1], "block") == 0) mask(SIG_BLOCK, set_of(SIGABRT, 0));
  if (strcmp(argv[1], "handle") == 0) handle(SIGABRT, on_abort, 0);
  say("before\n");
  printf("not flushed");
  abort();
}
