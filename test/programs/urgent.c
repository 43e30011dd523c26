// Urgent data: SIGURG's handler reads it while the program waits for what is not urgent.
#include "signals.h"

static int connection;

static void on_urgent(int signum) {
  char byte;
  const ssize_t n = recv(connection, &byte, 1, MSG_OOB);
  say("%s: %s byte %c\n", name_of(signum), outcome(n), byte);
  send(connection, "+", 1, 0);
}

static void client(const struct sockaddr_in* address) {
  char byte;
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  connect(fd, (const struct sockaddr*)address, sizeof *address);
  send(fd, "abc", 3, 0);
  recv(fd, &byte, 1, 0);
  send(fd, "X", 1, MSG_OOB);
  recv(fd, &byte, 1, 0);
  send(fd, "def", 3, 0);
  _exit(0);
}

int main(void) {
  struct sockaddr_in address;
  const int fd = bound(SOCK_STREAM, &address);
  listen(fd, 1);
  if (fork() == 0) client(&address);
  handle(SIGURG, on_urgent, SA_RESTART);
  connection = accept(fd, NULL, NULL);
  say("owner: %s\n", outcome(fcntl(connection, F_SETOWN, getpid())));
  say("owner: %s\n", fcntl(connection, F_GETOWN) == getpid() ? "this process" : "another");
  char buf[10];
  ssize_t n;
  while ((n = recv(connection, buf, sizeof buf, 0)) > 0) {
    say("read %.*s, at mark: %d\n", (int)n, buf, sockatmark(connection));
    if (buf[0] == 'a') send(connection, "+", 1, 0);
  }
  say("recv: %s, wait: %s\n", outcome(n), wait(NULL) > 0 ? "done" : "failed");
}
