#include <sys/resource.h>
#include <sys/wait.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

// The C library too makes all of them of wait4.
long wait4(int pid, Pointer<int> wstatus, int options, Pointer<rusage> usage) {
  return if_blocking((options & WNOHANG) == 0, blocking(SYS_wait4, pid, wstatus.data, options, usage.data));
}

long waitpid(int pid, Pointer<int> wstatus, int options) { return wait4(pid, wstatus, options, {}); }

long wait(Pointer<int> wstatus) { return wait4(-1, wstatus, 0, {}); }

long wait3(Pointer<int> wstatus, int options, Pointer<rusage> usage) { return wait4(-1, wstatus, options, usage); }

long waitid(int idtype, unsigned id, Pointer<siginfo_t> infop, int options) {
#ifdef SYS_waitid
  return if_blocking((options & WNOHANG) == 0, blocking(SYS_waitid, idtype, id, infop.data, options, nullptr));
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
