// Calls on clocks, timers and locks, as parity.test.ts compares them. Descriptors have the numbers that the TypeScript
// program has.

#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/file.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  dup2(timerfd_create(CLOCK_MONOTONIC, 0), 100);
  dup2(open("/", O_RDONLY), 101);

  struct timespec time = {0, 2000000};
  sleep(0);
  nanosleep(&time, &time);
  clock_nanosleep(CLOCK_MONOTONIC, 0, &time, &time);
  clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &time, &time);
  clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &time, &time);

  struct itimerval timer = {{0, 0}, {3600, 0}};
  alarm(3600);
  alarm(0);
  setitimer(ITIMER_REAL, &timer, NULL);
  timer.it_value.tv_sec = 0;
  setitimer(ITIMER_REAL, &timer, NULL);
  getitimer(ITIMER_REAL, &timer);

  struct itimerspec expiration = {{0, 0}, {0, 1}};
  timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  timerfd_settime(100, TFD_TIMER_ABSTIME, &expiration, NULL);
  timerfd_gettime(100, &expiration);

  flock(101, LOCK_EX);
  flock(101, LOCK_UN);
  struct utsname names;
  uname(&names);
}
