// The values of constants.def, as the compiler knows them.

#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <type_traits>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <asm/socket.h>
#include <linux/net_tstamp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#endif

#include <napi.h>

#include "headers.h"

namespace berkeley {

// An enumerator that older C libraries lack.
#ifdef __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 36)
#define P_PIDFD P_PIDFD
#endif
#endif

template <typename T>
static double to_number(T value) {
  if constexpr (std::is_pointer_v<T>) {
    return static_cast<double>(reinterpret_cast<intptr_t>(value));  // SIG_DFL
  } else {
    return static_cast<double>(value);
  }
}

void export_constants(Exports& exports) {
  const Napi::Env env = exports.env();
  Napi::Object constants = Napi::Object::New(env);

#define CONSTANT(name) constants[#name] = Napi::Number::New(env, to_number(name));
#include "constants.inc"

  exports.set("constants", constants);
}

}  // namespace berkeley
