#include "deliver.h"

#include <uv.h>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "../syscall.h"
#include "threads.h"

// The addon loads where these are missing too, as in Deno: there no watcher is needed, for nobody else watches signals
// with libuv.
#pragma weak uv_signal_init
#pragma weak uv_signal_start
#pragma weak uv_signal_stop

namespace berkeley::signals {

namespace {

struct Handler {
  napi_ref function = nullptr;
  bool is_programs = false;
  // libuv installs its own handler when the first of its watchers for a signal starts, and removes it after the last.
  // With one that runs as long as the program handles the signal, it does neither meanwhile.
  uv_signal_t watcher;
  bool is_watched = false;
};
Handler handlers[NSIG];

napi_env main_env;
napi_async_context async_context;
uv_async_t wake_up;

napi_value bytes_of(napi_env env, const siginfo_t& info) {
  void* data;
  napi_value bytes = nullptr;
  if (napi_create_arraybuffer(env, sizeof info, &data, &bytes) == napi_ok) memcpy(data, &info, sizeof info);
  return bytes;
}

/// Whether an exception is pending.
bool has_thrown(napi_env env) {
  bool is_pending = false;
  return napi_is_exception_pending(env, &is_pending) != napi_ok || is_pending;
}

/// Whether it has returned.
bool run(napi_env env, const Caught& caught) {
  napi_handle_scope scope;
  napi_value function, undefined, info = nullptr;
  napi_open_handle_scope(env, &scope);
  napi_get_undefined(env, &undefined);
  napi_get_reference_value(env, handlers[caught.signum].function, &function);
  if ((caught.flags & SA_SIGINFO) != 0) info = bytes_of(env, caught.info);
  const napi_status status = napi_call_function(env, undefined, function, info == nullptr ? 0 : 1, &info, nullptr);
  napi_close_handle_scope(env, scope);
  return status == napi_ok;
}

/// Runs when libuv's loop has been woken up: the program was in its own code, or the loop was waiting.
void on_wake_up(uv_async_t*) {
  if (main_env == nullptr) return;
  napi_handle_scope scope;
  napi_callback_scope callback;
  napi_value resource;
  napi_open_handle_scope(main_env, &scope);
  napi_create_object(main_env, &resource);
  napi_open_callback_scope(main_env, resource, async_context, &callback);
  while (!deliver(main_env).returned && has_thrown(main_env)) {
    napi_value exception;
    napi_get_and_clear_last_exception(main_env, &exception);
    napi_fatal_exception(main_env, exception);
  }
  napi_close_callback_scope(main_env, callback);
  napi_close_handle_scope(main_env, scope);
}

/// From its environment's end on a signal is only written down. The loop and its handles, which are nobody's memory but
/// ours, live as long as the process.
void leave_environment(void*) {
  wake_event_loop = nullptr;
  main_env = nullptr;
}

void (*libuvs_handler)(int);

/// libuv has one handler for all signals, whose address it does not tell: it installs it for the first watcher of one.
void find_libuvs_handler(uv_loop_t* loop) {
  if (uv_signal_start == nullptr) return;
  static uv_signal_t probe;
  struct sigaction action;
  uv_signal_init(loop, &probe);
  uv_unref(reinterpret_cast<uv_handle_t*>(&probe));
  if (uv_signal_start(
          &probe, [](uv_signal_t*, int) {}, SIGRTMAX) != 0)
    return;
  ::sigaction(SIGRTMAX, nullptr, &action);
  uv_signal_stop(&probe);
  libuvs_handler = action.sa_handler;
}

/// Prepares the event loop, once.
long use_event_loop(napi_env env) {
  if (main_env != nullptr) return 0;
  static bool is_prepared = false;
  uv_loop_t* loop;
  napi_value name;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok) return -ENOMEM;
  if (!is_prepared) {
    if (uv_async_init(loop, &wake_up, on_wake_up) != 0) return -ENOMEM;
    uv_unref(reinterpret_cast<uv_handle_t*>(&wake_up));
    find_libuvs_handler(loop);
    is_prepared = true;
  }
  napi_create_string_utf8(env, "berkeley:signal", NAPI_AUTO_LENGTH, &name);
  napi_async_init(env, nullptr, name, &async_context);
  napi_add_env_cleanup_hook(env, leave_environment, nullptr);
  main_env = env;
  wake_event_loop = [] { uv_async_send(&wake_up); };
  return 0;
}

// libuv's tree of watchers is no place for what is a fault of the thread that runs.
bool can_watch(int signum) { return uv_signal_start != nullptr && (kFaults & bit_of(signum)) == 0; }

/// Starts the watcher of a signal.
void watch(int signum) {
  Handler& handler = handlers[signum];
  if (handler.is_watched || !can_watch(signum)) return;
  if (handler.watcher.loop == nullptr) {
    uv_signal_init(wake_up.loop, &handler.watcher);
    uv_unref(reinterpret_cast<uv_handle_t*>(&handler.watcher));
  }
  handler.is_watched = uv_signal_start(
                           &handler.watcher, [](uv_signal_t*, int) {}, signum) == 0;
}

/// Stops it. Returns whether Node watches the signal too: else libuv, with its last watcher, takes away the handler.
bool unwatch(int signum) {
  if (!can_watch(signum)) return false;
  watch(signum);
  ::signal(signum, SIG_IGN);
  uv_signal_stop(&handlers[signum].watcher);
  handlers[signum].is_watched = false;
  struct sigaction action;
  return ::sigaction(signum, nullptr, &action) == 0 && action.sa_handler != SIG_DFL;
}

bool is_signal(int signum) {
  struct sigaction action;
  return signum != SIGKILL && signum != SIGSTOP && ::sigaction(signum, nullptr, &action) == 0;
}

/// That of the call whose handlers are about to run, if it has one.
std::optional<Mask> mask_of_call;

/// While the handlers of a call run that has a mask.
class InMask {
 public:
  explicit InMask(Mask mask) : below_(mask_below_caught(set_blocked(~Mask{0}))) { set_blocked(put_caught_over(mask)); }
  ~InMask() {
    set_blocked(~Mask{0});
    set_blocked(put_caught_over(below_));
  }
  InMask(const InMask&) = delete;
  InMask& operator=(const InMask&) = delete;

 private:
  const Mask below_;
};

}  // namespace

// Where the signal came before the call, the handler runs before it, as it would have in C.
long with_mask(const sigset_t* mask, long result) {
  if (result != -EINTR || mask == nullptr || caught_count == 0) return result;
  mask_of_call.emplace();
  memcpy(&*mask_of_call, mask, sizeof *mask_of_call);
  return result;
}

Delivered deliver(napi_env env) {
  std::optional<InMask> in_mask;
  if (mask_of_call) in_mask.emplace(*std::exchange(mask_of_call, std::nullopt));
  Delivered delivered = {env != nullptr && !has_thrown(env), true};
  while (delivered.returned && caught_count > 0) {
    const Mask blocked_with_all = set_blocked(~Mask{0});
    Caught caught;
    if (!take_caught(caught)) {
      set_blocked(blocked_with_all);
      break;
    }
    // What lies below all of them; what its handler changes of it is undone, as in C.
    const Mask below = mask_below_caught(blocked_with_all) & ~caught.added;
    set_blocked(put_caught_over(below | caught.blocks));
    if ((caught.flags & SA_RESETHAND) != 0 && !is_catching(caught.signum)) give_back(env, caught.signum, false, 0);
    {
      const OthersWait others_wait;
      delivered.returned = run(env, caught);
    }
    delivered.all_restart &= (caught.flags & SA_RESTART) != 0;
    set_blocked(~Mask{0});
    // The last to return goes back to the program's mask at once.
    if (in_mask && caught_count == 0) {
      in_mask.reset();
    } else {
      set_blocked(put_caught_over(below));
    }
  }
  return delivered;
}

Delivered deliver_inside() { return deliver(main_env); }

bool has_thrown_inside() { return is_main_thread() && main_env != nullptr && has_thrown(main_env); }

long handle(napi_env env, int signum, const Action& action, napi_value function) {
  if (!is_signal(signum)) return -EINVAL;
  if (!is_main_thread()) return -ENOTSUP;
  const long result = use_event_loop(env);
  if (result < 0) return result;
  keep_signals_from_other_threads();
  const AllBlocked blocked;
  Handler& handler = handlers[signum];
  if (handler.function != nullptr) napi_delete_reference(env, handler.function);
  napi_create_reference(env, function, 1, &handler.function);
  handler.is_programs = true;
  watch(signum);
  return start_catching(signum, action, handler.is_watched ? libuvs_handler : nullptr);
}

long give_back(napi_env env, int signum, bool ignore, int flags) {
  if (!is_signal(signum)) return -EINVAL;
  if (!is_main_thread()) return -ENOTSUP;
  const long result = use_event_loop(env);
  if (result < 0) return result;
  const AllBlocked blocked;
  handlers[signum].is_programs = true;
  const bool is_nodes = unwatch(signum);
  struct sigaction action = {};
  action.sa_flags = flags & (SA_RESTART | SA_NOCLDSTOP | SA_NOCLDWAIT);
  action.sa_handler = ignore ? SIG_IGN : SIG_DFL;
  if (!ignore && is_nodes) {
    sigfillset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    action.sa_handler = libuvs_handler;
  } else if (!ignore && faults_handler(signum) != nullptr) {
    action.sa_flags = SA_SIGINFO;
    action.sa_sigaction = faults_handler(signum);
  }
  return kernel(::sigaction(signum, &action, nullptr));
}

bool is_programs(int signum) { return handlers[signum].is_programs; }

}  // namespace berkeley::signals
