#include <signal.h>

#include <cstring>
#include <string>

#include "headers.h"
#include "signals/catch.h"
#include "signals/deliver.h"
#include "signals/threads.h"
#include "streams.h"
#include "syscall.h"

namespace berkeley {

namespace {

long kill(int pid, int sig) { return kernel(::kill(pid, sig)); }

long killpg(int pgrp, int sig) { return kernel(::killpg(pgrp, sig)); }

// A Worker blocks all signals, by the library's doing: to it the process is the one that catches them.
long raise(int sig) { return kernel(signals::is_main_thread() ? ::raise(sig) : ::kill(getpid(), sig)); }

long sigqueue(int pid, int sig, uint64_t value) {
  union sigval sigval;
  static_assert(sizeof sigval == sizeof value, "sigval has 64 bits");
  memcpy(&sigval, &value, sizeof sigval);
  return kernel(::sigqueue(pid, sig, sigval));
}

/// Whether a signal is ignored; what the handlers are, JavaScript knows.
long sigaction_is_ignored(int signum) {
  struct sigaction action;
  if (::sigaction(signum, nullptr, &action) != 0) return -errno;
  return action.sa_handler == SIG_IGN;
}

/// `run` gets the bytes of a siginfo_t, if the flags have SA_SIGINFO.
long sigaction_handle(int signum, Any run, int sa_flags, Copy<sigset_t>& sa_mask, const Arguments& arguments) {
  signals::Action action;
  action.flags = sa_flags;
  if (sa_mask.data() != nullptr) memcpy(&action.mask, sa_mask.data(), sizeof action.mask);
  return signals::handle(arguments.env(), signum, action, run.value);
}

long sigaction_default(int signum, int sa_flags, const Arguments& arguments) {
  return signals::give_back(arguments.env(), signum, false, sa_flags);
}

long sigaction_ignore(int signum, int sa_flags, const Arguments& arguments) {
  return signals::give_back(arguments.env(), signum, true, sa_flags);
}

/// For threads that the program has made since.
long keep_signals_from_new_threads() {
  signals::keep_signals_from_new_threads();
  return 0;
}

// A signal set is all of memory that C's functions change: a copy goes to them, since it need not be aligned.

template <auto change>
long change_set(Pointer<sigset_t> set, const Arguments& arguments) {
  if (set.data == nullptr) return arguments.reject_type("a sigset_t");
  sigset_t copy;
  memcpy(&copy, set.data, sizeof copy);
  const long result = kernel(change(&copy));
  memcpy(set.data, &copy, sizeof copy);
  return result;
}

template <auto change>
long change_member(Pointer<sigset_t> set, int signum, const Arguments& arguments) {
  if (set.data == nullptr) return arguments.reject_type("a sigset_t", 1);
  sigset_t copy;
  memcpy(&copy, set.data, sizeof copy);
  const long result = kernel(change(&copy, signum));
  memcpy(set.data, &copy, sizeof copy);
  return result;
}

long sigprocmask(int how, Copy<sigset_t>& set, Pointer<sigset_t> oldset) {
  if (set.data() != nullptr && how != SIG_UNBLOCK) signals::keep_signals_from_other_threads();
  sigset_t old;
  const long result = kernel(::pthread_sigmask(how, set.data(), &old) == 0 ? 0 : (errno = EINVAL, -1));
  if (result == 0 && oldset.data != nullptr) memcpy(oldset.data, &old, kSignalSetSize);
  return result;
}

long sigpending(Pointer<sigset_t> set) {
#ifdef SYS_rt_sigpending
  return system_call(SYS_rt_sigpending, set.data, kSignalSetSize);
#else
  return kernel(::sigpending(static_cast<sigset_t*>(set.data)));
#endif
}

long sigsuspend(Copy<sigset_t>& mask) {
#ifdef SYS_rt_sigsuspend
  return signals::with_mask(mask.data(), blocking(SYS_rt_sigsuspend, mask.data(), kSignalSetSize));
#else
  return kernel(::sigsuspend(mask.data()));
#endif
}

#ifdef SYS_rt_sigtimedwait

/// The result of one of the calls below, which does not wait if one of the signals is pending.
long unless_pending(const sigset_t* set, long result) {
  if (result != signals::kDiverted || set == nullptr) return result;
  signals::Mask wanted, pending;
  memcpy(&wanted, set, sizeof wanted);
  system_call(SYS_rt_sigpending, &pending, sizeof pending);
  return if_blocking((wanted & pending) == 0, result);
}

long sigwaitinfo(Copy<sigset_t>& set, Pointer<siginfo_t> info) {
  signals::keep_signals_from_other_threads();
  return unless_pending(set.data(), blocking(SYS_rt_sigtimedwait, set.data(), info.data, nullptr, kSignalSetSize));
}

long sigtimedwait(Copy<sigset_t>& set, Pointer<siginfo_t> info, Copy<timespec>& timeout) {
  if (timeout.data() == nullptr) return sigwaitinfo(set, info);
  signals::keep_signals_from_other_threads();
  return unless_pending(set.data(), blocking_for(*timeout.data(), [&](const timespec& left) {
                          return divertible_call(SYS_rt_sigtimedwait, set.data(), info.data, &left, kSignalSetSize);
                        }));
}

#else

long sigwaitinfo(Copy<sigset_t>&, Pointer<siginfo_t>) { return -ENOSYS; }
long sigtimedwait(Copy<sigset_t>&, Pointer<siginfo_t>, Copy<timespec>&) { return -ENOSYS; }

#endif

/// The signal; no handler ends it.
long sigwait(Copy<sigset_t>& set) {
  const long result = sigwaitinfo(set, {});
  return is_interrupted(result) ? signals::kDivertedUnblocked : result;
}

long psignal(int sig, const Path& s, const File& stream) {
#ifdef __GLIBC__
  // To its psignal real-time signals have no names.
  if (sig >= SIGRTMIN && sig <= SIGRTMAX) {
    return write_message(stream, s.data, ("Unknown signal " + std::to_string(sig)).c_str());
  }
#endif
  return write_message(stream, s.data, strsignal(sig));
}

#ifdef BERKELEY_TEST_SIGNALS
long count_signals(Pointer<signals::testing::Hits> hits) {
  memcpy(hits.data, &signals::testing::hits, sizeof signals::testing::hits);
  return 0;
}

long divert_calls(int diverts) {
  signals::testing::diverts = diverts != 0;
  return 0;
}
#endif

}  // namespace

void export_signal(Exports& exports) {
  exports.function<kill, Delivery::kAround>("kill(pid, sig)");
  exports.function<killpg, Delivery::kAround>("killpg(pgrp, sig)");
  exports.function<raise, Delivery::kAround>("raise(sig)");
  exports.function<sigqueue, Delivery::kAround>("sigqueue(pid, sig, value)");
  exports.function<sigaction_is_ignored>("sigaction(signum)", "sigaction_is_ignored");
  exports.function<sigaction_handle>("sigaction(signum, run, sa_flags, sa_mask)", "sigaction_handle");
  exports.function<sigaction_default>("sigaction(signum, sa_flags)", "sigaction_default");
  exports.function<sigaction_ignore>("sigaction(signum, sa_flags)", "sigaction_ignore");
  exports.function<keep_signals_from_new_threads>("keep_signals_from_new_threads()");
  exports.function<change_set<::sigemptyset>>("sigemptyset(set)");
  exports.function<change_set<::sigfillset>>("sigfillset(set)");
  exports.function<change_member<::sigaddset>>("sigaddset(set, signum)");
  exports.function<change_member<::sigdelset>>("sigdelset(set, signum)");
  exports.function<change_member<::sigismember>>("sigismember(set, signum)");
#ifdef __GLIBC__
  exports.function<change_set<::sigisemptyset>>("sigisemptyset(set)");
#endif
  exports.function<sigprocmask, Delivery::kAround>("sigprocmask(how, set, oldset)");
  exports.function<sigpending>("sigpending(set)");
  exports.function<sigsuspend, Delivery::kInsideOnce>("sigsuspend(mask)");
  exports.function<sigwait, Delivery::kInside>("sigwait(set)");
  exports.function<sigwaitinfo, Delivery::kInsideOnce>("sigwaitinfo(set, info)");
  exports.function<sigtimedwait, Delivery::kInsideOnce>("sigtimedwait(set, info, timeout)");
  exports.function<psignal>("psignal(sig, s, stream)");
#ifdef BERKELEY_TEST_SIGNALS
  exports.function<count_signals>("count_signals(hits)");
  exports.function<divert_calls>("divert_calls(diverts)");
#endif
}

}  // namespace berkeley
