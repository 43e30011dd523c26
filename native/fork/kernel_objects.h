// The descriptors of a forked process stand for the same kernel objects as its parent's. That is what a program expects
// of its own; but through some of Node's, its threads wake each other, and one process would take the other's wake-ups.
// So the child gets objects of its own for those, in the state and under the numbers of the parent's.
#pragma once

#include "proc.h"

#if BERKELEY_CAN_FORK

#include <uv.h>

// The addon loads where these are missing too, as in Deno.
#pragma weak uv_is_active
#pragma weak uv_loop_fork
#pragma weak uv_unref
#pragma weak uv_walk

namespace berkeley::forking {

/// In the parent, while the other threads stand: notes Node's event loops (epoll), wake-ups (eventfd), pipes to itself,
/// and what `loop`, the main thread's, watches (inotify). Returns 0 or -errno.
long note_kernel_objects(uv_loop_t* loop);

/// In the child, before its threads go on: makes all that was noted anew. Returns 0 or -errno.
long renew_kernel_objects(uv_loop_t* loop);

}  // namespace berkeley::forking

#endif
