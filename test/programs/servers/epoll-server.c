// The C twin of examples/servers/epoll-server.ts.

#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "../support/echo.h"
#include "../support/net.h"

#define MAX_EVENTS 64

static void add(int epfd, int fd) {
  struct epoll_event event;
  event.events = EPOLLIN;
  event.data.fd = fd;
  if (epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &event) == -1) {
    perror("epoll_ctl");
    exit(EXIT_FAILURE);
  }
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  int epfd = epoll_create1(0);
  if (epfd == -1) {
    perror("epoll_create1");
    exit(EXIT_FAILURE);
  }
  add(epfd, listenfd);

  struct epoll_event events[MAX_EVENTS];
  while (clients != 0) {
    int nfds = epoll_wait(epfd, events, MAX_EVENTS, -1);
    if (nfds == -1) {
      perror("epoll_wait");
      exit(EXIT_FAILURE);
    }

    for (int i = 0; i < nfds; i++) {
      int fd = events[i].data.fd;
      if (fd == listenfd) {
        add(epfd, take_client(listenfd));
      } else if (echo_once(fd) <= 0) {
        close(fd);
        clients--;
      }
    }
  }

  close(epfd);
  close(listenfd);
  return EXIT_SUCCESS;
}
