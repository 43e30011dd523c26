#include <sys/select.h>

#include <climits>
#include <cstring>
#include <string>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

#ifdef SYS_pselect6

constexpr int kSecond = 1'000'000;  // In microseconds.

/// A timeout of select as pselect takes it. The C library too keeps 32 bits of the microseconds, and takes a time that
/// is too long for the longest.
timespec to_timespec(const timeval& time) {
  const int microseconds = static_cast<int>(time.tv_usec);
  timespec result = {0, microseconds % kSecond * 1000L};
  if (__builtin_add_overflow(time.tv_sec, microseconds / kSecond, &result.tv_sec)) {
    result = {LONG_MAX, 999'999'999};
  }
  return result;
}

/// Whether a call would not wait: asked of copies, since the answer takes the place of the question.
bool is_any_ready(const FdSets& fds) {
  constexpr size_t kBits = 8 * sizeof(long);
  const size_t size = (static_cast<size_t>(fds.count) + kBits - 1) / kBits * sizeof(long);
  if (fds.count < 0) return true;
  std::string copies[3];
  void* sets[3] = {fds.read, fds.write, fds.except};
  for (int i = 0; i < 3; i++) {
    if (sets[i] == nullptr) continue;
    copies[i].assign(static_cast<char*>(sets[i]), size);
    sets[i] = copies[i].data();
  }
  timespec none = {};
  return system_call(SYS_pselect6, fds.count, sets[0], sets[1], sets[2], &none, nullptr) != 0;
}

// The C library makes select of pselect.
long select(const FdSets& fds, Pointer<timeval> timeout) {
  if (timeout.data == nullptr) {
    const long result = blocking(SYS_pselect6, fds.count, fds.read, fds.write, fds.except, nullptr, nullptr);
    return result == signals::kDiverted ? if_blocking(!is_any_ready(fds), result) : result;
  }
  timeval time;
  memcpy(&time, timeout.data, sizeof time);
  if (time.tv_sec < 0 || static_cast<int>(time.tv_usec) < 0) return -EINVAL;
  timespec left = to_timespec(time);
  const bool can_block = !is_zero(&left);
  long result = blocking(SYS_pselect6, fds.count, fds.read, fds.write, fds.except, &left, nullptr);
  if (result == signals::kDiverted) result = if_blocking(can_block && !is_any_ready(fds), result);
  time = {left.tv_sec, left.tv_nsec / 1000};
  memcpy(timeout.data, &time, sizeof time);
  return result;
}

long pselect(const FdSets& fds, Copy<timespec>& timeout, Copy<sigset_t>& sigmask) {
  const struct {
    const void* data;
    size_t size;
  } mask = {sigmask.data(), kSignalSetSize};
  const long result = blocking(SYS_pselect6, fds.count, fds.read, fds.write, fds.except, timeout.data(), &mask);
  if (result != signals::kDiverted) return signals::with_mask(sigmask.data(), result);
  return if_blocking(!is_zero(timeout.data()) && !is_any_ready(fds), result);
}

#else

long select(const FdSets& fds, Pointer<timeval> timeout) {
  return blocking(SYS_select, fds.count, fds.read, fds.write, fds.except, timeout.data);
}

long pselect(const FdSets& fds, Copy<timespec>& timeout, Copy<sigset_t>& sigmask) {
  return blocking(SYS_pselect, fds.count, fds.read, fds.write, fds.except, timeout.data(), sigmask.data());
}

#endif

}  // namespace

void export_sys_select(Exports& exports) {
  exports.function<select, Delivery::kInsideOnce>("select(nfds, readfds, writefds, exceptfds, timeout)");
  exports.function<pselect, Delivery::kInsideOnce>("pselect(nfds, readfds, writefds, exceptfds, timeout, sigmask)");
}

}  // namespace berkeley
