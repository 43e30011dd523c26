#include <sys/resource.h>

#include "fork/fork.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long getrusage(int who, Pointer<rusage> usage) { return system_call(SYS_getrusage, who, usage.data); }

long prlimit(int pid, int resource, Pointer<rlimit> new_limit, Pointer<rlimit> old_limit) {
#ifdef SYS_prlimit64
  if (new_limit.data != nullptr) forking::await_threads();  // A limit on processes would keep them away.
  return system_call(SYS_prlimit64, pid, resource, new_limit.data, old_limit.data);
#else
  return -ENOSYS;
#endif
}

// As in the C library, NULL asks for nothing, which succeeds.
long getrlimit(int resource, Pointer<rlimit> rlim) {
#ifdef SYS_prlimit64
  return prlimit(0, resource, {}, rlim);
#else
  return system_call(SYS_getrlimit, resource, rlim.data);
#endif
}

long setrlimit(int resource, Pointer<rlimit> rlim) {
#ifdef SYS_prlimit64
  return prlimit(0, resource, rlim, {});
#else
  return system_call(SYS_setrlimit, resource, rlim.data);
#endif
}

/// 20 less the priority, as Linux answers: all priorities are below 20.
long getpriority(int which, unsigned who) {
  errno = 0;
  const int priority = ::getpriority(which, who);
  return errno != 0 ? -errno : PRIO_MAX - priority;
}

long setpriority(int which, unsigned who, int prio) { return kernel(::setpriority(which, who, prio)); }

}  // namespace

void export_sys_resource(Exports& exports) {
  exports.function<getrusage>("getrusage(who, usage)");
  exports.function<getrlimit>("getrlimit(resource, rlim)");
  exports.function<setrlimit>("setrlimit(resource, rlim)");
  exports.function<prlimit>("prlimit(pid, resource, new_limit, old_limit)");
  exports.function<getpriority>("getpriority(which, who)");
  exports.function<setpriority>("setpriority(which, who, prio)");
}

}  // namespace berkeley
