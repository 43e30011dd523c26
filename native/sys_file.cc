#include <sys/file.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long flock(int fd, int operation) {
#ifdef SYS_flock
  const long result = blocking(SYS_flock, fd, operation);
  if (result != signals::kDiverted) return result;
  // A signal came before the call: it does not wait for a lock that is free.
  const long taken = system_call(SYS_flock, fd, operation | LOCK_NB);
  return taken == -EWOULDBLOCK ? if_blocking((operation & LOCK_NB) == 0, result) : taken;
#else
  return uninterrupted([&] { return kernel(::flock(fd, operation)); });
#endif
}

}  // namespace

void export_sys_file(Exports& exports) { exports.function<flock, Delivery::kInside>("flock(fd, operation)"); }

}  // namespace berkeley
