// The system call of a call that can block. Between "is a signal caught?" and the call there must be no gap, or a
// signal that arrives there would be slept through. So the question and the call are a window of a few instructions:
// a signal's handler (catch.cc) that finds the thread inside diverts it to a way out. A call that the kernel has
// completed has left the window, so no result is lost; one that is to be made again is back in it.
#pragma once

#include <cstdint>

namespace berkeley::signals {

// What a diverted call returns. The kernel calls them ERESTARTSYS and ERESTARTNOINTR, and never shows them either.
constexpr long kDiverted = -512;
constexpr long kDivertedUnblocked = -513;  // It would not have blocked.

// Thread-local storage that is found without a call, also in a signal's handler.
#define BERKELEY_THREAD_LOCAL __thread __attribute__((tls_model("initial-exec")))

/// How many signals the calling thread has caught whose JavaScript handlers have not run yet.
extern BERKELEY_THREAD_LOCAL int caught_count;

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#define BERKELEY_CAN_DIVERT 1

// A test build (tools/build-dev.mjs) makes the places longer that a signal can hit, so that it does so often.
#ifdef BERKELEY_TEST_SIGNALS
#ifndef __x86_64__
#error "the test build is for x86-64"
#endif
#define BERKELEY_LINGER "mov $50, %%ecx\n 779: pause\n dec %%ecx\n jnz 779b\n"
#define BERKELEY_TEST_PLACES ".long 770b - ., 772b - ., 775b - .\n"
#else
#define BERKELEY_LINGER
#define BERKELEY_TEST_PLACES
#endif

/// Where a window lies: each is the distance from its own place to the instruction.
struct Window {
  int32_t begin;
  int32_t end;      // behind the system call
  int32_t way_out;  // returns kDiverted
#ifdef BERKELEY_TEST_SIGNALS
  int32_t before;
  int32_t call;
  int32_t after;
#endif
};

// Each use is a window of its own, without a function around it: behind a system call every return costs
// (docs/performance.md). The linker makes a table of them.
#define BERKELEY_WINDOW \
  ".pushsection berkeley_windows, \"a?\"\n .long 771b - ., 773b - ., 774b - .\n" BERKELEY_TEST_PLACES ".popsection\n"

#ifdef __x86_64__

__attribute__((always_inline)) inline long divertible_syscall(long number, long a, long b, long c, long d, long e,
                                                              long f) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("770: " BERKELEY_LINGER
                   "771: cmpl $0, %[caught]\n"
                   "jne 774f\n" BERKELEY_LINGER
                   "772: syscall\n"
                   "773: " BERKELEY_LINGER
                   "775:\n"
                   ".subsection 1\n"
                   "774: mov $-512, %%rax\n"
                   "jmp 773b\n"
                   ".previous\n" BERKELEY_WINDOW
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9), [caught] "m"(caught_count)
                   : "rcx", "r11", "cc", "memory");
  return result;
}

#else

__attribute__((always_inline)) inline long divertible_syscall(long number, long a, long b, long c, long d, long e,
                                                              long f) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile(
      "771: ldr w9, %[caught]\n"
      "cbnz w9, 774f\n"
      "svc #0\n"
      "773:\n"
      ".subsection 1\n"
      "774: mov x0, #-512\n"
      "b 773b\n"
      ".previous\n" BERKELEY_WINDOW
      : "+r"(x0)
      : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5), [caught] "m"(caught_count)
      : "x9", "cc", "memory");
  return x0;
}

#endif

#else

// A signal that arrives between the program's question and the call is handled when the call returns.
#define BERKELEY_CAN_DIVERT 0

#endif

}  // namespace berkeley::signals
