// Each call that waits for descriptors, as parity.test.ts compares it. Descriptors have the numbers that the TypeScript
// program has.

#define _GNU_SOURCE
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <unistd.h>

int main(void) {
  int pipefd[2];
  pipe(pipefd);
  dup2(pipefd[0], 100);
  dup2(pipefd[1], 101);
  dup2(epoll_create1(0), 102);
  dup2(eventfd(0, EFD_NONBLOCK), 103);

  struct pollfd fds[2] = {{100, POLLIN | POLLRDHUP, 0}, {101, POLLOUT, 0}};
  struct timespec time = {0, 2000000};
  poll(fds, 1, 0);
  poll(fds, 1, 2);
  poll(fds, 2, -1);
  poll(NULL, 0, 1);
  ppoll(fds, 1, &time, NULL);
  ppoll(fds, 2, NULL, NULL);

  fd_set reads, writes;
  FD_ZERO(&reads);
  FD_ZERO(&writes);
  FD_SET(100, &reads);
  FD_SET(101, &writes);
  struct timeval timeout = {1, 2500000};
  select(102, &reads, &writes, NULL, &timeout);
  select(102, NULL, &writes, NULL, NULL);
  select(0, NULL, NULL, NULL, &(struct timeval){0, 2000});
  select(-1, NULL, NULL, NULL, NULL);
  select(0, NULL, NULL, NULL, &(struct timeval){-1, 0});
  pselect(102, NULL, &writes, NULL, NULL, NULL);
  pselect(0, NULL, NULL, NULL, &time, NULL);

  struct epoll_event event = {EPOLLOUT | EPOLLET, {.u64 = 1ull << 60}}, events[3];
  epoll_create(1);
  epoll_create1(EPOLL_CLOEXEC);
  epoll_ctl(102, EPOLL_CTL_ADD, 101, &event);
  epoll_ctl(102, EPOLL_CTL_MOD, 101, &event);
  epoll_wait(102, events, 3, -1);
  epoll_wait(102, events, 3, 0);
  epoll_wait(102, events, 0, 2);
  epoll_pwait(102, events, 3, 2, NULL);
  epoll_pwait2(102, events, 3, &time, NULL);
  epoll_ctl(102, EPOLL_CTL_MOD, 101, &event);
  epoll_pwait2(102, events, 3, NULL, NULL);
  epoll_ctl(102, EPOLL_CTL_DEL, 101, NULL);

  eventfd_t value;
  eventfd(5, EFD_SEMAPHORE | EFD_CLOEXEC);
  eventfd_read(103, &value);
  eventfd_write(103, 1ull << 60);
  eventfd_read(103, &value);
}
