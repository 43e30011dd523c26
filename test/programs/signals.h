// What the C programs about signals need, as test/support/signals.ts has it.
#pragma once

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

// At once, and also in a handler.
__attribute__((format(printf, 1, 2))) static inline void say(const char* format, ...) {
  char text[1024];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(text, sizeof text, format, values);
  va_end(values);
  if (write(STDOUT_FILENO, text, length) != length) _exit(EXIT_FAILURE);
}

// What a call returned, or the name of its error.
static inline const char* outcome(long value) {
  static char number[32];
  if (value == -1) return strerrorname_np(errno);
  snprintf(number, sizeof number, "%ld", value);
  return number;
}

// A set of signals, which 0 ends.
static inline sigset_t set_of(int signum, ...) {
  sigset_t set;
  va_list more;
  sigemptyset(&set);
  va_start(more, signum);
  for (; signum != 0; signum = va_arg(more, int)) sigaddset(&set, signum);
  va_end(more);
  return set;
}

static inline void handle(int signum, void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  sigaction(signum, &action, NULL);
}

static inline void handle_info(int signum, void (*handler)(int, siginfo_t*, void*), int flags) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = flags | SA_SIGINFO};
  sigaction(signum, &action, NULL);
}

static inline void mask(int how, sigset_t set) { sigprocmask(how, &set, NULL); }

// "SIGUSR1", "SIGRTMIN+3".
static inline const char* name_of(int signum) {
  static char name[32];
  if (signum >= SIGRTMIN) {
    snprintf(name, sizeof name, "SIGRTMIN+%d", signum - SIGRTMIN);
  } else {
    snprintf(name, sizeof name, "SIG%s", sigabbrev_np(signum));
  }
  return name;
}

// The names of a set's signals.
static inline void say_set(const char* what, sigset_t set) {
  say("%s:", what);
  for (int signum = 1; signum < NSIG; signum++) {
    if (sigismember(&set, signum) == 1) say(" %s", name_of(signum));
  }
  say("\n");
}

static inline void say_blocked(void) {
  sigset_t set;
  sigprocmask(SIG_BLOCK, NULL, &set);
  say_set("blocked", set);
}

static inline void say_pending(void) {
  sigset_t set;
  sigpending(&set);
  say_set("pending", set);
}

// SIGALRM now and every so many milliseconds; 0 ends it.
static inline void tick(int milliseconds) {
  struct itimerval timer = {{0, milliseconds * 1000}, {0, milliseconds * 1000}};
  setitimer(ITIMER_REAL, &timer, NULL);
}

static inline struct sockaddr_in loopback(void) {
  return (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

// A bound socket, and its address.
static inline int bound(int type, struct sockaddr_in* address) {
  socklen_t length = sizeof *address;
  *address = loopback();
  const int fd = socket(AF_INET, type, 0);
  bind(fd, (struct sockaddr*)address, length);
  getsockname(fd, (struct sockaddr*)address, &length);
  return fd;
}
