// The end of a process whose Node must not take itself apart (docs/fork.md).
#pragma once

namespace berkeley::forking {

/// Finds what end_by_itself needs, which takes a while; on the main thread. Returns 0, or -ENOSYS where Node does not
/// let itself be told.
long prepare_end();

/// From now on the process ends by _exit where Node, done with the listeners and with an exception's message, would
/// take itself apart. Returns as prepare_end.
long end_by_itself();

/// A natural end, of which Node does not tell the status, has this one.
long note_end(int status);

}  // namespace berkeley::forking
