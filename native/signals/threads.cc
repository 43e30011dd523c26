#include "threads.h"

#include <sys/stat.h>

#include "../fork/fork.h"
#include "catch.h"

namespace berkeley::signals {

namespace {

/// What is a thread's own: its faults, its profile (which V8 takes), and the C library's two signals.
constexpr Mask kOfThreads = kFaults | bit_of(SIGPROF) | bit_of(32) | bit_of(33);

bool are_kept;

/// How many threads there were then. libuv's pool begins when it is first used, with what its maker blocks.
unsigned long thread_count;

unsigned long count_threads() {
  struct stat status;
  return stat("/proc/self/task", &status) == 0 ? status.st_nlink : 0;
}

void keep() {
  are_kept = forking::block_in_other_threads(~kOfThreads);
  thread_count = count_threads();
}

}  // namespace

void keep_signals_from_new_threads() {
  if (are_kept) keep();
}

void keep_signals_from_other_threads() {
  if (is_main_thread() && (!are_kept || count_threads() != thread_count)) keep();
}

}  // namespace berkeley::signals
