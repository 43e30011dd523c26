// Preloaded: other threads than the main one are late to use an io_uring.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// libuv calls it so.
long syscall(long number, ...) {
  long (*const call)(long, ...) = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  va_list list;
  va_start(list, number);
  long values[6];
  for (int i = 0; i < 6; i++) values[i] = va_arg(list, long);
  va_end(list);
  if (number == SYS_io_uring_enter && call(SYS_gettid) != getpid()) {
    const long begun = milliseconds();
    while (milliseconds() - begun < 400)
      ;  // It does not sleep.
  }
  return call(number, values[0], values[1], values[2], values[3], values[4], values[5]);
}
