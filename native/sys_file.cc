#include <sys/file.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long flock(int fd, int operation) {
#ifdef SYS_flock
  const long result = blocking(SYS_flock, fd, operation);
  if (result != signals::kDiverted) return result;
  // Whether it waits can only be told by taking the lock. To take it again then changes nothing.
  const bool waits = system_call(SYS_flock, fd, operation | LOCK_NB) == -EWOULDBLOCK;
  return if_blocking(waits && (operation & LOCK_NB) == 0, result);
#else
  return uninterrupted([&] { return kernel(::flock(fd, operation)); });
#endif
}

}  // namespace

void export_sys_file(Exports& exports) { exports.function<flock, Delivery::kInside>("flock(fd, operation)"); }

}  // namespace berkeley
