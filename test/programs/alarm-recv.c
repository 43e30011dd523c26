// SIGALRM breaks a recvfrom that nobody sends to; with SA_RESTART ("restart") it does not, until its handler sends.
#include "signals.h"

static volatile sig_atomic_t ticks;
static int fd, restarts;
static struct sockaddr_in address;

static void on_alarm(int signum) {
  if (++ticks == 1) say("signal %d\n", signum);
  if (restarts && ticks >= 3) sendto(fd, "Hello", 5, 0, (struct sockaddr*)&address, sizeof address);
}

static void on_last_alarm(int signum) {
  on_alarm(signum);
  alarm(1);  // Had it come before the call, the next would not.
}

static void receive(void) {
  char buf[10];
  struct sockaddr_in from;
  socklen_t length = sizeof from;
  ticks = 0;
  const long received = recvfrom(fd, buf, sizeof buf, 0, (struct sockaddr*)&from, &length);
  say("recvfrom: %s, %s\n", outcome(received), ticks >= (restarts ? 3 : 1) ? "as told" : "too early");
}

int main(int argc, char* argv[]) {
  restarts = argc > 1 && strcmp(argv[1], "restart") == 0;
  fd = bound(SOCK_DGRAM, &address);
  handle(SIGALRM, on_alarm, restarts ? SA_RESTART : 0);
  tick(20);
  receive();
  tick(0);

  handle(SIGALRM, on_last_alarm, restarts ? SA_RESTART : 0);
  say("alarm: %u\n", alarm(1));
  receive();
  say("alarm: %u\n", alarm(0));
}
