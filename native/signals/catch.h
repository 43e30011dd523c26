// Catching signals: what happens on the signal's own time, in C. A caught signal is written down; its JavaScript
// handler runs later (deliver.h), until when the signal and those of its sa_mask are blocked, as if it ran already. So
// it is the kernel that queues signals, in its order, and answers EAGAIN to a sender when it is full.
#pragma once

#include <signal.h>
#include <cstdint>

#include "window.h"

namespace berkeley::signals {

/// A signal set as the kernel has it: bit n - 1 is signal n.
using Mask = uint64_t;

constexpr Mask bit_of(int signum) { return Mask{1} << (signum - 1); }

/// Sets what the calling thread blocks, and returns what it was. Not the C library's function, which leaves its own two
/// signals alone.
Mask set_blocked(Mask mask);

/// Keeps all signals from the calling thread.
class AllBlocked {
 public:
  AllBlocked() : before_(set_blocked(~Mask{0})) {}
  ~AllBlocked() { set_blocked(before_); }
  AllBlocked(const AllBlocked&) = delete;
  AllBlocked& operator=(const AllBlocked&) = delete;

 private:
  const Mask before_;
};

/// What the kernel sends a thread for what it does itself.
constexpr Mask kFaults =
    bit_of(SIGSEGV) | bit_of(SIGBUS) | bit_of(SIGFPE) | bit_of(SIGILL) | bit_of(SIGTRAP) | bit_of(SIGSYS);

/// What the program wants to happen for a signal: its action, less the function.
struct Action {
  int flags = 0;
  Mask mask = 0;
};

/// A signal that has been caught.
struct Caught {
  int signum;
  int flags;
  siginfo_t info;
  /// What is blocked until its handler has returned, and which of that was not blocked before.
  Mask blocks;
  Mask added;
  /// The kernel gave it to the thread together with the one before, which C handles first: the later one's frame lies
  /// on top of this one's, whose handler has not begun.
  bool is_under_last;
};

/// Makes the calling thread the one whose signals are caught: the main thread.
void initialize();
bool is_main_thread();

/// Starts catching a signal in place of what was. `nodes` is libuv's handler, which is told too; or nullptr. Returns 0
/// or -errno.
long start_catching(int signum, const Action& action, void (*nodes)(int));
/// Who handles a fault where the program handles the signal otherwise, or nullptr.
void (*faults_handler(int signum))(int, siginfo_t*, void*);

/// Whether the kernel's action for a signal is to catch it.
bool is_catching(int signum);

/// Takes the caught signal whose handler is to run next. False if there is none.
bool take_caught(Caught& caught);

/// While a handler runs: what lies under it in C is not to run inside it.
class OthersWait {
 public:
  OthersWait();
  ~OthersWait();
  OthersWait(const OthersWait&) = delete;
  OthersWait& operator=(const OthersWait&) = delete;

 private:
  const unsigned bottom_;
};

// What the handlers block that are still to run lies over a mask: the program's, or that of a call with one of its own.
// Who calls these has all signals blocked.

/// What is blocked but for those handlers.
Mask mask_below_caught(Mask blocked);
/// What is to be blocked when they lie over `mask`.
Mask put_caught_over(Mask mask);

/// Drops what has been caught, and returns what had been blocked for it: a child of fork has no pending signals.
Mask forget_caught();

/// Who is told when a signal is caught elsewhere than in a call that can run its handler. Called in the C handler.
extern void (*wake_event_loop)();

#ifdef BERKELEY_TEST_SIGNALS
namespace testing {

/// Where signals found the thread, in calls that can block.
struct Hits {
  long before, between, on, after;
};
extern Hits hits;
/// Whether a handler diverts a call at all.
extern bool diverts;

}  // namespace testing
#endif

}  // namespace berkeley::signals
