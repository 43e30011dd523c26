// Node's other threads, to which the kernel may give a signal that is sent to the process.
#pragma once

namespace berkeley::signals {

/// Has the other threads block what the main thread does or does not: from then on the process is, to a signal, the
/// main thread. Where fork() is not built they go on as they are, and pass on what they catch.
void keep_signals_from_other_threads();

/// The same for the threads that have begun since, if it was done before.
void keep_signals_from_new_threads();

}  // namespace berkeley::signals
