#include <csignal>

#include "descriptors.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long signalfd(int fd, Copy<sigset_t>& mask, int flags) {
#ifdef SYS_signalfd4
  const long result = system_call(SYS_signalfd4, fd, mask.data(), kSignalSetSize, flags);
  return fd == -1 ? descriptors::add(result) : result;  // Another descriptor only gets another mask.
#else
  return -ENOSYS;
#endif
}

}  // namespace

void export_sys_signalfd(Exports& exports) { exports.function<signalfd>("signalfd(fd, mask, flags)"); }

}  // namespace berkeley
