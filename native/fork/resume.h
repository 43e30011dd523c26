// Brings threads back in the child: fork() copies their memory, but only the thread that called it.
#pragma once

#include "park.h"

#if BERKELEY_CAN_FORK

namespace berkeley::forking {

/// Lets the threads that were parked in the parent go on in the child, all but Workers. Most children end at once, and
/// threads take time: one comes back now, and brings the others half a millisecond later.
void bring_back_threads();

/// Says of a thread that stays behind what the kernel says of one that has ended.
void bury(Thread& thread);

/// A child that cannot be whole ends, by a signal that its parent sees.
[[noreturn]] void die();

/// Registers the calling thread's list of robust mutexes, which fork drops.
void register_robust_list(const Identity& identity);

}  // namespace berkeley::forking

#endif
