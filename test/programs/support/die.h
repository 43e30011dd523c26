// The C twin of examples/support/die.ts.

#pragma once
#include <stdio.h>
#include <stdlib.h>

_Noreturn static inline void die(const char* what) {
  perror(what);
  exit(EXIT_FAILURE);
}
