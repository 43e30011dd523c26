#include "park.h"

#if BERKELEY_CAN_FORK

#include <dlfcn.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "../netdb.h"
#include "../stdio.h"
#include "proc.h"

namespace berkeley::forking {

namespace {

// The C library's SIGCANCEL: no program can use it or block it, so that parking takes no signal away from the program,
// and reaches threads that block all others.
constexpr int kParkSignal = 32;

// In milliseconds:
constexpr long kDeadline = 2000;  // until park() gives up threads that answer, but are busy
constexpr long kSilence = 5000;   // until it gives up those that do not answer: the machine may be too busy to let them
constexpr long kAttempt = 100;    // until it lets all go and starts over: who stands may be what a Worker waits for
constexpr long kPatience = 10;    // until a service thread that does not fall asleep is stopped wherever it is

/// Which threads are to stop.
enum class Demand {
  kWorkers,   // those that run JavaScript and are asleep or in generated code
  kSleepers,  // and those of Node that are asleep
  kAll,       // and those of Node that are not
  kAnywhere,  // all, whatever they hold: they will go on
};

/// What has become of a signal.
enum State : uint32_t {
  kSent,
  kAnswering,  // The handler has begun.
  kBusy,       // The thread cannot stop where it is.
  kParked,
  kAsleep,  // Between parkings: the thread sleeps in the handler of an earlier one.
  kGone,    // The thread has ended, or nobody wants to know any more.
};

/// What park() keeps of a thread, from the signal on.
struct Slot : Thread {
  /// Which parking it is about, and a State. A handler that comes late, when that parking was given up, thereby changes
  /// nothing that is another thread's by now.
  std::atomic<uint64_t> progress;
  /// Whether the thread is in a JavaScript engine, or is a Worker that is not in one yet or no more.
  bool is_javascript;
  /// Whether it is one of Node's first threads and was not seen asleep yet. It may be telling its event loop's io_uring
  /// what to wait for, in memory that a child would share: two that do so at the same time abort.
  bool is_beginning;
  /// How often in succession the thread was seen asleep there.
  unsigned sightings;
  uintptr_t sleeps_in;
};

constexpr size_t kMostThreads = 4096;
Slot slots[kMostThreads];
size_t slot_count;

std::atomic<uint32_t> parking;  // which parking it is: a thread stands until this changes
std::atomic<uint32_t> signals;  // how many were sent
std::atomic<uint32_t> answers;  // how many have been answered
std::atomic<Demand> demand;

long milliseconds() {
  timespec now;
  system_call(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Where generated code lies: a thread in it is in none of V8's or Node's functions, and holds none of their locks. It
// is in memory of no file, or, what is built into V8, in a second mapping of the executable beside that (V8 puts it
// there so that calls are short).
constexpr size_t kMostRanges = 64;
Mapping generated_code[kMostRanges];
std::atomic<size_t> generated_code_count;

void find_generated_code() {
  Mapping executables[kMostRanges];
  size_t executable_count = 0;
  const auto is_second = [&](const Mapping& mapping) {
    for (size_t i = 0; i < executable_count; i++) {
      if (mapping.is_of_same_part(executables[i])) return true;
    }
    return false;
  };
  size_t count = 0;
  Lines maps("/proc/self/maps");
  while (const char* line = count < kMostRanges ? maps.next() : nullptr) {
    const Mapping mapping(line);
    if (!mapping.is_executable || !mapping.is_private) continue;
    if (mapping.inode == 0 ? *mapping.name == '\0' : is_second(mapping)) {
      generated_code[count++] = mapping;
    } else if (mapping.inode != 0 && executable_count < kMostRanges) {
      executables[executable_count++] = mapping;
    }
  }
  generated_code_count = count;
}

bool is_generated_code(uintptr_t address) {
  for (size_t i = 0; i < generated_code_count; i++) {
    if (address >= generated_code[i].begin && address < generated_code[i].end) return true;
  }
  return false;
}

/// Whether the program or Node waits in this system call with no lock held. Not listed: FUTEX_WAIT, by which the C
/// library waits for a mutex, and calls on memory, around which V8 holds locks.
bool is_waiting_call(long number, long second_argument) {
  switch (number) {
    case SYS_futex:
      return (second_argument & FUTEX_CMD_MASK) == FUTEX_WAIT_BITSET;
    case SYS_epoll_wait:
    case SYS_epoll_pwait:
    case SYS_poll:
    case SYS_ppoll:
    case SYS_select:
    case SYS_pselect6:
    case SYS_read:
    case SYS_readv:
    case SYS_pread64:
    case SYS_write:
    case SYS_writev:
    case SYS_pwrite64:
    case SYS_accept:
    case SYS_accept4:
    case SYS_connect:
    case SYS_recvfrom:
    case SYS_recvmsg:
    case SYS_sendto:
    case SYS_sendmsg:
    case SYS_wait4:
    case SYS_waitid:
    case SYS_nanosleep:
    case SYS_clock_nanosleep:
      return true;
    default:
      return false;
  }
}

/// Whether the thread is at such a call, and most likely slept in it: the kernel has put it behind the call, or back on
/// the call to make it again.
bool was_asleep(const ucontext_t& context) {
  const Interrupted interrupted(context);
  return interrupted.was_cut_short || is_waiting_call(interrupted.call, interrupted.second_argument);
}

/// v8::Isolate::TryGetCurrent: the JavaScript engine that the calling thread is in. It reads thread-local storage only.
void* (*current_isolate)();

uint64_t progress(uint32_t of_parking, State state) { return uint64_t{of_parking} << 32 | state; }

State state_of(const Slot& slot) { return static_cast<State>(static_cast<uint32_t>(slot.progress)); }

void set_state(Slot& slot, State state) { slot.progress = progress(parking, state); }

/// Fails if the state is no longer `from`.
bool change_state(Slot& slot, uint32_t of_parking, State from, State to) {
  uint64_t expected = progress(of_parking, from);
  return slot.progress.compare_exchange_strong(expected, progress(of_parking, to));
}

void answer(Slot& slot, State state) {
  // Counted first: once the state is told, the next parking may have begun.
  const bool is_last = ++answers == signals;
  set_state(slot, state);
  if (is_last) futex_wake_all(answers);
}

/// Whether a thread of JavaScript waits where it holds no lock of Node's, V8's or the C library's: it was seen asleep
/// in the same call again and again. Who holds a lock (V8's mutexes look like its condition variables, dlopen reads
/// files) goes on; streams of the C library, which may be locked for as long as a pipe is full, are looked at besides.
bool waits_unlocked(Slot& slot, const ucontext_t& context) {
  const Interrupted interrupted(context);
  constexpr unsigned kEnough = 10;
  const bool is_same = slot.sleeps_in == interrupted.first_argument && !interrupted.has_returned;
  slot.sleeps_in = interrupted.first_argument;
  slot.sightings = is_same ? slot.sightings + 1 : 0;
  return slot.sightings >= kEnough;
}

/// A thread that runs JavaScript may be left behind, and must hold no lock then.
bool may_stop(Slot& slot, const ucontext_t& context) {
  if (demand == Demand::kAnywhere) return true;
  if (slot.is_javascript) {
    return slot.slept ? waits_unlocked(slot, context) : is_generated_code(program_counter(context));
  }
  if (slot.slept) return demand != Demand::kWorkers;
  return demand == Demand::kAll && !slot.is_beginning;
}

/// Whether the call that the thread was found in can be made again from the handler: by one of Node's own threads, with
/// no time limit that would begin anew, and so that a result that is lost in the child comes once more.
bool may_sleep_on(const Slot& slot, const Interrupted& interrupted) {
  if (slot.is_javascript || interrupted.has_returned) return false;
  switch (interrupted.call) {
    case SYS_futex:
      return is_waiting_call(interrupted.call, interrupted.second_argument);
    case SYS_epoll_wait:
    case SYS_epoll_pwait:
      return static_cast<int>(interrupted.fourth_argument) == -1;
    default:
      return false;
  }
}

/// Runs on the thread that is to stop. Nothing here may take a lock.
void on_park_signal(int, siginfo_t* info, void* raw_context) {
  if (info->si_code != SI_QUEUE) return;
  const auto ticket = reinterpret_cast<uintptr_t>(info->si_value.sival_ptr);
  const auto mine = static_cast<uint32_t>(ticket >> 32);
  Slot& slot = slots[static_cast<uint32_t>(ticket)];
  if (!change_state(slot, mine, kSent, kAnswering)) return;
  auto* context = static_cast<ucontext_t*>(raw_context);
  slot.slept = was_asleep(*context);
  if (!slot.slept) slot.sightings = 0;
  if (current_isolate() != nullptr) slot.is_javascript = true;
  if (!may_stop(slot, *context)) return answer(slot, kBusy);
  slot.identity = Identity::of_caller();
  const bool can_be_copied = slot.identity.tid_address != nullptr && !stdio_holds(slot.tid) && !is_looking_up();
  if (!can_be_copied && demand != Demand::kAnywhere) return answer(slot, kBusy);
  slot.context = context;
  slot.thread_pointer = thread_pointer();
  system_call(SYS_prctl, PR_GET_NAME, slot.name);
  // A child's thread that could not take its new id when it came back takes it now.
  if (can_be_copied && slot.slept) *slot.identity.tid_address = slot.tid;
  slot.sleeps_on = slot.slept && may_sleep_on(slot, Interrupted(*context));
  const bool sleeps_on = slot.sleeps_on;
  answer(slot, kParked);
  if (sleeps_on) return sleep_on(slot);
  while (parking == mine) futex_wait(parking, mine, nullptr);
}

/// What the kernel takes for a handler. The C library's sigaction() does not allow this signal.
struct KernelAction {
  void (*handler)(int, siginfo_t*, void*);
  unsigned long flags;
  void (*restorer)();
  uint64_t mask;
};

void install_handler() {
  constexpr unsigned long kRestorer = 0x04000000;
  const KernelAction action = {on_park_signal, SA_SIGINFO | SA_RESTART | kRestorer, return_from_signal, kAllSignals};
  system_call(SYS_rt_sigaction, kParkSignal, &action, nullptr, sizeof action.mask);
}

void signal_thread(Slot& slot) {
  set_state(slot, kSent);
  signals++;
  siginfo_t info = {};
  info.si_code = SI_QUEUE;
  info.si_value.sival_ptr = reinterpret_cast<void*>(uintptr_t{parking} << 32 | static_cast<size_t>(&slot - slots));
  const long result = system_call(SYS_rt_tgsigqueueinfo, getpid(), slot.tid, kParkSignal, &info);
  if (result < 0) answer(slot, kBusy);  // It has ended, or too many signals are queued.
}

/// What was noted of threads when they began.
struct Note {
  pid_t tid;
  Role role;
  bool is_beginning;  // as far as was seen
};
constexpr size_t kMostNotes = 4096;
Note notes[kMostNotes];
size_t note_count;

bool has_ended(pid_t tid) { return system_call(SYS_tgkill, getpid(), tid, 0) == -ESRCH; }

/// Ids of threads are used again.
void forget_ended_threads() {
  size_t kept = 0;
  for (size_t i = 0; i < note_count; i++) {
    if (!has_ended(notes[i].tid)) notes[kept++] = notes[i];
  }
  note_count = kept;
}

/// nullptr if nothing was noted of it.
Note* note_of(pid_t tid) {
  for (size_t i = 0; i < note_count; i++) {
    if (notes[i].tid == tid) return &notes[i];
  }
  return nullptr;
}

void note(pid_t tid, Role role, bool is_beginning = false) {
  if (Note* const known = note_of(tid)) {
    known->role = role;
    return;
  }
  if (note_count == kMostNotes) forget_ended_threads();
  if (note_count < kMostNotes) notes[note_count++] = {tid, role, is_beginning};
}

bool is_noted(pid_t tid, Role role) {
  const Note* const known = note_of(tid);
  return known != nullptr && known->role == role;
}

void note_sleep(const Slot& slot) {
  Note* const known = slot.slept ? note_of(slot.tid) : nullptr;
  if (known != nullptr) known->is_beginning = false;
}

Slot* find(pid_t tid) {
  for (size_t i = 0; i < slot_count; i++) {
    if (slots[i].tid == tid && state_of(slots[i]) != kGone) return &slots[i];
  }
  return nullptr;
}

/// A slot that no thread has, or nullptr.
Slot* take_slot() {
  for (size_t i = 0; i < slot_count; i++) {
    if (state_of(slots[i]) == kGone) return &slots[i];
  }
  return slot_count < kMostThreads ? &slots[slot_count++] : nullptr;
}

/// How many threads there are.
size_t count_threads() {
  struct stat status;
  return stat("/proc/self/task", &status) == 0 ? status.st_nlink - 2 : 0;
}

size_t count_standing() {
  size_t count = 0;
  for (size_t i = 0; i < slot_count; i++) count += state_of(slots[i]) == kParked;
  return count;
}

/// Signals the threads that have not been met yet. Returns 0 or -errno.
long signal_new_threads(pid_t self) {
  long result = 0;
  const long listed = for_each_number("/proc/self/task", [&](pid_t tid, int) {
    if (tid == self || find(tid) != nullptr) return;
    Slot* slot = take_slot();
    if (slot == nullptr) {
      result = -EAGAIN;
      return;
    }
    slot->tid = tid;
    const Note* const known = note_of(tid);
    slot->is_javascript = known != nullptr && known->role == Role::kWorker;
    slot->is_beginning = known != nullptr && known->is_beginning;
    slot->sightings = 0;
    slot->sleeps_in = 0;
    signal_thread(*slot);
  });
  return listed < 0 ? listed : result;
}

/// Waits until all signals are answered, but not for long: a thread may have ended. Returns how many milliseconds went
/// by in vain.
long wait_for_answers() {
  const long begun = milliseconds();
  const timespec moment = {0, 1000000};
  for (uint32_t answered; (answered = answers) < signals;) {
    if (futex_wait(answers, answered, &moment) == -ETIMEDOUT) return milliseconds() - begun;
  }
  return 0;
}

struct Census {
  size_t awaited = 0;
  size_t busy = 0;
  size_t busy_javascript = 0;
};

Census take_census() {
  Census census;
  for (size_t i = 0; i < slot_count; i++) {
    const State state = state_of(slots[i]);
    census.awaited += state == kSent || state == kAnswering;
    census.busy += state == kBusy;
    census.busy_javascript += state == kBusy && slots[i].is_javascript;
  }
  return census;
}

void drop_ended_threads() {
  for (size_t i = 0; i < slot_count; i++) {
    const State state = state_of(slots[i]);
    if ((state == kSent || state == kBusy) && has_ended(slots[i].tid)) set_state(slots[i], kGone);
  }
}

/// Forgets the threads of the last parking, save those that sleep on.
void forget_threads() {
  for (size_t i = 0; i < slot_count; i++) {
    if (state_of(slots[i]) != kAsleep) set_state(slots[i], kGone);
  }
}

/// Has those that sleep on stand until they are released, even if their sleep ends.
void hold_sleepers() {
  for (size_t i = 0; i < slot_count; i++) {
    uint64_t asleep = progress(0, kAsleep);
    slots[i].progress.compare_exchange_strong(asleep, progress(parking, kParked));
  }
}

/// Makes sure that no handler of this parking touches a slot any more.
void give_up() {
  for (size_t i = 0; i < slot_count; i++) {
    change_state(slots[i], parking, kSent, kGone);
    while (state_of(slots[i]) == kAnswering) system_call(SYS_sched_yield);
  }
  release();
}

void signal_busy_threads() {
  for (size_t i = 0; i < slot_count; i++) {
    if (state_of(slots[i]) == kBusy) signal_thread(slots[i]);
  }
}

/// Stops all threads: 1; or fails with some of them stopped: 0 where it is worth another try, or -errno. Most of the
/// time all sleep on, and nothing is to be done, or all sleep, and one signal each does it. Otherwise Workers come
/// first: a Worker that is not asleep may wait for a thread of Node's. Then the rest gets a moment to fall asleep.
long try_to_park(Demand first) {
  const pid_t self = static_cast<pid_t>(system_call(SYS_gettid));
  const long begun = milliseconds();
  const long limit = first == Demand::kWorkers ? kAttempt : kDeadline;
  long silence = 0;
  forget_threads();
  signals = answers = 0;
  demand = first;
  while (milliseconds() - begun < kSilence) {
    if (demand != Demand::kWorkers) {
      hold_sleepers();
      // Nobody but those that stand is there, and so nobody who could make another thread.
      if (count_standing() + 1 == count_threads()) return demand == Demand::kAnywhere || can_lock_stdio();
    }
    const long signalled = signal_new_threads(self);
    if (signalled < 0) return signalled;
    silence += wait_for_answers();
    drop_ended_threads();
    const Census census = take_census();
    if (census.busy_javascript == 0 && demand == Demand::kWorkers) {
      demand = Demand::kSleepers;
    } else if (census.busy == 0) {
      continue;
    }
    const long elapsed = milliseconds() - begun - silence;
    if (elapsed > limit) return 0;
    if (census.busy_javascript > 0) {
      if (demand != Demand::kWorkers) return 0;
    } else if (demand == Demand::kSleepers && elapsed > kPatience) {
      demand = Demand::kAll;
    }
    const timespec moment = {0, 100000};
    system_call(SYS_nanosleep, &moment, nullptr);
    signal_busy_threads();
    silence += wait_for_answers();
  }
  return 0;
}

Role role_of(const Slot& slot) {
  return slot.is_javascript && !is_noted(slot.tid, Role::kService) ? Role::kWorker : Role::kService;
}

Slot* next_parked_from(Slot* slot) {
  while (slot < slots + slot_count && state_of(*slot) != kParked) slot++;
  return slot < slots + slot_count ? slot : nullptr;
}

}  // namespace

Identity Identity::of_caller() {
  Identity identity = {};
  system_call(SYS_prctl, PR_GET_TID_ADDRESS, &identity.tid_address);
  system_call(SYS_get_robust_list, 0, &identity.robust_list, &identity.robust_list_size);
  return identity;
}

bool can_park() {
  // Other engines that load Node's addons export some of V8's names, but not this of Node's.
  const bool is_node = dlsym(RTLD_DEFAULT, "_ZN4node5StartEiPPc") != nullptr;
  current_isolate = reinterpret_cast<void* (*)()>(dlsym(RTLD_DEFAULT, "_ZN2v87Isolate13TryGetCurrentEv"));
  const bool has_proc = for_each_number("/proc/self/task", [](pid_t, int) {}) == 0;
  return is_node && current_isolate != nullptr && has_proc && Identity::of_caller().tid_address != nullptr;
}

long park(Whereabouts whereabouts) {
  install_handler();
  const long begun = milliseconds();
  generated_code_count = 0;
  Demand first = whereabouts == Whereabouts::kAnywhere ? Demand::kAnywhere : Demand::kSleepers;
  do {
    const long parked = try_to_park(first);
    if (parked > 0) {
      for (size_t i = 0; i < slot_count; i++) {
        slots[i].role = role_of(slots[i]);
        note_sleep(slots[i]);
      }
      forget_ended_threads();
      return 0;
    }
    give_up();
    if (parked < 0) return -EAGAIN;
    if (generated_code_count == 0) find_generated_code();
    if (first != Demand::kAnywhere) first = Demand::kWorkers;
  } while (milliseconds() - begun < kDeadline);
  return -EAGAIN;
}

void release() {
  for (size_t i = 0; i < slot_count; i++) {
    if (state_of(slots[i]) == kParked && slots[i].sleeps_on) slots[i].progress = progress(0, kAsleep);
  }
  parking++;
  futex_wake_all(parking);
}

void sleep_on(Thread& thread) {
  Slot& slot = static_cast<Slot&>(thread);
  ucontext_t& context = *slot.context;
  const long result = Interrupted(context).make_call();
  // It may wake while it has to stand.
  uint64_t seen = progress(0, kAsleep);
  while (!slot.progress.compare_exchange_strong(seen, progress(0, kGone))) {
    const auto of_parking = static_cast<uint32_t>(seen >> 32);
    futex_wait(parking, of_parking, nullptr);
    seen = progress(0, kAsleep);
  }
  put_behind_call(context, result);
}

Thread* first_parked() { return next_parked_from(slots); }

Thread* next_parked(Thread* thread) { return next_parked_from(static_cast<Slot*>(thread) + 1); }

void renamed(Thread& thread, pid_t tid) {
  thread.tid = tid;
  note(tid, Role::kService);
}

void note_threads_of_node() {
  const pid_t self = static_cast<pid_t>(system_call(SYS_gettid));
  for_each_number("/proc/self/task", [&](pid_t tid, int) {
    if (tid != self) note(tid, Role::kService, true);
  });
}

void note_newest_thread(Role role) {
  // In the order in which they were made; but threads that came back to a child are younger than they seem.
  pid_t newest = 0;
  for_each_number("/proc/self/task", [&](pid_t tid, int) {
    if (!is_noted(tid, Role::kService)) newest = tid;
  });
  note(newest, role);
}

}  // namespace berkeley::forking

#endif
