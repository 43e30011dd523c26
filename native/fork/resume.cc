#include "resume.h"

#if BERKELEY_CAN_FORK

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/rseq.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

#include "../syscall.h"
#include "fork.h"

namespace berkeley::forking {

namespace {

// glibc >= 2.35 registers each thread's area for restartable sequences; elsewhere the names are missing.
extern "C" {
[[gnu::weak]] extern const ptrdiff_t __rseq_offset;
[[gnu::weak]] extern const unsigned int __rseq_size;
}

/// The C library reads the number of the processor there, and it would stay what it was.
[[gnu::no_sanitize("address")]] void register_restartable_sequences(char* thread_pointer) {
  if (&__rseq_size == nullptr || __rseq_size == 0) return;
  constexpr unsigned kLeastSize = 32;
  const unsigned size = __rseq_size < kLeastSize ? kLeastSize : __rseq_size;
  raw_syscall(SYS_rseq, as_register(thread_pointer + __rseq_offset), size, 0, RSEQ_SIG, 0, 0);
}

/// What a thread needs to begin.
struct Record : Thread {
  Thread* original;
  bool brings_others;
};

/// Whether threads have yet to come back.
enum Absence : uint32_t { kNone, kSome, kMissed };
std::atomic<uint32_t> absence;

void bring_others(Thread* first);

/// The first that a thread does in the child, with all signals blocked: what the kernel keeps for a thread is told
/// anew. The rest, registers, signal mask and alternate stack, lies on its stack.
[[gnu::no_sanitize("address")]] void begin(void* argument) {
  const auto* thread = static_cast<const Record*>(argument);
  register_robust_list(thread->identity);
  register_restartable_sequences(static_cast<char*>(thread->thread_pointer));
  raw_syscall(SYS_prctl, PR_SET_NAME, as_register(thread->name), 0, 0, 0, 0);
  if (thread->brings_others) bring_others(thread->original);
  if (thread->sleeps_on) sleep_on(*thread->original);
  go_on(thread->context);
}

/// AddressSanitizer guards the variables of the handler's functions, which never return.
void forget_frames([[maybe_unused]] const char* stack, [[maybe_unused]] const char* end) {
#ifdef __SANITIZE_ADDRESS__
  constexpr size_t kMostUsed = 16384;
  __asan_unpoison_memory_region(stack - kMostUsed, end - stack + kMostUsed);
#endif
}

/// Returns the thread's id in the child, or -errno.
long resume(Thread& thread, bool brings_others) {
  unsigned long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
                        CLONE_SETTLS | CLONE_CHILD_CLEARTID;
  // A recursive mutex knows its owner by the id that stands in memory. So a thread that may hold one keeps the id that
  // it had in the parent, until it is seen asleep (park.cc).
  if (thread.slept) flags |= CLONE_PARENT_SETTID;
  // Below the signal's frame the stack is free: the handler does not return here. What the thread needs to begin goes
  // there as well, since the next parking may use the original before the thread has run.
  auto* const record = static_cast<Record*>(stack_below(thread.context)) - 1;
  char* const stack = reinterpret_cast<char*>(reinterpret_cast<uintptr_t>(record) & ~uintptr_t{15});
  forget_frames(stack, static_cast<char*>(stack_below(thread.context)));
  *record = {thread, &thread, brings_others};
  return clone_thread(flags, stack, thread.identity.tid_address, thread.identity.tid_address, thread.thread_pointer,
                      begin, record);
}

/// The first that comes back, `thread` or behind it: Workers do not.
Thread* first_service(Thread* thread) {
  while (thread != nullptr && thread->role == Role::kWorker) thread = next_parked(thread);
  return thread;
}

/// The child cannot live without the thread.
void bring(Thread& thread, bool brings_others, int tries = 1) {
  constexpr timespec kMoment = {0, 1'000'000};
  long tid;
  while ((tid = resume(thread, brings_others)) == -EAGAIN && --tries > 0) system_call(SYS_nanosleep, &kMoment, nullptr);
  if (tid < 0) die();
  renamed(thread, static_cast<pid_t>(tid));
}

/// Runs on the first thread that is back.
void bring_others(Thread* first) {
  constexpr timespec kMoment = {0, 500'000};
  futex_wait(absence, kSome, &kMoment);
  // While the child's main thread executes a program, the kernel makes no threads: EAGAIN. That ends with this thread,
  // or the execution has failed.
  constexpr int kMostTries = 5000;
  Thread* thread = first;
  while ((thread = first_service(next_parked(thread))) != nullptr) bring(*thread, false, kMostTries);
  release();
  absence = kNone;
  futex_wake_all(absence);
}

}  // namespace

[[gnu::no_sanitize("address")]] void register_robust_list(const Identity& identity) {
  raw_syscall(SYS_set_robust_list, as_register(identity.robust_list), as_register(identity.robust_list_size), 0, 0, 0,
              0);
}

void bring_back_threads() {
  Thread* const first = first_service(first_parked());
  if (first == nullptr) return release();
  absence = kSome;
  bring(*first, true);
}

void await_threads() {
  uint32_t some = kSome;
  if (absence.compare_exchange_strong(some, kMissed)) futex_wake_all(absence);
  while (absence != kNone) futex_wait(absence, kMissed, nullptr);
}

void bury(Thread& thread) { *thread.identity.tid_address = 0; }

void die() {
  system_call(SYS_kill, system_call(SYS_getpid), SIGKILL);
  __builtin_unreachable();
}

}  // namespace berkeley::forking

#endif
