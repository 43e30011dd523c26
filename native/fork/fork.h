// fork(): parent and child are both whole Node processes. docs/fork.md tells how.
#pragma once

#include "cpu.h"

struct uv_loop_s;

namespace berkeley::forking {

/// Once per process, before the program makes Workers.
void initialize();

/// The child's id, 0 in the child, or -errno: EAGAIN, ENOMEM, ENOTSUP on a Worker, ENOSYS where fork is not built.
long fork(uv_loop_s* loop);

}  // namespace berkeley::forking
