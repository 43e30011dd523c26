// What the look for a caught signal costs: a system call through the window that native/signals/window.h puts around
// one that can block ("checked"), and without it ("plain").

#include <string.h>

#include "../../native/syscall.h"
#include "measure.h"

namespace berkeley::signals {
BERKELEY_THREAD_LOCAL int caught_count;
}

static void plain(long count) {
  for (long i = 0; i < count; i++) berkeley::system_call(SYS_getppid);
}

static void checked(long count) {
  for (long i = 0; i < count; i++) berkeley::blocking(SYS_getppid);
}

int main(int argc, char* argv[]) { measure(argc > 1 && strcmp(argv[1], "checked") == 0 ? checked : plain, 5000); }
