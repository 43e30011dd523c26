// Node keeps V8's memory out of forks (MADV_DONTFORK, since 20.4: fork then copies less, and Node execs at once).
#pragma once

#include "proc.h"

#if BERKELEY_CAN_FORK

namespace berkeley::forking {

/// Puts a mapping into the next fork: all memory that is the process's own, as it cannot be seen which Node excludes.
/// Returns 0 or -errno.
long include(const Mapping& mapping);

}  // namespace berkeley::forking

#endif
