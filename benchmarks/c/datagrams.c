// Datagrams of 64 bytes over loopback, in batches. Prints the nanoseconds of one of them.
#define _GNU_SOURCE
#include "measure.h"
#include "sockets.h"

enum { BATCH = 32, SIZE = 64 };

static int from, to;
static char buf[2][BATCH][SIZE];
static struct iovec iov[2][BATCH];
static struct mmsghdr msgs[2][BATCH];

static void loop(long count) {
  for (long i = 0; i < count; i += BATCH) {
    if (sendmmsg(from, msgs[0], BATCH, 0) != BATCH) exit(1);
    if (recvmmsg(to, msgs[1], BATCH, 0, NULL) != BATCH) exit(1);
  }
}

int main(void) {
  struct sockaddr_in addr;
  to = bound_socket(&addr);
  from = socket(AF_INET, SOCK_DGRAM, 0);
  if (connect(from, (struct sockaddr*)&addr, sizeof addr) != 0) return 1;
  for (int side = 0; side < 2; side++) {
    for (int i = 0; i < BATCH; i++) {
      iov[side][i] = (struct iovec){buf[side][i], SIZE};
      msgs[side][i].msg_hdr = (struct msghdr){.msg_iov = &iov[side][i], .msg_iovlen = 1};
    }
  }
  measure(loop, 10 * BATCH);
}
