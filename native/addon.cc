// The addon: what it exports, and what is set up once for the process. It may be loaded several times in one process,
// by each Worker for example.

#include <mutex>

#include <napi.h>

#include "descriptors.h"
#include "fork/fork.h"
#include "headers.h"
#include "signals/catch.h"

namespace berkeley {

static Napi::Object initialize(Napi::Env env, Napi::Object object) {
  static std::once_flag once;
  std::call_once(once, [] {
    descriptors::initialize();
    forking::initialize();
    signals::initialize();
  });

  Exports exports(env, object);
  export_constants(exports);
  export_structs(exports);
  export_arpa_inet(exports);
  export_fcntl(exports);
  export_grp(exports);
  export_poll(exports);
  export_signal(exports);
  export_stdio(exports);
  export_stdlib(exports);
  export_string(exports);
  export_sys_epoll(exports);
  export_sys_eventfd(exports);
  export_sys_file(exports);
  export_sys_resource(exports);
  export_sys_mman(exports);
  export_sys_select(exports);
  export_sys_signalfd(exports);
  export_sys_socket(exports);
  export_sys_stat(exports);
  export_sys_time(exports);
  export_sys_timerfd(exports);
  export_sys_utsname(exports);
  export_sys_wait(exports);
  export_syslog(exports);
  export_time(exports);
  export_unistd(exports);
  return object;
}

}  // namespace berkeley

static Napi::Object Init(Napi::Env env, Napi::Object exports) { return berkeley::initialize(env, exports); }
NODE_API_MODULE(berkeley, Init)
