// epoll COUNT one|all [threads]: which of so many descriptors are ready? One can be read, all can be written to.
#include <sys/epoll.h>

#include "measure.h"
#include "sockets.h"

static int epfd, maxevents, expected;
static struct epoll_event* events;

static void loop(long count) {
  for (long i = 0; i < count; i++) {
    const int n = epoll_wait(epfd, events, maxevents, 0);
    int ready = 0;
    for (int j = 0; j < n; j++) {
      if (events[j].data.fd >= 0) ready++;
    }
    if (ready != expected) exit(1);
  }
}

int main(int argc, char* argv[]) {
  if (argc < 3) return 2;
  const int all = strcmp(argv[2], "all") == 0;
  maxevents = atoi(argv[1]);
  expected = all ? maxevents : 1;
  const int* fds = open_sockets(maxevents);
  events = calloc(maxevents, sizeof *events);
  epfd = epoll_create1(0);
  for (int i = 0; i < maxevents; i++) {
    struct epoll_event event = {.events = all ? EPOLLOUT : EPOLLIN, .data.fd = fds[i]};
    epoll_ctl(epfd, EPOLL_CTL_ADD, fds[i], &event);
  }
  start_threads(argc, argv);
  measure(loop, all ? passes(maxevents) : passes(10));
}
