#include <poll.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long ppoll(const Elements<pollfd>& fds, Copy<timespec>& timeout, Copy<sigset_t>& sigmask) {
#ifdef SYS_ppoll
  const bool can_block = !is_zero(timeout.data());
  return if_blocking(can_block,
                     blocking(SYS_ppoll, fds.data, fds.count, timeout.data(), sigmask.data(), kSignalSetSize));
#else
  return -ENOSYS;
#endif
}

long poll(const Elements<pollfd>& fds, int timeout) {
#ifdef SYS_poll
  return blocking_for(timeout, [&](int left) { return divertible_call(SYS_poll, fds.data, fds.count, left); });
#else
  timespec left = {timeout / 1000, timeout % 1000 * 1'000'000L};
  return if_blocking(timeout != 0, blocking(SYS_ppoll, fds.data, fds.count, timeout < 0 ? nullptr : &left, nullptr, 0));
#endif
}

}  // namespace

void export_poll(Exports& exports) {
  exports.function<poll, Delivery::kInsideOnce>("poll(fds, nfds, timeout)");
  exports.function<ppoll, Delivery::kInsideOnce>("ppoll(fds, nfds, timeout, sigmask)");
}

}  // namespace berkeley
