// The twin of marker.ts: linked to a program, it makes the marker before main.

#include <unistd.h>

__attribute__((constructor)) static void begin(void) {
  if (access("berkeley:begin", F_OK) == 0) _exit(1);
}
