// Brings threads back in the child: fork() copies their memory, but only the thread that called it.
#pragma once

#include "park.h"

#if BERKELEY_CAN_FORK

namespace berkeley::forking {

/// Lets a thread that was parked in the parent go on in the child. Returns its id there, or -errno.
long resume(Thread& thread);

/// Says of a thread that stays behind what the kernel says of one that has ended.
void bury(Thread& thread);

/// Registers the calling thread's list of robust mutexes, which fork drops.
void register_robust_list(const Identity& identity);

}  // namespace berkeley::forking

#endif
