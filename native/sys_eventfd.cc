#ifdef __linux__
#include <sys/eventfd.h>
#endif

#include "descriptors.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long eventfd(unsigned initval, int flags) {
#ifdef __linux__
  return descriptors::add(kernel(::eventfd(initval, flags)));
#else
  return -ENOSYS;
#endif
}

/// How many bytes were read: eventfd_t has 8, but `fd` need not be an eventfd.
long eventfd_read(int fd, Pointer<uint64_t> value) { return descriptors::read(fd, value.data, sizeof(uint64_t)); }

/// How many bytes were written.
long eventfd_write(int fd, uint64_t value) { return descriptors::write(fd, &value, sizeof value); }

}  // namespace

void export_sys_eventfd(Exports& exports) {
  exports.function<eventfd>("eventfd(initval, flags)");
  exports.function<eventfd_read, Delivery::kInside>("eventfd_read(fd, value)");
  exports.function<eventfd_write, Delivery::kInside>("eventfd_write(fd, value)");
}

}  // namespace berkeley
