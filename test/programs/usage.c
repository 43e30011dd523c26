// SIGINT prints what has been used so far, while the program waits for input.
#include "signals.h"

#include <sys/resource.h>

#define FIELD(name) say(" " #name "%s", usage.name >= 0 ? "" : " is negative")
#define TIME(name) say(" " #name "%s", usage.name.tv_sec >= 0 && usage.name.tv_usec < 1000000 ? "" : " is no time")

static void on_interrupt(int signum) {
  struct rusage usage;
  say("%s: %s", name_of(signum), outcome(getrusage(RUSAGE_SELF, &usage)));
  TIME(ru_utime);
  TIME(ru_stime);
  FIELD(ru_maxrss);
  FIELD(ru_minflt);
  FIELD(ru_majflt);
  FIELD(ru_inblock);
  FIELD(ru_oublock);
  FIELD(ru_nvcsw);
  FIELD(ru_nivcsw);
  say("\n");
}

int main(void) {
  char buf[10];
  ssize_t n;
  say("old: %s\n", signal(SIGINT, on_interrupt) == SIG_DFL ? "SIG_DFL" : "another");
  say("ready\n");
  while ((n = read(0, buf, sizeof buf)) > 0) say("read: %.*s\n", (int)n, buf);
  say("read: %s\n", outcome(n));
}
