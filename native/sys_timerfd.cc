#include <ctime>

#include "descriptors.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long timerfd_create(int clockid, int flags) {
#ifdef SYS_timerfd_create
  return descriptors::add(system_call(SYS_timerfd_create, clockid, flags));
#else
  return -ENOSYS;
#endif
}

long timerfd_settime(int fd, int flags, Pointer<itimerspec> value, Pointer<itimerspec> old) {
#ifdef SYS_timerfd_settime
  return system_call(SYS_timerfd_settime, fd, flags, value.data, old.data);
#else
  return -ENOSYS;
#endif
}

long timerfd_gettime(int fd, Pointer<itimerspec> value) {
#ifdef SYS_timerfd_gettime
  return system_call(SYS_timerfd_gettime, fd, value.data);
#else
  return -ENOSYS;
#endif
}

}  // namespace

void export_sys_timerfd(Exports& exports) {
  exports.function<timerfd_create>("timerfd_create(clockid, flags)");
  exports.function<timerfd_settime>("timerfd_settime(fd, flags, new_value, old_value)");
  exports.function<timerfd_gettime>("timerfd_gettime(fd, curr_value)");
}

}  // namespace berkeley
