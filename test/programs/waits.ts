/** Each call that waits for descriptors, as parity.test.ts compares it with the C twin. */

import { array, int } from "berkeley/memory";
import { poll, pollfd, POLLIN, POLLOUT, POLLRDHUP, ppoll, timespec } from "berkeley/poll";
import {
  EPOLL_CLOEXEC,
  epoll_create,
  epoll_create1,
  epoll_ctl,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  epoll_event,
  epoll_pwait,
  epoll_pwait2,
  epoll_wait,
  EPOLLET,
  EPOLLOUT,
} from "berkeley/sys/epoll";
import {
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  EFD_SEMAPHORE,
  eventfd,
  eventfd_read,
  eventfd_t,
  eventfd_write,
} from "berkeley/sys/eventfd";
import { FD_SET, fd_set, pselect, select, timeval } from "berkeley/sys/select";
import { dup2, pipe } from "berkeley/unistd";

const pipefd = array(int, 2);
pipe(pipefd);
dup2(pipefd[0], 100);
dup2(pipefd[1], 101);
dup2(epoll_create1(0), 102);
dup2(eventfd(0, EFD_NONBLOCK), 103);

const fds = array(pollfd, 2);
Object.assign(fds[0], { fd: 100, events: POLLIN | POLLRDHUP });
Object.assign(fds[1], { fd: 101, events: POLLOUT });
const time = new timespec({ tv_nsec: 2_000_000 });
poll(fds, 1, 0);
poll(fds, 1, 2);
poll(fds, 2, -1);
poll(null, 0, 1);
ppoll(fds, 1, time, null);
ppoll(fds, 2, null, null);

const reads = new fd_set();
const writes = new fd_set();
FD_SET(100, reads);
FD_SET(101, writes);
const timeout = new timeval({ tv_sec: 1, tv_usec: 2_500_000 });
select(102, reads, writes, null, timeout);
select(102, null, writes, null, null);
select(0, null, null, null, new timeval({ tv_usec: 2000 }));
select(-1, null, null, null, null);
select(0, null, null, null, new timeval({ tv_sec: -1 }));
pselect(102, null, writes, null, null, null);
pselect(0, null, null, null, time, null);

const event = new epoll_event({ events: EPOLLOUT | EPOLLET, data: { u64: 1n << 60n } });
const events = array(epoll_event, 3);
epoll_create(1);
epoll_create1(EPOLL_CLOEXEC);
epoll_ctl(102, EPOLL_CTL_ADD, 101, event);
epoll_ctl(102, EPOLL_CTL_MOD, 101, event);
epoll_wait(102, events, 3, -1);
epoll_wait(102, events, 3, 0);
epoll_wait(102, events, 0, 2);
epoll_pwait(102, events, 3, 2, null);
epoll_pwait2(102, events, 3, time, null);
epoll_ctl(102, EPOLL_CTL_MOD, 101, event);
epoll_pwait2(102, events, 3, null, null);
epoll_ctl(102, EPOLL_CTL_DEL, 101, null);

const value = new eventfd_t();
eventfd(5, EFD_SEMAPHORE | EFD_CLOEXEC);
eventfd_read(103, value);
eventfd_write(103, 1n << 60n);
eventfd_read(103, value);
