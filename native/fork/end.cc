#include "end.h"

#include <dlfcn.h>
#include <unistd.h>
#include <cerrno>
#include <functional>
#include <optional>

#include "../streams.h"

namespace berkeley::forking {

namespace {

/// A function of Node's or V8's, which are not called by name: the addon loads where they are missing too.
template <typename Function>
Function* exported(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

using ExitHandler = std::function<void(void* environment, int status)>;

void* environment;
void (*set_exit_handler)(void* environment, ExitHandler&&);

bool ends_by_itself = false;
std::optional<int> natural_status;

void leave(int status) {
  streams::flush_all(false);
  _exit(status);
}

/// Node calls it at a natural end that lib/child.ts has not cut short, after it has let go of its Workers: too late
/// where some were left behind.
void end_naturally(void*) {
  if (ends_by_itself && natural_status) leave(*natural_status);
}

}  // namespace

long prepare_end() {
  if (set_exit_handler) return 0;
  // v8::Isolate::TryGetCurrent(), isolate->GetCurrentContext(), node::GetCurrentEnvironment(context),
  // node::AddEnvironmentCleanupHook() and node::SetProcessExitHandler(). V8's handles are pointers.
  auto* const current_isolate = exported<void*()>("_ZN2v87Isolate13TryGetCurrentEv");
  auto* const current_context = exported<void*(void*)>("_ZN2v87Isolate17GetCurrentContextEv");
  auto* const environment_of = exported<void*(void*)>("_ZN4node21GetCurrentEnvironmentEN2v85LocalINS0_7ContextEEE");
  auto* const add_cleanup_hook =
      exported<void(void*, void (*)(void*), void*)>("_ZN4node25AddEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_");
  auto* const set_handler =
      exported<void(void*, ExitHandler&&)>("_ZN4node21SetProcessExitHandlerEPNS_11EnvironmentEOSt8functionIFvS1_iEE");
  if (!current_isolate || !current_context || !environment_of || !add_cleanup_hook || !set_handler) return -ENOSYS;
  void* const isolate = current_isolate();
  environment = environment_of(current_context(isolate));
  add_cleanup_hook(isolate, end_naturally, nullptr);
  set_exit_handler = set_handler;
  return 0;
}

long end_by_itself() {
  if (const long error = prepare_end(); error < 0) return error;
  if (!ends_by_itself) set_exit_handler(environment, [](void*, int status) { leave(status); });
  ends_by_itself = true;
  return 0;
}

long note_end(int status) {
  natural_status = status;
  return 0;
}

}  // namespace berkeley::forking
