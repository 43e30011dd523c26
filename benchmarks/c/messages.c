#include <sys/socket.h>
#include <sys/uio.h>

#include "measure.h"

static int sv[2];
static char buf[64];
static struct iovec iov = {buf, sizeof buf};
static struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};

static void loop(long count) {
  for (long i = 0; i < count; i++) {
    sendmsg(sv[0], &msg, 0);
    recvmsg(sv[1], &msg, 0);
  }
}

int main(void) {
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) != 0) return 1;
  measure(loop, 500);
}
