// A server with a process for each client, which ends as its client says, reaped by a handler while the server accepts:
//
//     reaper CLIENTS [restart]
#include "signals.h"

static volatile sig_atomic_t reaped;

static void on_child(int signum) {
  int status;
  (void)signum;
  while (waitpid(-1, &status, WNOHANG) > 0) {
    reaped++;
    say("exited %d\n", WEXITSTATUS(status));
  }
}

static void serve(int fd) {
  char status;
  write(fd, "+", 1);
  if (read(fd, &status, 1) == 1) _exit(status - '0');
  _exit(9);
}

int main(int argc, char* argv[]) {
  const int clients = atoi(argv[1]);
  struct sockaddr_in address;
  const int fd = bound(SOCK_STREAM, &address);
  listen(fd, 100);
  handle(SIGCHLD, on_child, argc > 2 ? SA_RESTART | SA_NOCLDSTOP : 0);
  say("port %d\n", ntohs(address.sin_port));
  for (int accepted = 0; accepted < clients;) {
    const int client = accept(fd, NULL, NULL);
    if (client < 0) {
      say("accept: %s\n", outcome(client));
      continue;
    }
    accepted++;
    if (fork() == 0) serve(client);
    close(client);
  }
  // The last are waited for without a gap between the question and the wait.
  mask(SIG_BLOCK, set_of(SIGCHLD, 0));
  const sigset_t none = set_of(0);
  while (reaped < clients) sigsuspend(&none);
  say("reaped %d\n", (int)reaped);
}
