// The JavaScript handlers of signals: which there are, and running them, on the main thread.
#pragma once

#include <node_api.h>

#include "../syscall.h"
#include "catch.h"

namespace berkeley::signals {

struct Delivered {
  bool returned;     // false: a handler has thrown, and the exception is pending
  bool all_restart;  // all handlers were installed with SA_RESTART
};

/// Runs the handlers of all that has been caught.
[[gnu::cold]] Delivered deliver(napi_env env);
/// The same for who does not know in which environment: the main thread's.
[[gnu::cold]] Delivered deliver_inside();
/// Whether a handler that ran so has thrown: then the call is to end.
[[gnu::cold]] bool has_thrown_inside();

/// Returns `result`, that of a call with a mask of its own. If a signal has come inside, the handlers run in that mask.
long with_mask(const sigset_t* mask, long result);

/// For a call inside the C library's stdio, which cannot begin again from its JavaScript arguments: the handlers run
/// right there. -EINTR where one ends the call; if it has thrown, the exception is pending. Only the main thread
/// catches.
template <typename Call>
long repeated(Call call) {
  for (;;) {
    const long result = call();
    if (!is_interrupted(result)) return result;
    const Delivered delivered = deliver_inside();
    const bool restarts = delivered.all_restart && result == kDiverted;
    if (!delivered.returned || (!restarts && result != kDivertedUnblocked)) return -EINTR;
  }
}

/// Makes `handler` a signal's handler: it is called with the bytes of a siginfo_t, if `action` says SA_SIGINFO. Returns
/// 0 or -errno: ENOTSUP on other threads than the main one.
long handle(napi_env env, int signum, const Action& action, napi_value handler);

/// Gives a signal back: to Node if it listens to it too, or else to the default action; or has it ignored. Returns 0 or
/// -errno, as handle().
long give_back(napi_env env, int signum, bool ignore, int flags);

/// Whether the program has said what is to happen for a signal.
bool is_programs(int signum);

}  // namespace berkeley::signals
