// Node keeps V8's memory out of forks (MADV_DONTFORK, since 20.4: it forks only to exec at once).
#pragma once

#include "cpu.h"

#if BERKELEY_CAN_FORK

namespace berkeley::forking {

/// Once per process.
void find_kernels_pages();

/// Puts all memory into the next fork: which mappings Node has excluded cannot be seen. Returns 0 or -errno.
long include_all_memory();

}  // namespace berkeley::forking

#endif
