#include "end.h"

#include <dlfcn.h>
#include <unistd.h>
#include <cerrno>
#include <cstdint>

namespace berkeley::forking {

namespace {

/// A function of Node's or V8's, which are not called by name: the addon loads where they are missing too.
template <typename Function>
Function* exported(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

void end(void* status) { _exit(static_cast<int>(reinterpret_cast<intptr_t>(status))); }

}  // namespace

long end_after_exception(int status) {
  // v8::Isolate::TryGetCurrent(), isolate->GetCurrentContext(), node::GetCurrentEnvironment(context), node::AtExit().
  // V8's handles are pointers.
  auto* const current_isolate = exported<void*()>("_ZN2v87Isolate13TryGetCurrentEv");
  auto* const current_context = exported<void*(void*)>("_ZN2v87Isolate17GetCurrentContextEv");
  auto* const environment_of = exported<void*(void*)>("_ZN4node21GetCurrentEnvironmentEN2v85LocalINS0_7ContextEEE");
  auto* const at_exit = exported<void(void*, void (*)(void*), void*)>("_ZN4node6AtExitEPNS_11EnvironmentEPFvPvES2_");
  if (!current_isolate || !current_context || !environment_of || !at_exit) return -ENOSYS;
  void* const environment = environment_of(current_context(current_isolate()));
  at_exit(environment, end, reinterpret_cast<void*>(static_cast<intptr_t>(status)));
  return 0;
}

}  // namespace berkeley::forking
