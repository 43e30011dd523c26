// Handlers that signals interrupt, and what is blocked in them.
#include "signals.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"  // siginterrupt

static int depth, most;

static void on_masked(int signum) {
  char name[32];
  strcpy(name, name_of(signum));
  say("enter %s\n", name);
  say_blocked();
  if (signum == SIGUSR1) raise(SIGUSR2);
  say_pending();
  say("leave %s\n", name);
}

static void on_itself(int signum) {
  const int level = ++depth;
  say("enter %d\n", level);
  say_blocked();
  if (level < most) raise(signum);
  say("leave %d\n", level);
}

static void on_once(int signum) {
  struct sigaction old;
  sigaction(signum, NULL, &old);
  say("%s\n", old.sa_handler == SIG_DFL ? "SIG_DFL" : "a handler");
  say_blocked();
}

static void on_mask(int signum) {
  (void)signum;
  mask(SIG_BLOCK, set_of(SIGTERM, SIGHUP, 0));
  mask(SIG_UNBLOCK, set_of(SIGINT, 0));
  say_blocked();
}

static void on_other(int signum) { say("%s\n", name_of(signum)); }

static void say_action(int signum) {
  struct sigaction action;
  const int known = SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_ONSTACK | SA_RESTART | SA_NODEFER | SA_RESETHAND;
  sigaction(signum, NULL, &action);
  say("%s: %s, flags %#x\n", name_of(signum),
      action.sa_handler == SIG_DFL   ? "SIG_DFL"
      : action.sa_handler == SIG_IGN ? "SIG_IGN"
                                     : "a handler",
      action.sa_flags & known);
  say_set("  mask", action.sa_mask);
}

static int children;

static void on_child(int signum) {
  (void)signum;
  children++;
}

static int ended_child(void) {
  const int child = fork();
  if (child == 0) _exit(0);
  return child;
}

static void await_child(void) {
  const sigset_t none = set_of(0);
  while (children == 0) sigsuspend(&none);
  children = 0;
}

int main(void) {
  struct sigaction action = {.sa_handler = on_masked, .sa_mask = set_of(SIGUSR2, SIGTERM, SIGRTMIN + 1, 0)};
  say("sa_mask\n");
  sigaction(SIGUSR1, &action, NULL);
  action.sa_mask = set_of(0);
  sigaction(SIGUSR2, &action, NULL);
  raise(SIGUSR1);
  say_blocked();

  most = 2;
  say("a handler raises its signal\n");
  handle(SIGUSR1, on_itself, 0);
  raise(SIGUSR1);
  say("SA_NODEFER\n");
  depth = 0;
  most = 4;
  handle(SIGUSR1, on_itself, SA_NODEFER);
  raise(SIGUSR1);
  say_blocked();

  say("SA_RESETHAND\n");
  handle(SIGUSR1, on_once, SA_RESETHAND);
  raise(SIGUSR1);
  say_action(SIGUSR1);
  handle(SIGUSR1, on_once, SA_RESETHAND | SA_NODEFER);
  raise(SIGUSR1);

  say("what a handler blocks\n");
  mask(SIG_BLOCK, set_of(SIGINT, 0));
  handle(SIGUSR1, on_mask, 0);
  raise(SIGUSR1);
  say_blocked();
  mask(SIG_SETMASK, set_of(0));

  say("actions\n");
  action.sa_handler = on_other;
  action.sa_flags = SA_RESTART | SA_NODEFER | SA_NOCLDSTOP;
  sigfillset(&action.sa_mask);
  sigaction(SIGUSR1, &action, NULL);
  say_action(SIGUSR1);
  struct sigaction old;
  action.sa_handler = SIG_IGN;
  action.sa_flags = 0;
  action.sa_mask = set_of(SIGHUP, 0);
  sigaction(SIGUSR1, &action, &old);
  say("%s\n", old.sa_handler == on_other ? "the handler" : "another");
  say_action(SIGUSR1);
  raise(SIGUSR1);
  sigaction(SIGUSR1, &old, NULL);
  raise(SIGUSR1);
  say_action(SIGUSR1);
  say_action(SIGCONT);

  say("signal\n");
  say("%s\n", signal(SIGUSR1, SIG_DFL) == on_other ? "the handler" : "another");
  say("%s\n", signal(SIGUSR1, on_once) == SIG_DFL ? "SIG_DFL" : "another");
  say_action(SIGUSR1);
  say("%s\n", signal(SIGUSR1, SIG_IGN) == on_once ? "the handler" : "another");
  say("%s\n", signal(SIGUSR1, on_other) == SIG_IGN ? "SIG_IGN" : "another");
  raise(SIGUSR1);
  say("siginterrupt: %s\n", outcome(siginterrupt(SIGUSR1, 1)));
  say_action(SIGUSR1);
  signal(SIGUSR1, on_other);
  say_action(SIGUSR1);
  say("siginterrupt: %s\n", outcome(siginterrupt(SIGUSR1, 0)));
  say_action(SIGUSR1);
  signal(SIGUSR1, on_other);
  say_action(SIGUSR1);

  say("children\n");
  mask(SIG_BLOCK, set_of(SIGCHLD, 0));
  handle(SIGCHLD, on_child, SA_NOCLDSTOP);
  int child = fork();
  if (child == 0) {
    mask(SIG_SETMASK, set_of(0));
    for (;;) pause();
  }
  int status;
  kill(child, SIGSTOP);
  say("stopped: %d\n", waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
  say_pending();
  kill(child, SIGKILL);
  await_child();
  say("killed: %d\n", waitpid(child, &status, 0) == child && WIFSIGNALED(status));
  handle(SIGCHLD, on_child, SA_NOCLDWAIT);
  child = ended_child();
  await_child();
  say("waitpid: %s\n", outcome(waitpid(child, &status, 0)));
  handle(SIGCHLD, SIG_IGN, 0);
  child = ended_child();
  say("waitpid: %s\n", outcome(waitpid(child, &status, 0)));
  say("%s\n", children == 0 ? "none handled" : "handled");
  handle(SIGCHLD, SIG_DFL, 0);
  child = ended_child();
  say("waitpid: %s\n", waitpid(child, &status, 0) == child ? "the child" : "another");
  handle(SIGCHLD, on_child, 0);
  child = ended_child();
  await_child();
  say("waitpid: %s\n", waitpid(child, &status, 0) == child ? "the child" : "another");
}
