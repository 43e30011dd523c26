#ifdef __linux__
#include <sys/epoll.h>
#endif

#include "descriptors.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

#ifdef __linux__

namespace {

long epoll_create(int size) { return descriptors::add(kernel(::epoll_create(size))); }

long epoll_create1(int flags) { return descriptors::add(kernel(::epoll_create1(flags))); }

// Node's instance does not exist for the program, nor do its events.

long epoll_ctl(int epfd, int op, int fd, Pointer<epoll_event> event) {
  return descriptors::is_programs(epfd) ? system_call(SYS_epoll_ctl, epfd, op, fd, event.data) : -EBADF;
}

/// The result of one of the calls below, which does not wait if there are events.
long unless_ready(int epfd, long result) {
  return result == signals::kDiverted ? if_blocking(waits_to_read(epfd), result) : result;
}

long epoll_pwait(int epfd, const Elements<epoll_event>& events, int timeout, Copy<sigset_t>& sigmask) {
  if (!descriptors::is_programs(epfd)) return -EBADF;
  const long result = blocking_for(timeout, [&](int left) {
    return divertible_call(SYS_epoll_pwait, epfd, events.data, events.count, left, sigmask.data(), kSignalSetSize);
  });
  return signals::with_mask(sigmask.data(), unless_ready(epfd, result));
}

long epoll_wait(int epfd, const Elements<epoll_event>& events, int timeout) {
  if (!descriptors::is_programs(epfd)) return -EBADF;
  return unless_ready(epfd, blocking_for(timeout, [&](int left) {
#ifdef SYS_epoll_wait
                        return divertible_call(SYS_epoll_wait, epfd, events.data, events.count, left);
#else
    return divertible_call(SYS_epoll_pwait, epfd, events.data, events.count, left, nullptr, 0);
#endif
                      }));
}

long epoll_pwait2(int epfd, const Elements<epoll_event>& events, Copy<timespec>& timeout, Copy<sigset_t>& sigmask) {
#ifdef SYS_epoll_pwait2
  if (!descriptors::is_programs(epfd)) return -EBADF;
  const auto wait = [&](const timespec* left) {
    return divertible_call(SYS_epoll_pwait2, epfd, events.data, events.count, left, sigmask.data(), kSignalSetSize);
  };
  const long result = timeout.data() == nullptr
                          ? uninterrupted([&] { return wait(nullptr); })
                          : blocking_for(*timeout.data(), [&](const timespec& left) { return wait(&left); });
  return signals::with_mask(sigmask.data(), unless_ready(epfd, result));
#else
  return -ENOSYS;
#endif
}

}  // namespace

void export_sys_epoll(Exports& exports) {
  exports.function<epoll_create>("epoll_create(size)");
  exports.function<epoll_create1>("epoll_create1(flags)");
  exports.function<epoll_ctl>("epoll_ctl(epfd, op, fd, event)");
  exports.function<epoll_wait, Delivery::kInsideOnce>("epoll_wait(epfd, events, maxevents, timeout)");
  exports.function<epoll_pwait, Delivery::kInsideOnce>("epoll_pwait(epfd, events, maxevents, timeout, sigmask)");
  exports.function<epoll_pwait2, Delivery::kInsideOnce>("epoll_pwait2(epfd, events, maxevents, timeout, sigmask)");
}

#else

static long missing() { return -ENOSYS; }

void export_sys_epoll(Exports& exports) {
  for (const char* name : {"epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2"}) {
    exports.function<missing>(name);
  }
}

#endif

}  // namespace berkeley
