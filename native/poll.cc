#include <poll.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long ppoll(const Elements<pollfd>& fds, Copy<timespec>& timeout, Null) {
#ifdef SYS_ppoll
  return blocking(SYS_ppoll, fds.data, fds.count, timeout.data(), nullptr, kSignalSetSize);
#else
  return -ENOSYS;
#endif
}

long poll(const Elements<pollfd>& fds, int timeout) {
#ifdef SYS_poll
  return blocking_for(timeout, [&](int left) { return system_call(SYS_poll, fds.data, fds.count, left); });
#else
  timespec left = {timeout / 1000, timeout % 1000 * 1'000'000L};
  return blocking(SYS_ppoll, fds.data, fds.count, timeout < 0 ? nullptr : &left, nullptr, 0);
#endif
}

}  // namespace

void export_poll(Exports& exports) {
  exports.function<poll>("poll(fds, nfds, timeout)");
  exports.function<ppoll>("ppoll(fds, nfds, timeout, sigmask)");
}

}  // namespace berkeley
