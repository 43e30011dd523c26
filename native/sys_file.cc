#include <sys/file.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long flock(int fd, int operation) {
#ifdef SYS_flock
  return blocking(SYS_flock, fd, operation);
#else
  return uninterrupted([&] { return kernel(::flock(fd, operation)); });
#endif
}

}  // namespace

void export_sys_file(Exports& exports) { exports.function<flock, Delivery::kInside>("flock(fd, operation)"); }

}  // namespace berkeley
