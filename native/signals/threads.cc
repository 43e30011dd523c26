#include "threads.h"

#include "../fork/fork.h"
#include "catch.h"

namespace berkeley::signals {

namespace {

bool are_kept;

/// What is a thread's own: its faults, its profile (which V8 takes), and the C library's two signals.
constexpr Mask kOfThreads = Mask{1} << (SIGSEGV - 1) | Mask{1} << (SIGBUS - 1) | Mask{1} << (SIGFPE - 1) |
                            Mask{1} << (SIGILL - 1) | Mask{1} << (SIGTRAP - 1) | Mask{1} << (SIGSYS - 1) |
                            Mask{1} << (SIGPROF - 1) | Mask{1} << 31 | Mask{1} << 32;

}  // namespace

void keep_signals_from_new_threads() {
  if (are_kept) are_kept = forking::block_in_other_threads(~kOfThreads);
}

void keep_signals_from_other_threads() {
  if (!are_kept && is_main_thread()) are_kept = forking::block_in_other_threads(~kOfThreads);
}

}  // namespace berkeley::signals
