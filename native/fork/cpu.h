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

namespace berkeley::forking {

inline uintptr_t program_counter(const ucontext_t& context) { return context.uc_mcontext.gregs[REG_RIP]; }

/// How a signal found a thread.
struct Interrupted {
  /// The system call that it slept in was cut short with EINTR.
  bool was_cut_short;
  /// It slept in this system call and will make it again, or it is just about to make it. -1 if neither.
  long call;
  uintptr_t first_argument;
  long second_argument;

  explicit Interrupted(const ucontext_t& context) {
    const greg_t* registers = context.uc_mcontext.gregs;
    const auto* next = reinterpret_cast<const unsigned char*>(program_counter(context));
    was_cut_short = registers[REG_RAX] == -EINTR && is_syscall(next - 2);
    call = is_syscall(next) ? registers[REG_RAX] : -1;
    first_argument = registers[REG_RDI];
    second_argument = registers[REG_RSI];
  }

 private:
  static bool is_syscall(const unsigned char* code) { return code[0] == 0x0f && code[1] == 0x05; }
};

/// The thread pointer of the calling thread, which finds its thread-local storage.
inline void* thread_pointer() {
  void* pointer;
  __asm__("mov %%fs:0, %0" : "=r"(pointer));
  return pointer;
}

/// Where a signal handler returns to: the kernel takes registers, mask and alternate stack back from the stack.
[[gnu::naked]] inline void return_from_signal() { __asm__("mov %0, %%eax\n syscall" : : "i"(SYS_rt_sigreturn)); }

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
