// The end of a child by an exception. Node takes itself apart when a process ends, which a child must not
// (docs/fork.md).
#pragma once

namespace berkeley::forking {

/// Ends the process with `status` as soon as Node has printed the exception that nobody caught, before it takes itself
/// apart: lib/child.ts calls it then, and could not end the process itself without the exception being lost. Returns 0,
/// or -ENOSYS where Node does not let itself be told.
long end_after_exception(int status);

}  // namespace berkeley::forking
