// Brings the other threads of the process to a stand, so that they can be copied (resume.h) or left behind.
#pragma once

#include "cpu.h"

#if BERKELEY_CAN_FORK

#include <linux/futex.h>
#include <sys/types.h>
#include <time.h>
#include <atomic>
#include <climits>
#include <cstddef>
#include <cstdint>

#include "../syscall.h"

namespace berkeley::forking {

/// What is kept from threads while the process forks, and from those that sleep on: all signals but 33, the C library's
/// SIGSETXID, by which a thread learns of another's setuid(), and for whose answer that one waits.
constexpr uint64_t kAllSignals = ~(uint64_t{1} << (33 - 1));

/// Who a thread is.
enum class Role {
  kService,  // Node's: V8's workers, libuv's pool, the thread of the module loader. It comes back in the child.
  kWorker,   // The program's. POSIX: only the thread that forks exists in the child.
};

/// What the kernel and the C library know of a thread that cannot be read from its memory.
struct Identity {
  /// Where the C library keeps the thread's id, and the kernel clears it when the thread ends.
  int* tid_address;
  void* robust_list;
  size_t robust_list_size;

  static Identity of_caller();
};

/// A thread that stands.
struct Thread {
  pid_t tid;
  Role role;
  /// Whether it slept in a call that waits, which is where it holds no lock.
  bool slept;
  Identity identity;
  void* thread_pointer;
  char name[16];
  /// Its registers and signal mask, on its own stack, where the kernel put them for the signal that stopped it.
  ucontext_t* context;
  /// Whether it sleeps in the call that the signal found it in, which its handler has made again.
  bool sleeps_on;
};

/// Finds what is needed of Node, V8 and the kernel. False where something is missing.
bool can_park();

/// Where threads may stop.
enum class Whereabouts {
  kHarmless,  // where they can be copied or left behind
  kAnywhere,  // wherever they are; then they only stand for a look at them
};

/// Stops all other threads. Returns 0, or -EAGAIN if one could not be stopped there in time (park.cc); then none is
/// stopped.
long park(Whereabouts whereabouts = Whereabouts::kHarmless);

/// Lets them go on.
void release();

/// On a thread that sleeps on, or that is brought back to do so: sleeps in its call until that returns.
void sleep_on(Thread& thread);

/// The threads that stand, up to nullptr.
Thread* first_parked();
Thread* next_parked(Thread* thread);

/// In the child, where a thread has come back: it has another id.
void renamed(Thread& thread, pid_t tid);

// Whether a thread with a JavaScript engine of its own is a Worker or Node's module loader does not show. Nor does a
// Worker show before it has its engine. So they are noted when they begin.

/// Notes the threads that exist: the program has made no Worker yet.
void note_threads_of_node();
/// Notes the thread that this one has made last.
void note_newest_thread(Role role);

inline long futex_wait(const std::atomic<uint32_t>& word, uint32_t value, const timespec* timeout) {
  return system_call(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, timeout, nullptr, 0);
}

inline void futex_wake_all(const std::atomic<uint32_t>& word) {
  system_call(SYS_futex, &word, FUTEX_WAKE_PRIVATE, INT_MAX);
}

}  // namespace berkeley::forking

#endif
