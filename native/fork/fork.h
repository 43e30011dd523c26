// fork(): parent and child are both whole Node processes. docs/fork.md tells how.
#pragma once

#include "../syscall.h"
#include "cpu.h"

struct uv_loop_s;

namespace berkeley::forking {

/// Once per process, before the program makes Workers.
void initialize();

/// Notes whose thread the one is that the calling thread has made last: Node's own, or a Worker of the program's.
void note_newest_thread(bool is_nodes);

/// The child's id, 0 in the child, or -errno: EAGAIN, ENOMEM, ENOTSUP on a Worker, ENOSYS where fork is not built.
long fork(uv_loop_s* loop);

/// In a child: waits until its threads are back, and has that be soon.
void await_threads();

/// In a child: waits until the C library can find each thread by its id, but no longer than some seconds. Returns
/// whether it can.
bool settle();

/// Has all other threads block these signals from now on. Returns whether it could.
bool block_in_other_threads(uint64_t signals);

/// A call that POSIX defines for the process and Linux for the thread: the C library makes it in every thread. EAGAIN
/// where it could not: better no call than a thread that keeps its privileges.
template <typename... Parameters, typename... Arguments>
long in_every_thread(int (*change)(Parameters...), Arguments... arguments) {
  if (!settle()) return -EAGAIN;
  return kernel(change(arguments...));
}

}  // namespace berkeley::forking
