#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "descriptors.h"
#include "exec.h"
#include "headers.h"
#include "syscall.h"

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

struct ParsedDouble {
  double number = 0;
  int64_t length = 0;
};

long strtod(const CString& nptr, Pointer<ParsedDouble> destination) {
  ParsedDouble parsed;
  char* end = nullptr;
  errno = 0;
  parsed.number = ::strtod(nptr.data, &end);
  parsed.length = end - nptr.data;
  const long result = -errno;
  if (destination.data != nullptr) memcpy(destination.data, &parsed, sizeof parsed);
  return result;
}

long rand() { return ::rand(); }

long srand(unsigned seed) {
  ::srand(seed);
  return 0;
}

long rand_r(const Memory& seedp, const Arguments& arguments) {
  unsigned seed;
  if (seedp.size < sizeof seed) {
    return arguments.reject_range("%zu bytes needed, but the memory has %zu", sizeof seed, seedp.size);
  }
  memcpy(&seed, seedp.data, sizeof seed);
  const long result = ::rand_r(&seed);
  memcpy(seedp.data, &seed, sizeof seed);
  return result;
}

long random() { return ::random(); }

long srandom(unsigned seed) {
  ::srandom(seed);
  return 0;
}

// The C library's restarts its wait: what interrupts it is noticed when the command has ended.
long system(const Path& command) {
  const UndoneForExec undone;
  return kernel(::system(command.data));
}

/// The memory of a name that ends with XXXXXX: up to its NUL or its end.
struct Template {
  Memory memory;
  std::string name;
};

bool take(Arguments& arguments, Template& pattern) {
  if (!take(arguments, pattern.memory)) return false;
  const Memory& memory = pattern.memory;
  pattern.name.assign(memory.data, memory.size == 0 ? 0 : strnlen(memory.data, memory.size));
  return true;
}

template <typename Result>
Result filled(Template& pattern, Result made) {
  memcpy(pattern.memory.data, pattern.name.data(), pattern.name.size());
  return made;
}

long mkstemp(Template& pattern) {
  const long fd = descriptors::add(kernel(::mkstemp(pattern.name.data())));
  return fd < 0 ? fd : filled(pattern, fd);
}

long mkdtemp(Template& pattern) { return ::mkdtemp(pattern.name.data()) == nullptr ? -errno : filled(pattern, 0L); }

/// The name, or -errno.
napi_value realpath(const Path& path, const Arguments& arguments) {
  char* name = ::realpath(path.data, nullptr);
  if (name == nullptr) return to_javascript(arguments.env(), static_cast<long>(-errno));
  const napi_value result = to_javascript(arguments.env(), static_cast<const char*>(name));
  free(name);
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
  exports.function<parse<::strtoll>>("strtoll(nptr, base, parsed)");
  exports.function<parse<::strtoull>>("strtoull(nptr, base, parsed)");
  exports.function<strtod>("strtod(nptr, parsed)");
  exports.function<strtod>("atof(nptr, parsed)");
  exports.function<rand>("rand()");
  exports.function<srand>("srand(seed)");
  exports.function<rand_r>("rand_r(seedp)");
  exports.function<random>("random()");
  exports.function<srandom>("srandom(seed)");
  exports.function<system, Delivery::kAround>("system(command)");
  exports.function<mkstemp>("mkstemp(template)");
  exports.function<mkdtemp>("mkdtemp(template)");
  exports.function<realpath>("realpath(path)");
  exports.function<abort_now>("abort()");
  exports.function<count_environments>("count_environments()");
}

}  // namespace berkeley
