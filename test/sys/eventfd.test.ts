import { errno, set_errno } from "berkeley/errno";
import { F_GETFD, fcntl, FD_CLOEXEC } from "berkeley/fcntl";
import { poll, pollfd, POLLIN, POLLOUT } from "berkeley/poll";
import {
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  EFD_SEMAPHORE,
  eventfd,
  eventfd_read,
  eventfd_t,
  eventfd_write,
} from "berkeley/sys/eventfd";
import { close, read, write } from "berkeley/unistd";

import { ok, opened, openedPipe } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";

const counter = (initval: number, flags: number): number => opened(eventfd(initval, flags | EFD_NONBLOCK));

/** What a counter gives. */
function taken(fd: number): bigint | string | number {
  const value = new eventfd_t(-1n);
  const result = failing(() => eventfd_read(fd, value));
  return result === 0 ? value.value : result;
}

describe("eventfd", () => {
  it("counts what is written, until it is read", () => {
    const fd = counter(3, 0);
    expect(taken(fd)).toBe(3n);
    expect(taken(fd)).toBe("EAGAIN");
    ok(eventfd_write(fd, 2n ** 53n + 1n));
    ok(eventfd_write(fd, 5n));
    expect(taken(fd)).toBe(2n ** 53n + 6n);
  });

  it("takes 32 bits to begin with, and 64 without its last number", () => {
    const fd = counter(2 ** 32 - 1, 0);
    ok(eventfd_write(fd, 2n ** 64n - 2n ** 32n - 1n));
    expect(failing(() => eventfd_write(fd, 1n))).toBe("EAGAIN");
    expect(taken(fd)).toBe(2n ** 64n - 2n);
    expect(failing(() => eventfd_write(fd, 2n ** 64n - 1n))).toBe("EINVAL");
    expect(failing(() => eventfd_write(fd, -1n))).toBe("EINVAL");
  });

  it("gives 1 at a time as a semaphore", () => {
    const fd = counter(2, EFD_SEMAPHORE);
    expect([taken(fd), taken(fd), taken(fd)]).toEqual([1n, 1n, "EAGAIN"]);
  });

  it("can be waited for, and is closed with FD_CLOEXEC only where that is asked for", () => {
    const fd = counter(0, EFD_CLOEXEC);
    const ready = new pollfd({ fd, events: POLLIN | POLLOUT });
    expect([poll(ready, 1, 0), ready.revents]).toEqual([1, POLLOUT]);
    ok(eventfd_write(fd, 1n));
    expect([poll(ready, 1, 0), ready.revents]).toEqual([1, POLLIN | POLLOUT]);
    expect(fcntl(fd, F_GETFD)).toBe(FD_CLOEXEC);
    expect(fcntl(counter(0, 0), F_GETFD)).toBe(0);
    expect(close(fd)).toBe(0);
  });

  it("is read and written as 8 bytes too", () => {
    const fd = counter(0, 0);
    expect(write(fd, new eventfd_t(7n), 8)).toBe(8);
    const value = new eventfd_t();
    expect([read(fd, value, 8), value.value]).toEqual([8, 7n]);
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "unknown flags", () => eventfd(0, 1 << 20)],
    ["EBADF", "reading what is none", () => eventfd_read(-1, new eventfd_t())],
    ["EFAULT", "NULL", () => eventfd_read(counter(1, 0), null)],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  it("fails without an errno on a pipe that has fewer bytes, as in C", () => {
    const [reading, writing] = openedPipe();
    ok(write(writing, "abc", 3));
    set_errno(0);
    expect([eventfd_read(reading, new eventfd_t()), errno]).toEqual([-1, 0]);
  });
});
