#include <poll.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

/// The kernel says at once that a negative number is too many; a sanitizer would look at them all.
bool is_any_ready(const Elements<pollfd>& fds) {
  return fds.count < 0 || ::poll(static_cast<pollfd*>(fds.data), fds.count, 0) != 0;
}

long ppoll(const Elements<pollfd>& fds, Copy<timespec>& timeout, Copy<sigset_t>& sigmask) {
#ifdef SYS_ppoll
  const long result = blocking(SYS_ppoll, fds.data, fds.count, timeout.data(), sigmask.data(), kSignalSetSize);
  if (result != signals::kDiverted) return signals::with_mask(sigmask.data(), result);
  return if_blocking(!is_zero(timeout.data()) && !is_any_ready(fds), result);
#else
  return -ENOSYS;
#endif
}

long poll(const Elements<pollfd>& fds, int timeout) {
#ifdef SYS_poll
  const long result =
      blocking_for(timeout, [&](int left) { return divertible_call(SYS_poll, fds.data, fds.count, left); });
#else
  timespec left = {timeout / 1000, timeout % 1000 * 1'000'000L};
  const long result =
      if_blocking(timeout != 0, blocking(SYS_ppoll, fds.data, fds.count, timeout < 0 ? nullptr : &left, nullptr, 0));
#endif
  return result == signals::kDiverted ? if_blocking(!is_any_ready(fds), result) : result;
}

}  // namespace

void export_poll(Exports& exports) {
  exports.function<poll, Delivery::kInsideOnce>("poll(fds, nfds, timeout)");
  exports.function<ppoll, Delivery::kInsideOnce>("ppoll(fds, nfds, timeout, sigmask)");
}

}  // namespace berkeley
