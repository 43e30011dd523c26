// What a handler with SA_SIGINFO is told.
#include "signals.h"

#include <sys/resource.h>

static int count, child;

static const char* code_of(const siginfo_t* info) {
  switch (info->si_code) {
    case SI_USER:
      return "SI_USER";
    case SI_QUEUE:
      return "SI_QUEUE";
    case SI_TKILL:
      return "SI_TKILL";
    case SI_KERNEL:
      return "SI_KERNEL";
    case CLD_EXITED:
      return "CLD_EXITED";
    case CLD_KILLED:
      return "CLD_KILLED";
    case CLD_STOPPED:
      return "CLD_STOPPED";
    case CLD_CONTINUED:
      return "CLD_CONTINUED";
    default:
      return "?";
  }
}

static const char* sender_of(const siginfo_t* info) {
  return info->si_pid == getpid() ? "itself" : info->si_pid == child ? "child" : "another";
}

static void on_signal(int signum, siginfo_t* info, void* context) {
  (void)context;
  count++;
  say("%s %s, errno %d, ", name_of(info->si_signo), code_of(info), info->si_errno);
  if (info->si_signo != signum) say("but it is %d ", signum);
  if (signum == SIGALRM) {
    say("no sender\n");
    return;
  }
  say("by %s, user %s", sender_of(info), info->si_uid == getuid() ? "the same" : "another");
  if (signum == SIGCHLD) say(", status %d", info->si_status);
  if (signum == SIGRTMAX) say(", value %#lx", (long)info->si_value.sival_ptr);
  if (info->si_code == SI_QUEUE) say(", value %d", info->si_value.sival_int);
  say("\n");
}

static void on_plain(int signum) {
  count++;
  say("%s\n", name_of(signum));
}

static void await(int expected) {
  const sigset_t none = set_of(0);
  while (count < expected) sigsuspend(&none);
}

int main(void) {
  const int signums[] = {SIGUSR1, SIGUSR2, SIGALRM, SIGCHLD, SIGRTMIN, SIGRTMAX};
  sigset_t all;
  sigfillset(&all);
  mask(SIG_SETMASK, all);
  for (size_t i = 0; i < sizeof signums / sizeof *signums; i++) handle_info(signums[i], on_signal, 0);

  raise(SIGUSR1);
  kill(getpid(), SIGUSR2);
  await(2);
  sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = -42});
  sigqueue(getpid(), SIGRTMAX, (union sigval){.sival_ptr = (void*)0x123456789abcdef0});
  sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 7});
  await(5);
  tick(10);
  await(6);
  tick(0);
  const int parent = getpid();
  int gate[2], sent[2];
  char byte;
  pipe(gate);
  pipe(sent);
  child = fork();
  if (child == 0) {
    read(gate[0], &byte, 1);
    kill(parent, SIGUSR1);
    sigqueue(parent, SIGRTMIN, (union sigval){.sival_int = 1});
    sigqueue(parent, SIGRTMIN, (union sigval){.sival_int = 2});
    sigqueue(parent, SIGRTMIN, (union sigval){.sival_int = 3});
    write(sent[1], "x", 1);
    read(gate[0], &byte, 1);
    _exit(7);
  }
  count = 0;
  write(gate[1], "x", 1);
  read(sent[0], &byte, 1);
  await(4);
  kill(child, SIGSTOP);
  await(5);
  kill(child, SIGCONT);
  await(6);
  write(gate[1], "x", 1);
  await(7);
  wait(NULL);
  child = fork();
  if (child == 0) {
    mask(SIG_SETMASK, set_of(0));
    for (;;) pause();
  }
  kill(child, SIGKILL);
  await(8);
  wait(NULL);
  handle(SIGUSR1, on_plain, 0);
  raise(SIGUSR1);
  await(9);
  handle_info(SIGUSR1, on_signal, SA_RESETHAND);
  raise(SIGUSR1);
  await(10);
  struct sigaction old;
  sigaction(SIGUSR1, NULL, &old);
  say("%s\n", old.sa_handler == SIG_DFL ? "SIG_DFL" : "a handler");
}
