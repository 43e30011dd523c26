// A timer ticks through an accept that no client comes to. With SA_RESTART ("restart") it waits, until the handler
// itself is the client.
#include "signals.h"

static volatile sig_atomic_t ticks;
static int restarts;
static struct sockaddr_in address;

static void on_alarm(int signum) {
  (void)signum;
  if (++ticks != 5 || !restarts) return;
  connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr*)&address, sizeof address);
}

int main(int argc, char* argv[]) {
  restarts = argc > 1 && strcmp(argv[1], "restart") == 0;
  const int fd = bound(SOCK_STREAM, &address);
  listen(fd, 5);
  handle(SIGALRM, on_alarm, restarts ? SA_RESTART : 0);
  tick(10);
  for (int i = 0; i < (restarts ? 1 : 5); i++) {
    const int client = accept(fd, NULL, NULL);
    say("accept: %s\n", client < 0 ? outcome(client) : "a client");
  }
  tick(0);
  say("%s\n", ticks >= 5 ? "five ticks or more" : "too few ticks");
}
