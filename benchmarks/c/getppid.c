#include <unistd.h>

#include "measure.h"

static void loop(long count) {
  for (long i = 0; i < count; i++) getppid();
}

int main(void) { measure(loop, 5000); }
