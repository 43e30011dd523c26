// poll COUNT [threads]: which of so many descriptors can be read?
#include <poll.h>

#include "measure.h"
#include "sockets.h"

static int nfds;
static struct pollfd* fds;

static void loop(long count) {
  for (long i = 0; i < count; i++) {
    int n = poll(fds, nfds, 0), ready = -1;
    for (int j = 0; n > 0; j++) {
      if (fds[j].revents == 0) continue;
      ready = j;
      n--;
    }
    if (ready != nfds - 1) exit(1);
  }
}

int main(int argc, char* argv[]) {
  nfds = argc > 1 ? atoi(argv[1]) : 0;
  const int* opened = open_sockets(nfds);
  fds = calloc(nfds, sizeof *fds);
  for (int i = 0; i < nfds; i++) fds[i] = (struct pollfd){opened[i], POLLIN, 0};
  start_threads(argc, argv);
  measure(loop, passes(nfds));
}
