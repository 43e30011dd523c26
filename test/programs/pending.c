// Signals that come while they are blocked, and the order in which they are handled when they are not any more.
#include "signals.h"

#include <sys/resource.h>

static int raises;

static void on_signal(int signum) {
  char name[32];
  strcpy(name, name_of(signum));
  say("  enter %s\n", name);
  if (raises != 0) {
    const int signum = raises;
    raises = 0;
    raise(signum);
  }
  say("  leave %s\n", name);
}

static void on_info(int signum, siginfo_t* info, void* context) {
  char name[32];
  (void)context;
  strcpy(name, name_of(signum));
  say("  enter %s %d\n", name, info->si_value.sival_int);
  say("  leave %s %d\n", name, info->si_value.sival_int);
}

static int expected;

static void on_next(int signum, siginfo_t* info, void* context) {
  (void)signum;
  (void)context;
  if (info->si_value.sival_int != expected++) say("  value %d is not next\n", info->si_value.sival_int);
}

static void queue(int signum, int value) {
  const union sigval sigval = {.sival_int = value};
  if (sigqueue(getpid(), signum, sigval) != 0) say("sigqueue: %s\n", strerrorname_np(errno));
}

static sigset_t all;

static void release(const char* what) {
  say_pending();
  say("%s:\n", what);
  mask(SIG_SETMASK, set_of(0));
  mask(SIG_SETMASK, all);
}

static void raise_all(int a, int b, int c) {
  raise(a);
  kill(getpid(), b);
  raise(c);
}

// How many signals of this user's are queued already.
static unsigned queued_by_user(void) {
  unsigned queued = 0;
  char line[256];
  FILE* status = fopen("/proc/self/status", "r");
  while (fgets(line, sizeof line, status) != NULL) sscanf(line, "SigQ: %u", &queued);
  fclose(status);
  return queued;
}

int main(void) {
  const int first = SIGRTMIN + 3;
  sigfillset(&all);
  mask(SIG_SETMASK, all);

  const int signums[] = {SIGHUP, SIGINT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGURG, SIGIO};
  for (size_t i = 0; i < sizeof signums / sizeof *signums; i++) handle(signums[i], on_signal, 0);
  raise_all(SIGUSR2, SIGUSR1, SIGTERM);
  raise_all(SIGUSR2, SIGINT, SIGUSR1);
  release("all at once");

  raises = SIGUSR1;
  raise_all(SIGINT, SIGUSR2, SIGTERM);
  release("the first raises one that has not come");
  raises = SIGUSR1;
  raise_all(SIGUSR1, SIGUSR2, SIGTERM);
  release("the first raises one that has come");

  struct sigaction action = {.sa_handler = on_signal, .sa_mask = set_of(SIGUSR2, SIGTERM, 0)};
  sigaction(SIGUSR1, &action, NULL);
  raise_all(SIGUSR1, SIGUSR2, SIGTERM);
  release("one blocks the others");
  raise_all(SIGINT, SIGUSR2, SIGTERM);
  raise(SIGUSR1);
  release("one blocks some of the others");
  handle(SIGUSR1, on_signal, 0);
  action.sa_mask = set_of(SIGUSR1, SIGINT, 0);
  sigaction(SIGTERM, &action, NULL);
  raise_all(SIGINT, SIGUSR1, SIGTERM);
  raise(SIGIO);
  release("one blocks others that have been let through");

  for (int i = 0; i < 3; i++) handle_info(first + i, on_info, 0);
  queue(first + 1, 1);
  queue(first, 2);
  queue(first + 1, 3);
  queue(first + 2, 4);
  queue(first, 5);
  queue(first, 6);
  raise(SIGUSR1);
  release("queued");

  handle_info(first, on_info, SA_NODEFER);
  for (int i = 0; i < 4; i++) queue(first, i);
  release("queued, not deferred");

  for (int i = 0; i < 3; i++) queue(first + 2 - i, i);
  raise_all(SIGUSR2, SIGUSR1, SIGUSR1);
  sigset_t some;
  sigfillset(&some);
  for (int i = 0; i < 2; i++) {
    sigdelset(&some, i == 0 ? first + 1 : first);
    sigdelset(&some, SIGUSR1);
    say_pending();
    const int result = sigsuspend(&some);
    say("sigsuspend: %s\n", outcome(result));
    say_blocked();
  }
  release("the rest");

  struct rlimit limit;
  getrlimit(RLIMIT_SIGPENDING, &limit);
  limit.rlim_cur = queued_by_user() + 100;
  setrlimit(RLIMIT_SIGPENDING, &limit);
  handle_info(first, on_next, 0);
  int sent = 0;
  while (sigqueue(getpid(), first, (union sigval){.sival_int = sent}) == 0) sent++;
  say("full: %s, %s\n", outcome(-1), sent > 0 && sent < 200 ? "some sent" : "none, or too many");
  mask(SIG_SETMASK, set_of(0));
  say("%s\n", expected == sent ? "all have come" : "not all have come");
  say("sigqueue: %s\n", outcome(sigqueue(getpid(), first, (union sigval){.sival_int = sent})));
  say("%s\n", expected == sent + 1 ? "it has come" : "it has not come");
}
