#include <sys/resource.h>
#include <sys/wait.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

/// Whether there is a child, but none yet to be waited for.
bool waits_for(int idtype, unsigned id, int options) {
#ifdef SYS_waitid
  siginfo_t info;
  info.si_pid = 0;
  return (options & WNOHANG) == 0 &&
         system_call(SYS_waitid, idtype, id, &info, options | WNOHANG | WNOWAIT, nullptr) == 0 && info.si_pid == 0;
#else
  return (options & WNOHANG) == 0;
#endif
}

bool waits_for(int pid, int options) {
  const int idtype = pid == -1 ? P_ALL : pid > 0 ? P_PID : P_PGID;
  return waits_for(idtype, pid > 0 ? pid : pid == 0 ? getpgrp() : 0u - pid, options | WEXITED);
}

// The C library too makes all of them of wait4.
long wait4(int pid, Pointer<int> wstatus, int options, Pointer<rusage> usage) {
  const long result = blocking(SYS_wait4, pid, wstatus.data, options, usage.data);
  return result == signals::kDiverted ? if_blocking(waits_for(pid, options), result) : result;
}

long waitpid(int pid, Pointer<int> wstatus, int options) { return wait4(pid, wstatus, options, {}); }

long wait(Pointer<int> wstatus) { return wait4(-1, wstatus, 0, {}); }

long wait3(Pointer<int> wstatus, int options, Pointer<rusage> usage) { return wait4(-1, wstatus, options, usage); }

long waitid(int idtype, unsigned id, Pointer<siginfo_t> infop, int options) {
#ifdef SYS_waitid
  const long result = blocking(SYS_waitid, idtype, id, infop.data, options, nullptr);
  return result == signals::kDiverted ? if_blocking(waits_for(idtype, id, options), result) : result;
#else
  return -ENOSYS;
#endif
}

}  // namespace

void export_sys_wait(Exports& exports) {
  exports.function<wait, Delivery::kInside>("wait(wstatus)");
  exports.function<waitpid, Delivery::kInside>("waitpid(pid, wstatus, options)");
  exports.function<waitid, Delivery::kInside>("waitid(idtype, id, infop, options)");
  exports.function<wait3, Delivery::kInside>("wait3(wstatus, options, rusage)");
  exports.function<wait4, Delivery::kInside>("wait4(pid, wstatus, options, rusage)");
}

}  // namespace berkeley
