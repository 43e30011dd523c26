// Writing to a pipe that nobody reads:
//
//     broken-pipe default|ignore|handle
#include "signals.h"

static void on_pipe(int signum) { say("%s\n", name_of(signum)); }

int main(int argc, char* argv[]) {
  (void)argc;
  int fds[2];
  pipe(fds);
  close(fds[0]);
  if (strcmp(argv[1], "default") == 0) signal(SIGPIPE, SIG_DFL);
  if (strcmp(argv[1], "ignore") == 0) signal(SIGPIPE, SIG_IGN);
  if (strcmp(argv[1], "handle") == 0) signal(SIGPIPE, on_pipe);
  say("before\n");
  say("write: %s\n", outcome(write(fds[1], "x", 1)));
  socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
  close(fds[0]);
  say("send, MSG_NOSIGNAL: %s\n", outcome(send(fds[1], "x", 1, MSG_NOSIGNAL)));
  say("send: %s\n", outcome(send(fds[1], "x", 1, 0)));
}
