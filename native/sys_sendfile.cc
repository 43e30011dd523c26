#include <sys/types.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

#ifdef __linux__
static long sendfile(int out_fd, int in_fd, Pointer<off_t> offset, Size count) {
  return blocking_on(
      out_fd, [&] { return waits_to_write(out_fd, count.value); }, SYS_sendfile, in_fd, offset.data, count.value);
}
#else
static long sendfile(int, int, Pointer<off_t>, Size) { return -ENOSYS; }
#endif

void export_sys_sendfile(Exports& exports) {
  exports.function<sendfile, Delivery::kInside>("sendfile(out_fd, in_fd, offset, count)");
}

}  // namespace berkeley
