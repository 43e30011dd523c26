// select COUNT [threads]: which of so many descriptors can be read?
#include <sys/select.h>

#include "measure.h"
#include "sockets.h"

static int nfds, last;
static fd_set all;

static void loop(long count) {
  for (long i = 0; i < count; i++) {
    fd_set ready = all;
    struct timeval timeout = {0, 0};
    if (select(nfds, &ready, NULL, NULL, &timeout) != 1 || !FD_ISSET(last, &ready)) exit(1);
  }
}

int main(int argc, char* argv[]) {
  const int count = argc > 1 ? atoi(argv[1]) : 0;
  const int* fds = open_sockets(count);
  last = fds[count - 1];
  nfds = last + 1;
  if (nfds > FD_SETSIZE) return 1;
  for (int i = 0; i < count; i++) FD_SET(fds[i], &all);
  start_threads(argc, argv);
  measure(loop, passes(count));
}
