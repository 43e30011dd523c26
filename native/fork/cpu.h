// What fork() needs to know of the processor. fork() can be done where this file, the kernel and the C library allow
// it.
#pragma once

#if defined(__linux__)
#include <features.h>
#endif

#if defined(__linux__) && defined(__x86_64__) && defined(__GLIBC__)

#define BERKELEY_CAN_FORK 1

#include <sys/syscall.h>
#include <ucontext.h>
#include <cerrno>
#include <cstdint>

#include "../syscall.h"

namespace berkeley::forking {

inline uintptr_t program_counter(const ucontext_t& context) { return context.uc_mcontext.gregs[REG_RIP]; }

/// The length of the instruction that makes a system call.
constexpr int kSyscallSize = 2;

/// How a signal found a thread.
struct Interrupted {
  /// The system call that it slept in was cut short with EINTR.
  bool was_cut_short = false;
  /// It has just come back from a system call.
  bool has_returned = false;
  /// It is about to make one.
  bool is_ahead = false;
  /// The system call that it is at: it slept in it and will make it again, or has just come back from it, or is just
  /// about to make it. -1 if none is known.
  long call = -1;
  uintptr_t first_argument;
  long second_argument;
  unsigned long third_argument;
  long fourth_argument;
  long fifth_argument;
  long sixth_argument;

  explicit Interrupted(const ucontext_t& context) {
    const greg_t* registers = context.uc_mcontext.gregs;
    const auto* next = reinterpret_cast<const unsigned char*>(program_counter(context));
    first_argument = registers[REG_RDI];
    second_argument = registers[REG_RSI];
    third_argument = registers[REG_RDX];
    fourth_argument = registers[REG_R10];
    fifth_argument = registers[REG_R8];
    sixth_argument = registers[REG_R9];
    if (is_syscall(next)) {
      is_ahead = true;
      call = registers[REG_RAX];
    } else if (!is_first_of_page(next) && is_syscall(next - kSyscallSize)) {
      was_cut_short = registers[REG_RAX] == -EINTR;
      has_returned = !was_cut_short;
      call = number_before(next - kSyscallSize);
    }
  }

  /// Makes the call that the thread is at.
  long make_call() const {
    return raw_syscall(call, static_cast<long>(first_argument), second_argument, static_cast<long>(third_argument),
                       fourth_argument, fifth_argument, sixth_argument);
  }

 private:
  static bool is_syscall(const unsigned char* code) { return code[0] == 0x0f && code[1] == 0x05; }

  /// What stands before it may be no memory.
  static bool is_first_of_page(const unsigned char* code) {
    return (reinterpret_cast<uintptr_t>(code) & 0xfff) < kSyscallSize + kMostBetween + kMoveSize;
  }

  /// The C library's functions say the number shortly before the call: `mov $1, %eax`, or right before it
  /// `xor %eax, %eax` for 0.
  static long number_before(const unsigned char* syscall) {
    if (syscall[-2] == 0x31 && syscall[-1] == 0xc0) return 0;
    for (const auto* move = syscall - kMoveSize; move >= syscall - kMoveSize - kMostBetween; move--) {
      if (move[0] == 0xb8 && move[3] == 0 && move[4] == 0) return move[1] | move[2] << 8;
    }
    return -1;
  }

  static constexpr int kMoveSize = 5;
  static constexpr int kMostBetween = 8;  // An instruction or two that load arguments.
};

/// Lets a thread that a signal found at a system call go on behind it, with this result.
inline void put_behind_call(ucontext_t& context, long result) {
  greg_t* registers = context.uc_mcontext.gregs;
  if (Interrupted(context).is_ahead) registers[REG_RIP] += kSyscallSize;
  registers[REG_RAX] = result;
}

/// The thread pointer of the calling thread, which finds its thread-local storage.
inline void* thread_pointer() {
  void* pointer;
  __asm__("mov %%fs:0, %0" : "=r"(pointer));
  return pointer;
}

/// Where a signal handler returns to: the kernel takes registers, mask and alternate stack back from the stack.
/// Debuggers know it by the name that it has in the C library and by these instructions, and find what lies beyond it.
void return_from_signal() __asm__("__restore_rt");
[[gnu::naked]] inline void return_from_signal() { __asm__("mov %0, %%rax\n syscall" : : "i"(SYS_rt_sigreturn)); }

/// Goes on where a signal found a thread, from whatever stack.
[[noreturn]] inline void go_on(const ucontext_t* context) {
  __asm__ volatile("mov %0, %%rsp\n mov %1, %%eax\n syscall" : : "r"(context), "i"(SYS_rt_sigreturn) : "memory");
  __builtin_unreachable();
}

/// The stack below what the kernel put there for a signal.
inline void* stack_below(const ucontext_t* context) {
  const uintptr_t frame = reinterpret_cast<uintptr_t>(context) - sizeof(void*);  // A return address lies before it.
  return reinterpret_cast<void*>(frame & ~uintptr_t{15});
}

/// clone(2) of a thread that runs `run(argument)` on another stack. `run` does not return.
inline long clone_thread(unsigned long flags, void* stack, int* parent_tid, int* child_tid, void* tls,
                         void (*run)(void*), void* argument) {
  register int* r10 __asm__("r10") = child_tid;
  register void* r8 __asm__("r8") = tls;
  register void (*r9)(void*) __asm__("r9") = run;
  register void* r12 __asm__("r12") = argument;
  long result;
  __asm__ volatile(
      "syscall\n"
      "test %%rax, %%rax\n"
      "jnz 1f\n"
      "xor %%ebp, %%ebp\n"
      "mov %%r12, %%rdi\n"
      "call *%%r9\n"
      "1:\n"
      : "=a"(result)
      : "a"(SYS_clone), "D"(flags), "S"(stack), "d"(parent_tid), "r"(r10), "r"(r8), "r"(r9), "r"(r12)
      : "rcx", "r11", "memory");
  return result;
}

}  // namespace berkeley::forking

#else

#define BERKELEY_CAN_FORK 0

#endif
