#include <sys/file.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long flock(int fd, int operation) {
#ifdef SYS_flock
  return if_blocking((operation & LOCK_NB) == 0, blocking(SYS_flock, fd, operation));
#else
  return uninterrupted([&] { return kernel(::flock(fd, operation)); });
#endif
}

}  // namespace

void export_sys_file(Exports& exports) { exports.function<flock, Delivery::kInside>("flock(fd, operation)"); }

}  // namespace berkeley
