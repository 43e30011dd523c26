#include <sys/utsname.h>
#include <cstring>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long uname(Pointer<utsname> buf) {
  if (buf.data == nullptr) return -EFAULT;
  utsname names;
  const long result = kernel(::uname(&names));
  if (result >= 0) memcpy(buf.data, &names, sizeof names);
  return result;
}

}  // namespace

void export_sys_utsname(Exports& exports) { exports.function<uname>("uname(buf)"); }

}  // namespace berkeley
