/** Waiting that ends at a time, whatever comes meanwhile. */

import { array } from "berkeley/memory";
import { poll, pollfd } from "berkeley/poll";
import { perror } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { clock_gettime, CLOCK_MONOTONIC, timespec } from "berkeley/time";

/** A clock that nobody sets. */
export function milliseconds(): number {
  const ts = new timespec();
  clock_gettime(CLOCK_MONOTONIC, ts);
  return ts.tv_sec * 1000 + Math.trunc(ts.tv_nsec / 1000000);
}

/** Waits until something is possible with a descriptor, at the latest until a time. */
export function wait_for(fd: number, events: number, deadline: number): boolean {
  const fds = array(pollfd, 1);
  const left = deadline - milliseconds();

  if (left <= 0) return false;
  fds[0].fd = fd;
  fds[0].events = events;
  const ready = poll(fds, 1, left);
  if (ready === -1) {
    perror("poll");
    exit(EXIT_FAILURE);
  }
  return ready > 0;
}
