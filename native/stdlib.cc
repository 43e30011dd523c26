#include <atomic>
#include <cstdlib>

#include "headers.h"

namespace berkeley {

namespace {

std::atomic<long> environments;

/// How many threads of JavaScript have loaded the addon, which all have to that can block in its calls. Where it was
/// loaded twice in one thread, as jest does, there seem to be more.
long count_environments() { return environments; }

long atoi(const CString& nptr) { return ::atoi(nptr.data); }

}  // namespace

void export_stdlib(Exports& exports) {
  environments++;
  napi_add_env_cleanup_hook(
      exports.env(), [](void*) { environments--; }, nullptr);

  exports.function<atoi>("atoi(nptr)");
  exports.function<count_environments>("count_environments()");
}

}  // namespace berkeley
