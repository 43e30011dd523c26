import { itimerspec } from "berkeley/time";
import { poll, pollfd, POLLIN } from "berkeley/poll";
import {
  CLOCK_MONOTONIC,
  CLOCK_REALTIME,
  TFD_CLOEXEC,
  TFD_NONBLOCK,
  TFD_TIMER_ABSTIME,
  timerfd_create,
  timerfd_gettime,
  timerfd_settime,
} from "berkeley/sys/timerfd";
import { clock_gettime } from "berkeley/time";
import { fcntl, F_GETFD, FD_CLOEXEC } from "berkeley/fcntl";
import { read } from "berkeley/unistd";

import { closedDescriptor, opened, openedPipe } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";

const made = (flags = 0, clock = CLOCK_MONOTONIC): number => opened(timerfd_create(clock, flags));

/** How often it has expired, after waiting until it has. */
function expirations(fd: number): bigint {
  const count = new BigUint64Array(1);
  expect(read(fd, count, 8)).toBe(8);
  return count[0];
}

it("expires once, and reading waits for that", () => {
  const fd = made();
  const start = process.hrtime.bigint();
  expect(timerfd_settime(fd, 0, new itimerspec({ it_value: { tv_nsec: 30_000_000 } }), null)).toBe(0);
  expect(expirations(fd)).toBe(1n);
  expect(Number(process.hrtime.bigint() - start) / 1e6).toBeGreaterThanOrEqual(30);
  const left = new itimerspec({ it_value: { tv_sec: 7 } });
  expect(timerfd_gettime(fd, left)).toBe(0);
  expect([left.it_value.tv_sec, left.it_value.tv_nsec]).toEqual([0, 0]);
});

it("expires at an interval, and tells how often", () => {
  const fd = made();
  const often = new itimerspec({ it_value: { tv_nsec: 1 }, it_interval: { tv_nsec: 1_000_000 } });
  expect(timerfd_settime(fd, 0, often, null)).toBe(0);
  expect(expirations(fd)).toBeGreaterThanOrEqual(1n);
  const waiting = new pollfd({ fd, events: POLLIN });
  expect(poll(waiting, 1, 1000)).toBe(1);
  expect(poll(null, 0, 20)).toBe(0);
  expect(expirations(fd)).toBeGreaterThanOrEqual(20n);
  const old = new itimerspec();
  expect(timerfd_settime(fd, 0, new itimerspec(), old)).toBe(0);
  expect(old.it_interval.tv_nsec).toBe(1_000_000);
  expect(old.it_value.tv_nsec).toBeGreaterThan(0);
  expect(poll(waiting, 1, 20)).toBe(0);
});

it("expires at a time of its clock", () => {
  const fd = made(0, CLOCK_REALTIME);
  const when = new itimerspec();
  clock_gettime(CLOCK_REALTIME, when.it_value);
  when.it_value.tv_sec += 1;
  expect(timerfd_settime(fd, TFD_TIMER_ABSTIME, when, null)).toBe(0);
  expect(expirations(fd)).toBe(1n);
  const now = new itimerspec();
  clock_gettime(CLOCK_REALTIME, now.it_value);
  expect(now.it_value.tv_sec).toBeGreaterThanOrEqual(when.it_value.tv_sec);
});

it("takes flags", () => {
  const fd = made(TFD_NONBLOCK | TFD_CLOEXEC);
  expect(failing(() => read(fd, Buffer.alloc(8), 8))).toBe("EAGAIN");
  expect(fcntl(fd, F_GETFD)).toBe(FD_CLOEXEC);
});

it.each<[string, string, () => number]>([
  ["EINVAL", "a clock that is none", () => timerfd_create(99, 0)],
  ["EINVAL", "other flags", () => timerfd_create(CLOCK_MONOTONIC, 1)],
  ["EINVAL", "no time", () => timerfd_settime(made(), 0, new itimerspec({ it_value: { tv_nsec: -1 } }), null)],
  ["EINVAL", "other flags of settime", () => timerfd_settime(made(), 8, new itimerspec(), null)],
  ["EINVAL", "a descriptor that is no timer", () => timerfd_settime(openedPipe()[0], 0, new itimerspec(), null)],
  ["EINVAL", "asking one", () => timerfd_gettime(openedPipe()[0], new itimerspec())],
  ["EBADF", "a closed descriptor", () => timerfd_settime(closedDescriptor(), 0, new itimerspec(), null)],
  ["EFAULT", "null", () => timerfd_settime(made(), 0, null, null)],
  ["EFAULT", "null for gettime", () => timerfd_gettime(made(), null)],
  ["EINVAL", "fewer than 8 bytes", () => read(made(), Buffer.alloc(7), 7)],
])("%s: %s", (error, _what, call) => {
  expect(failing(call)).toBe(error);
});
