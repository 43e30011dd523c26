// The way into the kernel: every result is a value >= 0 or -errno, as the kernel itself answers.
#pragma once

#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>
#include <cstddef>
#include <type_traits>

namespace berkeley {

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

/// Every system call that can block goes through this one function, so that what must happen when a signal interrupts
/// it has one place.
template <typename... Arguments>
long blocking(long number, Arguments... arguments) {
  long result;
  do {
    result = system_call(number, arguments...);
    // The program has no handlers that could interrupt a call. What does is Node's, and nothing that a C program would
    // see: a signal that Node handles, or io_uring cleaning up after child_process.spawnSync.
  } while (__builtin_expect(result == -EINTR, false));
  return result;
}

}  // namespace berkeley
