#include "catch.h"

#include <ucontext.h>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "../syscall.h"

namespace berkeley::signals {

BERKELEY_THREAD_LOCAL int caught_count;

void (*wake_event_loop)();

namespace {

BERKELEY_THREAD_LOCAL bool is_main;

/// What was known of a signal when catching it began.
struct Handled : Action {
  void (*nodes)(int) = nullptr;
  /// Who handles faults otherwise: V8, to which one in WebAssembly is an exception.
  void (*faults)(int, siginfo_t*, void*) = nullptr;
};
Handled handled[NSIG];

// The caught signals, oldest first, in a ring. Handlers write to its end, also one inside another: each takes a place
// of its own, and all have returned when the program goes on to read.
constexpr unsigned kCapacity = 256;
Caught ring[kCapacity];
std::atomic<unsigned> ring_begin;
std::atomic<unsigned> ring_end;

Caught& at(unsigned index) { return ring[index % kCapacity]; }

// The caught signals that wait for the handlers of others that came with them; the next to run is the last. Only the
// program's own code comes here, not the handlers.
Caught waiting[kCapacity];
unsigned waiting_count;
unsigned waiting_bottom;  // Below lies what waits for a handler that runs now.

template <typename Use>
void for_each_caught(Use use, unsigned bottom = 0) {
  for (unsigned i = bottom; i < waiting_count; i++) use(waiting[i]);
  for (unsigned i = ring_begin; i != ring_end; i++) use(at(i));
}

#if BERKELEY_CAN_DIVERT

extern "C" {
[[gnu::visibility("hidden")]] extern const Window __start_berkeley_windows[];
[[gnu::visibility("hidden")]] extern const Window __stop_berkeley_windows[];
}

uintptr_t place(const int32_t& distance) { return reinterpret_cast<uintptr_t>(&distance) + distance; }

#ifdef __x86_64__
uintptr_t program_counter(const ucontext_t& context) { return context.uc_mcontext.gregs[REG_RIP]; }
void set_program_counter(ucontext_t& context, uintptr_t to) { context.uc_mcontext.gregs[REG_RIP] = to; }
#else
uintptr_t program_counter(const ucontext_t& context) { return context.uc_mcontext.pc; }
void set_program_counter(ucontext_t& context, uintptr_t to) { context.uc_mcontext.pc = to; }
#endif

#endif

}  // namespace

#ifdef BERKELEY_TEST_SIGNALS

namespace testing {

Hits hits;
bool diverts = true;

static void count(uintptr_t at, const Window& window) {
  hits.before += at >= place(window.before) && at < place(window.begin);
  hits.between += at >= place(window.begin) && at < place(window.call);
  hits.on += at == place(window.call);
  hits.after += at >= place(window.end) && at < place(window.after);
}

}  // namespace testing

#endif

namespace {

/// Whether the handler will run when the thread goes on: it is at a call that can block, and diverted.
bool divert([[maybe_unused]] ucontext_t& context) {
#if BERKELEY_CAN_DIVERT
  const uintptr_t at = program_counter(context);
  for (const Window* window = __start_berkeley_windows; window < __stop_berkeley_windows; window++) {
#ifdef BERKELEY_TEST_SIGNALS
    testing::count(at, *window);
    if (!testing::diverts) continue;
#endif
    if (at < place(window->begin) || at >= place(window->end)) continue;
    set_program_counter(context, place(window->way_out));
    return true;
  }
#endif
  return false;
}

Mask& blocked_in(ucontext_t& context) { return *reinterpret_cast<Mask*>(&context.uc_sigmask); }

/// What all that has been caught blocks.
Mask blocked_by_caught() {
  Mask mask = 0;
  for_each_caught([&](const Caught& caught) { mask |= caught.blocks; });
  return mask;
}

void on_signal(int signum, siginfo_t* info, void* raw_context);

/// Whether what was interrupted is our C handler, at its first instruction: the kernel gives a thread several signals
/// at once so.
bool is_beginning([[maybe_unused]] const ucontext_t& context) {
#if BERKELEY_CAN_DIVERT
  return program_counter(context) == reinterpret_cast<uintptr_t>(on_signal);
#else
  return false;
#endif
}

/// How many C handlers have begun and not yet written down their signal: those but the last were interrupted.
int unrecorded;
/// Whether one of them, or one at its first instruction, will be the next to write.
bool is_next_under_last;

void record(int signum, const siginfo_t& info, ucontext_t& context) {
  const Handled& handler = handled[signum];
  const bool interrupted_another = unrecorded-- > 1 || is_beginning(context);
  if (ring_end - ring_begin + waiting_count >= kCapacity) {  // Somebody has unblocked all again and again.
    blocked_in(context) = ~Mask{0};
    return;
  }
  const unsigned index = ring_end++;
  Caught& caught = at(index);
  caught.is_under_last = is_next_under_last;
  is_next_under_last = interrupted_another;
  caught.signum = signum;
  caught.flags = handler.flags;
  caught.info = info;
  caught.blocks = handler.mask | ((handler.flags & SA_NODEFER) != 0 ? 0 : bit_of(signum));
  // SA_NODEFER and sigprocmask() let a signal come again before its handler has run. When places become few, all
  // signals wait in the kernel; what is left is for those that are on their way, of each at most one: while its C
  // handler runs, a signal is blocked.
  if (ring_end - ring_begin + waiting_count >= kCapacity - NSIG) caught.blocks = ~Mask{0};
  Mask& blocked = blocked_in(context);
  caught.added = caught.blocks & ~blocked;
  // Those that lie over it have found the mask of sigsuspend, where that let them through; it finds the program's.
  for (unsigned i = index; at(i).is_under_last; i--) at(i - 1).added &= ~blocked;
  // Of all of them: this handler may have been interrupted at its beginning by another, which has returned.
  blocked |= blocked_by_caught();
  __atomic_fetch_add(&caught_count, 1, __ATOMIC_SEQ_CST);
}

// A signal that another thread has caught, which happens to one that was born after the others were told to block it.
// It cannot be sent on with its information, so that waits here; of several it is the last's.
enum StrayState { kNoStray, kBeingWritten, kStray };
struct Stray {
  std::atomic<int> state;
  siginfo_t info;
};
Stray strays[NSIG];

void pass_to_main_thread(int signum, const siginfo_t& info) {
  Stray& stray = strays[signum];
  if (stray.state.exchange(kBeingWritten) != kBeingWritten) {
    stray.info = info;
    stray.state = kStray;
  }
  const long pid = system_call(SYS_getpid);
  system_call(SYS_tgkill, pid, pid, signum);
}

/// If a signal was sent by this process's own thread, what it was before.
siginfo_t original_of(int signum, const siginfo_t& info) {
  if (info.si_code != SI_TKILL || info.si_pid != getpid()) return info;
  Stray& stray = strays[signum];
  if (stray.state != kStray) return info;
  const siginfo_t original = stray.info;
  stray.state = kNoStray;
  return original;
}

/// libuv's handler takes a lock, and must not be interrupted by itself.
void pass_to_node(int signum, void (*handler)(int)) {
  const AllBlocked blocked;
  handler(signum);
}

/// The thread's own doing, which a handler that has not run yet does not mend: the default action ends the process.
bool is_fault(int signum, const siginfo_t& info) { return info.si_code > 0 && (kFaults & bit_of(signum)) != 0; }

void on_signal(int signum, siginfo_t* info, void* raw_context) {
  if (is_fault(signum, *info)) {
    if (handled[signum].faults != nullptr) return handled[signum].faults(signum, info, raw_context);
    ::signal(signum, SIG_DFL);
    return;
  }
  if (is_main) unrecorded++;
  const int error = errno;
  auto& context = *static_cast<ucontext_t*>(raw_context);
  if (!is_main) {
    pass_to_main_thread(signum, *info);
  } else {
    record(signum, original_of(signum, *info), context);
    if (!divert(context) && wake_event_loop != nullptr) wake_event_loop();
    if (handled[signum].nodes != nullptr) pass_to_node(signum, handled[signum].nodes);
  }
  errno = error;
}

}  // namespace

void initialize() { is_main = system_call(SYS_gettid) == getpid(); }

Mask set_blocked(Mask mask) {
  Mask before;
  system_call(SYS_rt_sigprocmask, SIG_SETMASK, &mask, &before, sizeof mask);
  return before;
}

bool is_main_thread() { return is_main; }

long start_catching(int signum, const Action& action, void (*nodes)(int)) {
  struct sigaction before;
  if (::sigaction(signum, nullptr, &before) != 0) return -errno;
  Handled& handler = handled[signum];
  static_cast<Action&>(handler) = action;
  handler.nodes = nodes;
  const bool handles_faults = (before.sa_flags & SA_SIGINFO) != 0 && before.sa_sigaction != on_signal;
  if (handles_faults) handler.faults = before.sa_sigaction;
  struct sigaction kernels = {};
  kernels.sa_sigaction = on_signal;
  memcpy(&kernels.sa_mask, &action.mask, sizeof action.mask);
  // Where the program wants no restart it gets none all the same: its call is diverted. Everybody else's calls go on.
  kernels.sa_flags = SA_SIGINFO | SA_RESTART;
  kernels.sa_flags |= action.flags & (SA_RESETHAND | SA_NOCLDSTOP | SA_NOCLDWAIT);
  return kernel(::sigaction(signum, &kernels, nullptr));
}

void (*faults_handler(int signum))(int, siginfo_t*, void*) { return handled[signum].faults; }

bool is_catching(int signum) {
  struct sigaction action;
  return ::sigaction(signum, nullptr, &action) == 0 && action.sa_sigaction == on_signal;
}

bool take_caught(Caught& caught) {
  if (ring_begin != ring_end) {
    unsigned end = ring_begin + 1;
    while (end != ring_end && at(end).is_under_last) end++;
    for (unsigned i = end; i != ring_begin; i--) waiting[waiting_count++] = at(i - 1);
    ring_begin = end;
  }
  if (waiting_count == waiting_bottom) return false;
  caught = waiting[--waiting_count];
  __atomic_fetch_sub(&caught_count, 1, __ATOMIC_SEQ_CST);
  return true;
}

OthersWait::OthersWait() : bottom_(waiting_bottom) {
  waiting_bottom = waiting_count;
  __atomic_fetch_sub(&caught_count, static_cast<int>(waiting_bottom - bottom_), __ATOMIC_SEQ_CST);
}

OthersWait::~OthersWait() {
  __atomic_fetch_add(&caught_count, static_cast<int>(waiting_bottom - bottom_), __ATOMIC_SEQ_CST);
  waiting_bottom = bottom_;
}

Mask mask_below_caught(Mask blocked) {
  for_each_caught([&](const Caught& caught) { blocked &= ~caught.added; }, waiting_bottom);
  return blocked;
}

Mask put_caught_over(Mask mask) {
  Mask free = ~mask;
  for_each_caught(
      [&](Caught& caught) {
        caught.added = caught.blocks & free;
        free &= ~caught.blocks;
      },
      waiting_bottom);
  return mask | blocked_by_caught();
}

Mask forget_caught() {
  Mask added = 0;
  for (Caught caught; take_caught(caught);) added |= caught.added;
  return added;
}

}  // namespace berkeley::signals
