#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "headers.h"

namespace berkeley {

namespace {

std::atomic<long> environments;

/// How many threads of JavaScript have loaded the addon, which all have to that can block in its calls. Where it was
/// loaded twice in one thread, as jest does, there seem to be more.
long count_environments() { return environments; }

long atoi(const CString& nptr) { return ::atoi(nptr.data); }

/// Where a number goes that -errno cannot be told from: the number, and how many bytes it was made of.
struct Parsed {
  int64_t number = 0;
  int64_t length = 0;
};

template <auto convert>
long parse(const CString& nptr, int base, Pointer<Parsed> destination) {
  Parsed parsed;
  char* end = const_cast<char*>(nptr.data);
  errno = 0;
  parsed.number = static_cast<int64_t>(convert(nptr.data, &end, base));
  parsed.length = end - nptr.data;
  const long result = -errno;
  if (destination.data != nullptr) memcpy(destination.data, &parsed, sizeof parsed);
  return result;
}

/// Whatever the program says of SIGABRT.
long abort_now() {
  signal(SIGABRT, SIG_DFL);
  ::abort();
}

}  // namespace

void export_stdlib(Exports& exports) {
  environments++;
  napi_add_env_cleanup_hook(
      exports.env(), [](void*) { environments--; }, nullptr);

  exports.function<atoi>("atoi(nptr)");
  exports.function<parse<::strtol>>("atol(nptr, base, parsed)");
  exports.function<parse<::strtoll>>("atoll(nptr, base, parsed)");
  exports.function<parse<::strtol>>("strtol(nptr, base, parsed)");
  exports.function<parse<::strtoul>>("strtoul(nptr, base, parsed)");
  exports.function<abort_now>("abort()");
  exports.function<count_environments>("count_environments()");
}

}  // namespace berkeley
