/**
 * Waits for many different files at once, and prints which of them are ready: first none, then some, then half of these.
 *
 *     many-files select|poll|epoll
 */

import { F_DUPFD, fcntl } from "berkeley/fcntl";
import { array, int } from "berkeley/memory";
import { poll, pollfd, POLLIN } from "berkeley/poll";
import { printf } from "berkeley/stdio";
import { exit } from "berkeley/stdlib";
import { epoll_create1, epoll_ctl, EPOLL_CTL_ADD, epoll_event, epoll_wait, EPOLLIN } from "berkeley/sys/epoll";
import { eventfd, eventfd_read, eventfd_t, eventfd_write } from "berkeley/sys/eventfd";
import { FD_ISSET, FD_SET, fd_set, FD_SETSIZE, select, timeval } from "berkeley/sys/select";
import { AF_UNIX, SOCK_STREAM, socketpair } from "berkeley/sys/socket";
import { close, pipe, read, write } from "berkeley/unistd";

interface File {
  readonly fd: number;
  readonly give: () => void;
  readonly take: () => void;
}

function ok(value: number): number {
  if (value === -1) throw new Error("a call has failed");
  return value;
}

function counter(): File {
  const fd = ok(eventfd(0, 0));
  return { fd, give: () => ok(eventfd_write(fd, 1n)), take: () => ok(eventfd_read(fd, new eventfd_t())) };
}

/** The end to write to has a number out of the way, so that those to read from follow each other. */
function twoEnds(make: (fds: Int32Array) => number): File {
  const fds = array(int, 2);
  ok(make(fds));
  const writing = ok(fcntl(fds[1], F_DUPFD, 2 * FD_SETSIZE));
  ok(close(fds[1]));
  const [fd] = fds;
  return { fd, give: () => ok(write(writing, "x", 1)), take: () => ok(read(fd, Buffer.alloc(1), 1)) };
}

const makers = [counter, () => twoEnds(pipe), () => twoEnds((fds) => socketpair(AF_UNIX, SOCK_STREAM, 0, fds))];

/** As many as select can wait for: up to descriptor 1023. */
function makeFiles(): File[] {
  const files = [];
  do files.push(makers[files.length % makers.length]());
  while (files[files.length - 1].fd < FD_SETSIZE - 1);
  return files;
}

const files = makeFiles();
const count = files.length;

/** Each returns its result, and the places in the list of the files that it says are ready. */
const ways: Readonly<Record<string, () => [number, number[]]>> = {
  select: () => {
    const set = new fd_set();
    for (const { fd } of files) FD_SET(fd, set);
    const result = select(FD_SETSIZE, set, null, null, new timeval());
    return [result, places(({ fd }) => FD_ISSET(fd, set))];
  },
  poll: () => {
    const fds = array(
      pollfd,
      files.map(({ fd }) => ({ fd, events: POLLIN })),
    );
    const result = poll(fds, count, 0);
    return [result, places((_file, i) => fds[i].revents === POLLIN)];
  },
  epoll: () => {
    const epfd = ok(epoll_create1(0));
    const events = array(epoll_event, count);
    for (const [u32, { fd }] of files.entries()) {
      ok(epoll_ctl(epfd, EPOLL_CTL_ADD, fd, new epoll_event({ events: EPOLLIN, data: { u32 } })));
    }
    const result = epoll_wait(epfd, events, count, 0);
    ok(close(epfd));
    const ready = [...events].slice(0, Math.max(result, 0)).filter(({ events }) => events === EPOLLIN);
    return [result, ready.map(({ data }) => data.u32).sort((a, b) => a - b)];
  },
};

const places = (isReady: (file: File, i: number) => boolean): number[] =>
  files.flatMap((file, i) => (isReady(file, i) ? [i] : []));

function tell(way: () => [number, number[]]): void {
  const [result, ready] = way();
  printf("%d:%s\n", result, ready.map((i) => ` ${i}`).join(""));
}

const way = ways[process.argv[2]];
const chosen = files.filter((_file, i) => i % 97 === 0 || i === count - 1);
printf("%d\n", count);
tell(way);
for (const { give } of chosen) give();
tell(way);
for (const [i, { take }] of chosen.entries()) if (i % 2 === 0) take();
tell(way);
exit(0);
