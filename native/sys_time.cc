#include <sys/time.h>
#include <cstring>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

// Through the C library, which asks the vDSO and not the kernel.
long gettimeofday(Pointer<timeval> tv, Pointer<struct timezone> tz) {
  timeval now;
  struct timezone zone = {};
  const long result = kernel(::gettimeofday(&now, tz.data == nullptr ? nullptr : &zone));
  if (result == 0 && tv.data != nullptr) memcpy(tv.data, &now, sizeof now);
  if (result == 0 && tz.data != nullptr) memcpy(tz.data, &zone, sizeof zone);
  return result;
}

long getitimer(int which, Pointer<itimerval> value) { return system_call(SYS_getitimer, which, value.data); }

long setitimer(int which, Pointer<itimerval> value, Pointer<itimerval> old) {
  return system_call(SYS_setitimer, which, value.data, old.data);
}

}  // namespace

void export_sys_time(Exports& exports) {
  exports.function<gettimeofday>("gettimeofday(tv, tz)");
  exports.function<getitimer>("getitimer(which, curr_value)");
  exports.function<setitimer>("setitimer(which, new_value, old_value)");
}

}  // namespace berkeley
