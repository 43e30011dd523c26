// The way into the kernel: every result is a value >= 0 or -errno, as the kernel itself answers.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <type_traits>

#ifdef SO_MEMINFO
#include <linux/sock_diag.h>
#endif

#include "signals/window.h"

namespace berkeley {

/// The bytes of a signal set as the kernel has it; the C library's is larger.
constexpr size_t kSignalSetSize = NSIG / 8;

/// Turns what a C library call returned (-1 and errno) back into what the kernel said (-errno).
inline long kernel(long result) { return result < 0 ? -errno : result; }

#if defined(__linux__) && defined(__x86_64__)

inline long raw_syscall(long number, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

#elif defined(__linux__) && defined(__aarch64__)

inline long raw_syscall(long number, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
}

#else

inline long raw_syscall(long number, long a, long b, long c, long d, long e, long f) {
  return kernel(::syscall(number, a, b, c, d, e, f));
}

#endif

template <typename Argument>
long as_register(Argument argument) {
  if constexpr (std::is_same_v<Argument, std::nullptr_t>) {
    return 0;
  } else if constexpr (std::is_pointer_v<Argument>) {
    return reinterpret_cast<long>(argument);
  } else {
    return static_cast<long>(argument);
  }
}

/// A system call that does not block.
template <typename... Arguments>
long system_call(long number, Arguments... arguments) {
  static_assert(sizeof...(Arguments) <= 6, "a system call takes at most six arguments");
  const long registers[6] = {as_register(arguments)...};
  return raw_syscall(number, registers[0], registers[1], registers[2], registers[3], registers[4], registers[5]);
}

/// A system call that can block: kDiverted, before anything has happened, where a signal is caught whose handler the
/// program must run first.
template <typename... Arguments>
__attribute__((always_inline)) inline long divertible_call(long number, Arguments... arguments) {
#if BERKELEY_CAN_DIVERT
  static_assert(sizeof...(Arguments) <= 6, "a system call takes at most six arguments");
  const long registers[6] = {as_register(arguments)...};
  return signals::divertible_syscall(number, registers[0], registers[1], registers[2], registers[3], registers[4],
                                     registers[5]);
#else
  return system_call(number, arguments...);
#endif
}

/// Whether a call ended because the program has a signal to handle. Otherwise EINTR is no business of the program's: a
/// signal of Node's or of fork(), or io_uring cleaning up after child_process.spawnSync.
inline bool is_interrupted(long result) {
  return result == signals::kDiverted || result == signals::kDivertedUnblocked ||
         (result == -EINTR && signals::caught_count > 0);
}

/// The result of a call that does not wait if `waits` is false: then no signal ends it. It is made once the handlers
/// have run, as in C, where they would have run before. (Of a call that waits it cannot be told whether the signal came
/// before it or in it.)
inline long if_blocking(bool waits, long result) {
  return __builtin_expect(result == signals::kDiverted, false) && !waits ? signals::kDivertedUnblocked : result;
}

[[gnu::cold]] inline bool is_nonblocking(int fd) { return (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0; }

[[gnu::cold]] inline bool is_ready(int fd, short events) {
  pollfd pollfd = {fd, events, 0};
  return poll(&pollfd, 1, 0) != 0;
}

/// Whether a read, or what is like it, would wait.
[[gnu::cold]] inline bool waits_to_read(int fd) { return !is_ready(fd, POLLIN); }

/// Whether a stream socket takes something, though poll() does not call it ready: that wants much of it to be free.
[[gnu::cold]] inline bool has_room([[maybe_unused]] int fd) {
#ifdef SO_MEMINFO
  int type;
  uint32_t memory[SK_MEMINFO_VARS];
  socklen_t type_size = sizeof type, size = sizeof memory;
  return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &type_size) == 0 && type == SOCK_STREAM &&
         getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &size) == 0 &&
         std::max(memory[SK_MEMINFO_WMEM_ALLOC], memory[SK_MEMINFO_WMEM_QUEUED]) < memory[SK_MEMINFO_SNDBUF];
#else
  return false;
#endif
}

/// Whether a write would, or might: a pipe that is ready takes so many bytes.
[[gnu::cold]] inline bool waits_to_write(int fd, size_t size) {
  struct stat status;
  const bool is_file = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  return !is_file && (size > PIPE_BUF || !(is_ready(fd, POLLOUT) || has_room(fd)));
}

/// Makes a call until nothing has interrupted it that is no business of the program's.
template <typename Call>
__attribute__((always_inline)) inline long uninterrupted(Call call) {
  long result;
  do {
    result = call();
  } while (__builtin_expect(result == -EINTR, false) && !is_interrupted(result));
  return result;
}

/// Whether a timeout lets a call not wait at all.
inline bool is_zero(const timespec* timeout) {
  return timeout != nullptr && timeout->tv_sec == 0 && timeout->tv_nsec == 0;
}

/// Every system call that can block goes through this one function, or the next where it has a timeout. One whose
/// timeout the kernel counts down in its place (select, ppoll) waits for what is left of it. What it returns when it is
/// interrupted, its function in JavaScript deals with: see Delivery (call.h).
template <typename... Arguments>
__attribute__((always_inline)) inline long blocking(long number, Arguments... arguments) {
  return uninterrupted([&]() __attribute__((always_inline)) { return divertible_call(number, arguments...); });
}

/// The same for a call on a descriptor that may be non-blocking. `waits` tells whether the call would wait if it is
/// not.
template <typename Waits, typename... Arguments>
__attribute__((always_inline)) inline long blocking_on(int fd, Waits waits, long number, Arguments... arguments) {
  const long result = blocking(number, fd, arguments...);
  if (__builtin_expect(result == signals::kDiverted, false)) return if_blocking(!is_nonblocking(fd) && waits(), result);
  return result;
}

inline timespec monotonic_time() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now;
}

/// What is left of a timeout that began at `start`.
inline timespec rest_of(timespec timeout, const timespec& start) {
  constexpr long kSecond = 1'000'000'000;
  const timespec now = monotonic_time();
  timeout.tv_sec -= now.tv_sec - start.tv_sec;
  timeout.tv_nsec -= now.tv_nsec - start.tv_nsec;
  const int carry = timeout.tv_nsec < 0 ? -1 : timeout.tv_nsec >= kSecond ? 1 : 0;
  timeout.tv_sec += carry;
  timeout.tv_nsec -= carry * kSecond;
  return timeout.tv_sec < 0 ? timespec{} : timeout;
}

/// The same for a call whose timeout the kernel leaves as it is: `wait` makes it, first with the whole timeout and,
/// once interrupted, with the rest.
template <typename Wait>
long blocking_for(const timespec& timeout, Wait wait) {
  const timespec start = monotonic_time();
  timespec left = timeout;
  return if_blocking(!is_zero(&timeout), uninterrupted([&] {
    const long result = wait(left);
    if (result == -EINTR) left = rest_of(timeout, start);
    return result;
  }));
}

/// The same in milliseconds, of which fewer than 0 are for ever.
template <typename Wait>
long blocking_for(int milliseconds, Wait wait) {
  if (milliseconds <= 0) return if_blocking(milliseconds < 0, uninterrupted([&] { return wait(milliseconds); }));
  const timespec timeout = {milliseconds / 1000, milliseconds % 1000 * 1'000'000L};
  return blocking_for(timeout, [&](const timespec& left) {
    return wait(static_cast<int>(left.tv_sec * 1000 + (left.tv_nsec + 999'999) / 1'000'000));
  });
}

}  // namespace berkeley
