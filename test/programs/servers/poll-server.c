// The C twin of examples/servers/poll-server.ts.

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../support/echo.h"
#include "../support/net.h"

static struct pollfd* fds;
static int capacity = 5;
static int count = 0;

static void add(int fd) {
  if (count == capacity || fds == NULL) {
    if (fds != NULL) capacity *= 2;
    fds = realloc(fds, capacity * sizeof *fds);
  }
  fds[count].fd = fd;
  fds[count].events = POLLIN;
  count++;
}

static void remove_at(int i) { fds[i] = fds[--count]; }

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  add(listenfd);
  while (clients != 0) {
    if (poll(fds, count, -1) == -1) {
      perror("poll");
      exit(EXIT_FAILURE);
    }

    for (int i = count - 1; i >= 0; i--) {
      int fd = fds[i].fd;
      if (fds[i].revents == 0) continue;
      if (fd == listenfd) {
        add(take_client(listenfd));
      } else if (echo_once(fd) <= 0) {
        remove_at(i);
        close(fd);
        clients--;
      }
    }
  }

  close(listenfd);
  return EXIT_SUCCESS;
}
