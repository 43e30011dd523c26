#include <sys/socket.h>

#include "measure.h"

static int sv[2];
static char buf[64];

static void loop(long count) {
  for (long i = 0; i < count; i++) {
    send(sv[0], buf, sizeof buf, 0);
    recv(sv[1], buf, sizeof buf, 0);
  }
}

int main(void) {
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) != 0) return 1;
  measure(loop, 500);
}
