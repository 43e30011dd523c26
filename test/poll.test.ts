import { array, bytes } from "berkeley/memory";
import {
  poll,
  POLLERR,
  pollfd,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  POLLPRI,
  POLLRDHUP,
  POLLRDNORM,
  POLLWRNORM,
  ppoll,
  timespec,
} from "berkeley/poll";
import { getrlimit, rlimit, RLIMIT_NOFILE } from "berkeley/sys/resource";
import { MSG_OOB, send, SHUT_WR, shutdown } from "berkeley/sys/socket";
import { close, write } from "berkeley/unistd";

import { runModule } from "./support/children.ts";
import { closedDescriptor, ok, openedPipe } from "./support/descriptors.ts";
import { failing } from "./support/errors.ts";
import { interrupted } from "./support/interruptions.ts";
import { connection, unixPair } from "./support/network.ts";
import { thrown } from "./support/thrown.ts";

/** What poll says of one descriptor, without waiting. */
function eventsOf(fd: number, events: number): number {
  const ready = new pollfd({ fd, events });
  const count = poll(ready, 1, 0);
  expect(count).toBe(ready.revents === 0 ? 0 : 1);
  return ready.revents;
}

describe("poll", () => {
  it("tells of each descriptor what has happened of what was asked for", () => {
    const [reading, writing] = openedPipe();
    expect(eventsOf(reading, POLLIN)).toBe(0);
    expect(eventsOf(writing, POLLOUT | POLLWRNORM)).toBe(POLLOUT | POLLWRNORM);
    ok(write(writing, "x", 1));
    expect(eventsOf(reading, POLLIN | POLLRDNORM | POLLPRI)).toBe(POLLIN | POLLRDNORM);
    expect(eventsOf(reading, 0)).toBe(0);
    ok(close(writing));
    expect(eventsOf(reading, POLLIN)).toBe(POLLIN | POLLHUP);
    expect(eventsOf(closedDescriptor(), POLLIN)).toBe(POLLNVAL);
  });

  it("tells of a pipe that nobody reads, of the peer's end of sending, and of urgent data", () => {
    const [reading, writing] = openedPipe();
    ok(close(reading));
    expect(eventsOf(writing, 0)).toBe(POLLERR);
    const [client, server] = connection();
    ok(send(client, "!", 1, MSG_OOB));
    expect(eventsOf(server, POLLPRI)).toBe(POLLPRI);
    ok(shutdown(client, SHUT_WR));
    expect(eventsOf(server, POLLRDHUP)).toBe(POLLRDHUP);
  });

  it("fills in an array, and passes over negative descriptors", () => {
    const [reading, writing] = openedPipe();
    const fds = array(pollfd, 4);
    fds[0].fd = reading;
    fds[1].fd = -writing;
    fds[2].fd = writing;
    fds[3].fd = writing;
    for (const fd of fds) Object.assign(fd, { events: POLLIN | POLLOUT, revents: -1 });
    expect(poll(fds, 3, -1)).toBe(1);
    expect([...fds].map(({ revents }) => revents)).toEqual([0, 0, POLLOUT, -1]);
    expect(poll(bytes(fds).subarray(8), 3, 0)).toBe(2);
    expect([...fds].map(({ revents }) => revents)).toEqual([0, 0, POLLOUT, POLLOUT]);
  });

  it("waits until its time is over, not at all with 0", () => {
    const [reading] = openedPipe();
    const fd = new pollfd({ fd: reading, events: POLLIN });
    const start = performance.now();
    expect(poll(fd, 1, 0)).toBe(0);
    expect(poll(null, 0, 0)).toBe(0);
    expect(performance.now() - start).toBeLessThan(50);
    expect(poll(fd, 1, 100)).toBe(0);
    expect(performance.now() - start).toBeGreaterThanOrEqual(99);
  });

  it("waits for thousands", () => {
    const { stdout } = runModule(
      `import { array, poll, pollfd, POLLIN, pipe, int, write } from "berkeley";
       const fds = array(int, 2);
       pipe(fds);
       const many = array(pollfd, 2000);
       for (const one of many) { one.fd = fds[0]; one.events = POLLIN; }
       console.log(poll(many, 2000, 0), write(fds[1], "x", 1), poll(many, 2000, -1), many[1999].revents === POLLIN);`,
      { after: "ulimit -n 4096" },
    );
    expect(stdout).toBe("0 1 2000 true\n");
  });

  it("takes no more than there are", () => {
    const fds = array(pollfd, 3);
    expect(thrown(() => poll(fds, 4, 0))).toBe("RangeError: poll: nfds: 4 elements asked for, but the memory has 3");
    expect(thrown(() => poll(new pollfd(), 2, 0))).toMatch(/^RangeError: poll: nfds: 2 elements/);
    expect(thrown(() => poll(bytes(fds).subarray(1), 3, 0))).toMatch(/^RangeError: poll: nfds: 3 elements/);
  });

  it("answers what the kernel does", () => {
    const limit = new rlimit();
    ok(getrlimit(RLIMIT_NOFILE, limit));
    expect(failing(() => poll(null, 1, 0))).toBe("EFAULT");
    expect(failing(() => poll(array(pollfd, 1), -1, 0))).toBe("EINVAL");
    expect(failing(() => poll(array(pollfd, limit.rlim_cur + 1), limit.rlim_cur + 1, 0))).toBe("EINVAL");
  });

  it("waits for what is left of its time after what Node handles", () => {
    const { time, outcome } = interrupted("", "all.poll(array(pollfd, 1), 0, 300)");
    expect(outcome).toBe("0 0");
    expect(time).toBeGreaterThanOrEqual(299);
    expect(time).toBeLessThan(450);
  });

  it("waits on without end after what Node handles", () => {
    const { outcome } = interrupted(
      `const fds = array(all.int, 2);
       all.pipe(fds);
       spawn("sh", ["-c", "sleep 0.3; echo x"], { stdio: ["ignore", fds[1], "ignore"] }).unref();
       const fd = new pollfd({ fd: fds[0], events: all.POLLIN });`,
      "all.poll(fd, 1, -1)",
    );
    expect(outcome).toBe("1 0");
  });
});

describe("ppoll", () => {
  it("waits for a time, which stays as it is", () => {
    const [reading, writing] = unixPair();
    const fd = new pollfd({ fd: reading, events: POLLIN });
    const timeout = new timespec({ tv_nsec: 50_000_000 });
    const start = performance.now();
    expect(ppoll(fd, 1, timeout, null)).toBe(0);
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
    expect([timeout.tv_sec, timeout.tv_nsec]).toEqual([0, 50_000_000]);
    ok(write(writing, "x", 1));
    expect(ppoll(fd, 1, null, null)).toBe(1);
    expect(fd.revents).toBe(POLLIN);
  });

  it.each([
    { tv_sec: -1, tv_nsec: 0 },
    { tv_sec: 0, tv_nsec: -1 },
    { tv_sec: 0, tv_nsec: 1e9 },
  ])("answers EINVAL for %p", (timeout) => {
    expect(failing(() => ppoll(null, 0, new timespec(timeout), null))).toBe("EINVAL");
  });

  it("waits for what is left of its time after what Node handles", () => {
    const { time, outcome } = interrupted("", "all.ppoll(null, 0, new timespec({ tv_nsec: 300_000_000 }), null)");
    expect(outcome).toBe("0 0");
    expect(time).toBeGreaterThanOrEqual(299);
    expect(time).toBeLessThan(450);
  });
});
