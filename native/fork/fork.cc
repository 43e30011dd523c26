#include "fork.h"

#include <cerrno>

#if BERKELEY_CAN_FORK

#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include "../signals/catch.h"
#include "heap.h"
#include "kernel_objects.h"
#include "park.h"
#include "resume.h"

namespace berkeley::forking {

namespace {

bool can_fork;

/// Whether a thread that came back still goes by the id that it had in the parent.
bool has_old_ids;

bool is_main_thread() { return system_call(SYS_gettid) == system_call(SYS_getpid); }

/// Keeps signals from the calling thread.
class SignalsBlocked {
 public:
  SignalsBlocked() { system_call(SYS_rt_sigprocmask, SIG_SETMASK, &kAllSignals, &before_, sizeof before_); }
  ~SignalsBlocked() { system_call(SYS_rt_sigprocmask, SIG_SETMASK, &before_, nullptr, sizeof before_); }
  void release(uint64_t signals) { before_ &= ~signals; }

 private:
  uint64_t before_;
};

/// What must be known and done while all threads stand, before the fork.
long prepare(uv_loop_t* loop) {
  const long noted = note_kernel_objects(loop);
  return noted < 0 ? noted : include_all_memory();
}

/// Not the C library's fork(): that tells itself that the other threads are dead, and runs handlers that put locks and
/// pipes in order after them. Here they live.
long clone_process(const Identity& self) {
  return system_call(SYS_clone, SIGCHLD | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID, nullptr, nullptr, self.tid_address,
                     0);
}

void become_whole(const Identity& self, uv_loop_t* loop) {
  register_robust_list(self);
  if (renew_kernel_objects(loop) < 0) die();
  for (Thread* thread = first_parked(); thread != nullptr; thread = next_parked(thread)) {
    if (thread->role == Role::kWorker) {
      bury(*thread);
    } else {
      has_old_ids |= !thread->slept;
    }
  }
  bring_back_threads();
}

}  // namespace

void initialize() {
  can_fork = can_park();
  find_kernels_pages();
  note_threads_of_node();
}

void note_newest_thread(bool is_nodes) {
  await_threads();
  note_newest_thread(is_nodes ? Role::kService : Role::kWorker);
}

bool settle() {
  constexpr int kMostTries = 300;  // Each lets the threads fall asleep for ten milliseconds.
  await_threads();
  for (int i = 0; has_old_ids && is_main_thread() && i < kMostTries; i++) {
    const SignalsBlocked blocked;
    if (park() < 0) return false;
    has_old_ids = false;
    for (Thread* thread = first_parked(); thread != nullptr; thread = next_parked(thread)) {
      has_old_ids |= !thread->slept;
    }
    release();
  }
  return !has_old_ids;
}

bool block_in_other_threads(uint64_t signals) {
  if (!can_fork) return false;
  await_threads();
  const SignalsBlocked blocked;
  if (park(Whereabouts::kAnywhere) < 0) return false;
  for (Thread* thread = first_parked(); thread != nullptr; thread = next_parked(thread)) {
    *reinterpret_cast<uint64_t*>(&thread->context->uc_sigmask) |= signals;
  }
  release();
  return true;
}

long fork(uv_loop_t* loop) {
  if (!can_fork || loop == nullptr) return -ENOSYS;
  if (!is_main_thread()) return -ENOTSUP;
  await_threads();
  SignalsBlocked blocked;
  const long parked = park();
  if (parked < 0) return parked;
  const long prepared = prepare(loop);
  const Identity self = Identity::of_caller();
  const long result = prepared < 0 ? prepared : clone_process(self);
  if (result == 0) {
    become_whole(self, loop);
    blocked.release(signals::forget_caught());
  } else {
    release();
  }
  return result;
}

}  // namespace berkeley::forking

#else

namespace berkeley::forking {

void initialize() {}
void note_newest_thread(bool) {}
void await_threads() {}
bool settle() { return true; }
bool block_in_other_threads(uint64_t) { return false; }
long fork(uv_loop_s*) { return -ENOSYS; }

}  // namespace berkeley::forking

#endif
