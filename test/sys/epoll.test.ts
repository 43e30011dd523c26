import { readdirSync, readlinkSync } from "node:fs";
import { inspect } from "node:util";

import { F_GETFD, fcntl, FD_CLOEXEC, O_RDONLY, open } from "berkeley/fcntl";
import { array, bytes } from "berkeley/memory";
import {
  EPOLL_CLOEXEC,
  epoll_create,
  epoll_create1,
  epoll_ctl,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  epoll_data_t,
  epoll_event,
  epoll_pwait,
  epoll_pwait2,
  epoll_wait,
  EPOLLERR,
  EPOLLET,
  EPOLLEXCLUSIVE,
  EPOLLHUP,
  EPOLLIN,
  EPOLLONESHOT,
  EPOLLOUT,
  EPOLLPRI,
  EPOLLRDHUP,
  timespec,
} from "berkeley/sys/epoll";
import { MSG_OOB, send, SHUT_WR, shutdown } from "berkeley/sys/socket";
import { close, dup, read, write } from "berkeley/unistd";

import { closedDescriptor, ok, opened, openedPipe } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { runModule } from "../support/children.ts";
import { interrupted } from "../support/interruptions.ts";
import { connection } from "../support/network.ts";
import { thrown } from "../support/thrown.ts";

const instance = (): number => opened(epoll_create1(0));

/** An instance that waits for `events` of some descriptors, each its event's `data.fd`. */
function waitingFor(events: number, ...fds: number[]): number {
  const epfd = instance();
  for (const fd of fds) ok(epoll_ctl(epfd, EPOLL_CTL_ADD, fd, new epoll_event({ events, data: { fd } })));
  return epfd;
}

/** What has happened, without waiting. */
function happened(epfd: number): [fd: number, events: number][] {
  const events = array(epoll_event, 8);
  const count = ok(epoll_wait(epfd, events, 8, 0));
  return [...events].slice(0, count).map(({ data, events }) => [data.fd, events]);
}

describe("struct epoll_event", () => {
  it("has a union, whose members are the same bytes", () => {
    const event = new epoll_event({ events: EPOLLIN | EPOLLET });
    event.data.u64 = 0xfedcba98_ffffffffn;
    expect([event.data.fd, event.data.u32, event.data.u64]).toEqual([-1, 0xffffffff, 0xfedcba98_ffffffffn]);
    event.data.fd = 5;
    expect(event.data.u64).toBe(0xfedcba98_00000005n);
    event.data = new epoll_data_t({ u64: 2n ** 64n - 1n });
    expect(event.data.u64).toBe(2n ** 64n - 1n);
    event.data.u64 = -2n;
    expect(event.data.u64).toBe(2n ** 64n - 2n);
    expect(event.events).toBe(EPOLLIN + EPOLLET);
    expect(inspect(new epoll_event({ data: { fd: 1 } }))).toBe(
      "epoll_event { events: 0, data: epoll_data_t { fd: 1, u32: 1, u64: 1n } }",
    );
  });

  it("takes a bigint alone for 64 bits of any meaning", () => {
    expect(thrown(() => (new epoll_event().data.u64 = 1 as never))).toMatch(/^TypeError/);
    expect(thrown(() => new epoll_data_t({ u64: 1 as never }))).toMatch(/^TypeError/);
  });
});

describe("epoll", () => {
  it("tells of what is waited for, with its data", () => {
    const [reading, writing] = openedPipe();
    const epfd = waitingFor(EPOLLIN | EPOLLOUT, reading, writing);
    expect(happened(epfd)).toEqual([[writing, EPOLLOUT]]);
    ok(write(writing, "x", 1));
    expect(happened(epfd).sort()).toEqual(
      [
        [reading, EPOLLIN],
        [writing, EPOLLOUT],
      ].sort(),
    );
    ok(epoll_ctl(epfd, EPOLL_CTL_MOD, reading, new epoll_event({ events: EPOLLIN, data: { u64: 2n ** 60n } })));
    ok(epoll_ctl(epfd, EPOLL_CTL_DEL, writing, null));
    const event = new epoll_event();
    expect(epoll_wait(epfd, event, 1, -1)).toBe(1);
    expect([event.events, event.data.u64]).toEqual([EPOLLIN, 2n ** 60n]);
    ok(close(writing));
    expect(happened(epfd)).toEqual([[0, EPOLLIN | EPOLLHUP]]);
  });

  it("tells of errors, of the peer's end of sending, and of urgent data", () => {
    const [reading, writing] = openedPipe();
    ok(close(reading));
    expect(happened(waitingFor(0, writing))).toEqual([[writing, EPOLLERR]]);
    const [client, server] = connection();
    const epfd = waitingFor(EPOLLRDHUP | EPOLLPRI, server);
    expect(happened(epfd)).toEqual([]);
    ok(send(client, "!", 1, MSG_OOB));
    expect(happened(epfd)).toEqual([[server, EPOLLPRI]]);
    ok(shutdown(client, SHUT_WR));
    expect(happened(epfd)).toEqual([[server, EPOLLPRI | EPOLLRDHUP]]);
  });

  it("tells of an edge once, and of one shot until it is armed again", () => {
    const [reading, writing] = openedPipe();
    ok(write(writing, "x", 1));
    const edge = waitingFor(EPOLLIN | EPOLLET, reading);
    const shot = waitingFor(EPOLLIN | EPOLLONESHOT, reading);
    const level = waitingFor(EPOLLIN | EPOLLEXCLUSIVE, reading);
    expect([edge, shot, level].map((epfd) => happened(epfd).length)).toEqual([1, 1, 1]);
    expect([edge, shot, level].map((epfd) => happened(epfd).length)).toEqual([0, 0, 1]);
    ok(write(writing, "x", 1));
    expect([edge, shot, level].map((epfd) => happened(epfd).length)).toEqual([1, 0, 1]);
    ok(epoll_ctl(shot, EPOLL_CTL_MOD, reading, new epoll_event({ events: EPOLLIN | EPOLLONESHOT })));
    expect(happened(shot)).toHaveLength(1);
    expect(read(reading, Buffer.alloc(8), 8)).toBe(2);
    expect(happened(level)).toEqual([]);
  });

  it("fills in no more events than there may be, and leaves the rest of the array", () => {
    const [reading, writing] = openedPipe();
    ok(write(writing, "x", 1));
    const many = Array.from({ length: 100 }, () => opened(dup(reading)));
    const epfd = waitingFor(EPOLLIN, ...many);
    const events = array(epoll_event, 64);
    expect(epoll_wait(epfd, events, 3, -1)).toBe(3);
    expect([...events].filter((event) => event.events === EPOLLIN)).toHaveLength(3);
    expect(epoll_wait(epfd, events, 64, -1)).toBe(64);
    expect(new Set([...events].map(({ data }) => data.fd)).size).toBe(64);
    expect(epoll_wait(epfd, bytes(events), 1, 0)).toBe(1);
  });

  it("waits for 1,024 descriptors", () => {
    const { stdout } = runModule(
      `import { array, dup, EPOLL_CTL_ADD, epoll_create1, epoll_ctl, epoll_event, epoll_wait, EPOLLIN, int, pipe, write } from "berkeley";
       const fds = array(int, 2);
       pipe(fds);
       const epfd = epoll_create1(0);
       const many = Array.from({ length: 1024 }, () => dup(fds[0]));
       for (const fd of many) epoll_ctl(epfd, EPOLL_CTL_ADD, fd, new epoll_event({ events: EPOLLIN, data: { fd } }));
       const events = array(epoll_event, 1024);
       console.log(epoll_wait(epfd, events, 1024, 0), write(fds[1], "x", 1), epoll_wait(epfd, events, 1024, -1),
         new Set(Array.from(events, ({ data }) => data.fd)).size);`,
      { after: "ulimit -n 2048" },
    );
    expect(stdout).toBe("0 1 1024 1024\n");
  });

  it("is an instance that can be waited for, closed and inherited", () => {
    const [reading, writing] = openedPipe();
    const inner = waitingFor(EPOLLIN, reading);
    const outer = waitingFor(EPOLLIN, inner);
    expect(happened(outer)).toEqual([]);
    ok(write(writing, "x", 1));
    expect(happened(outer)).toEqual([[inner, EPOLLIN]]);
    expect(fcntl(opened(epoll_create1(EPOLL_CLOEXEC)), F_GETFD)).toBe(FD_CLOEXEC);
    expect(fcntl(opened(epoll_create(1)), F_GETFD)).toBe(0);
    expect(close(inner)).toBe(0);
  });

  it("waits until its time is over, not at all with 0", () => {
    const epfd = instance();
    const events = array(epoll_event, 1);
    const start = performance.now();
    expect(epoll_wait(epfd, events, 1, 0)).toBe(0);
    expect(performance.now() - start).toBeLessThan(50);
    expect(epoll_wait(epfd, events, 1, 60)).toBe(0);
    expect(epoll_pwait(epfd, events, 1, 60, null)).toBe(0);
    expect(epoll_pwait2(epfd, events, 1, new timespec({ tv_nsec: 60_000_000 }), null)).toBe(0);
    expect(performance.now() - start).toBeGreaterThanOrEqual(179);
  });

  it.each([
    epoll_pwait,
    (...[epfd, events, max]: Parameters<typeof epoll_wait>) => epoll_pwait2(epfd, events, max, null, null),
  ])("waits without end: %p", (wait) => {
    const [, writing] = openedPipe();
    const events = array(epoll_event, 2);
    expect(wait(waitingFor(EPOLLOUT, writing), events, 2, -1, null)).toBe(1);
    expect(events[0].data.fd).toBe(writing);
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "no size", () => epoll_create(0)],
    ["EINVAL", "unknown flags", () => epoll_create1(1)],
    ["EBADF", "a descriptor that is closed", () => epoll_ctl(instance(), EPOLL_CTL_DEL, closedDescriptor(), null)],
    ["EBADF", "an instance that is closed", () => epoll_ctl(closedDescriptor(), EPOLL_CTL_DEL, 0, null)],
    ["EINVAL", "no instance", () => epoll_ctl(openedPipe()[0], EPOLL_CTL_DEL, openedPipe()[0], null)],
    ["ENOENT", "one that is not in the list", () => epoll_ctl(instance(), EPOLL_CTL_DEL, openedPipe()[0], null)],
    ["ENOENT", "one that is not in it", () => epoll_ctl(instance(), EPOLL_CTL_MOD, openedPipe()[0], new epoll_event())],
    [
      "EPERM",
      "a directory",
      () => epoll_ctl(instance(), EPOLL_CTL_ADD, opened(open("/", O_RDONLY)), new epoll_event()),
    ],
    ["EFAULT", "NULL", () => epoll_ctl(instance(), EPOLL_CTL_ADD, openedPipe()[0], null)],
    ["EINVAL", "an unknown operation", () => epoll_ctl(instance(), 99, openedPipe()[0], new epoll_event())],
    ["EINVAL", "room for no events", () => epoll_wait(instance(), array(epoll_event, 1), 0, 0)],
    ["EINVAL", "fewer than no events", () => epoll_wait(instance(), array(epoll_event, 1), -1, 0)],
    ["EINVAL", "waiting on no instance", () => epoll_wait(openedPipe()[0], array(epoll_event, 1), 1, 0)],
    ["EFAULT", "NULL for events", () => epoll_wait(waitingFor(EPOLLOUT, openedPipe()[1]), null, 1, 0)],
    [
      "EINVAL",
      "a timeout that is no time",
      () => epoll_pwait2(instance(), new epoll_event(), 1, new timespec({ tv_nsec: 1e9 }), null),
    ],
    [
      "EINVAL",
      "a negative timeout",
      () => epoll_pwait2(instance(), new epoll_event(), 1, new timespec({ tv_sec: -1 }), null),
    ],
    [
      "EEXIST",
      "one that is in the list",
      () => {
        const [reading] = openedPipe();
        return epoll_ctl(waitingFor(EPOLLIN, reading), EPOLL_CTL_ADD, reading, new epoll_event());
      },
    ],
    [
      "EINVAL",
      "itself",
      () => {
        const epfd = instance();
        return epoll_ctl(epfd, EPOLL_CTL_ADD, epfd, new epoll_event());
      },
    ],
    [
      "ELOOP",
      "two that wait for each other",
      () => {
        const epfd = instance();
        return epoll_ctl(epfd, EPOLL_CTL_ADD, waitingFor(EPOLLIN, epfd), new epoll_event());
      },
    ],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  it("takes no array that is shorter than it says", () => {
    const epfd = instance();
    const events = array(epoll_event, 4);
    expect(thrown(() => epoll_wait(epfd, events, 5, 0))).toBe(
      "RangeError: epoll_wait: maxevents: 5 elements asked for, but the memory has 4",
    );
    expect(thrown(() => epoll_pwait2(epfd, bytes(events).subarray(1), 4, null, null))).toBe(
      "RangeError: epoll_pwait2: maxevents: 4 elements asked for, but the memory has 3",
    );
  });

  it("of Node does not exist for the program", () => {
    const instances = readdirSync("/proc/self/fd")
      .map(Number)
      .filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`) === "anon_inode:[eventpoll]";
        } catch {
          return false; // That of the directory.
        }
      });
    expect(instances).not.toEqual([]);
    const [reading] = openedPipe();
    const event = new epoll_event({ events: EPOLLIN });
    for (const epfd of instances) {
      expect(failing(() => epoll_ctl(epfd, EPOLL_CTL_ADD, reading, event))).toBe("EBADF");
      expect(failing(() => epoll_wait(epfd, event, 1, 0))).toBe("EBADF");
      expect(failing(() => epoll_pwait(epfd, event, 1, 0, null))).toBe("EBADF");
      expect(failing(() => epoll_pwait2(epfd, event, 1, null, null))).toBe("EBADF");
    }
  });

  it("is a child's of fork too, the same list", () => {
    const { stdout, stderr } = runModule(
      `import { array, epoll_create1, epoll_ctl, EPOLL_CTL_ADD, epoll_event, epoll_wait, EPOLLIN, fork, int, pipe,
         waitpid, WEXITSTATUS, write } from "berkeley";
       const fds = array(int, 2);
       pipe(fds);
       const epfd = epoll_create1(0);
       epoll_ctl(epfd, EPOLL_CTL_ADD, fds[0], new epoll_event({ events: EPOLLIN, data: { fd: fds[0] } }));
       const event = new epoll_event();
       const pid = fork();
       if (pid === 0) {
         const n = epoll_wait(epfd, event, 1, 5000);
         process.exit(n === 1 && event.data.fd === fds[0] ? 7 : 1);
       }
       const status = new int();
       write(fds[1], "x", 1);
       waitpid(pid, status, 0);
       console.log(WEXITSTATUS(status.value), epoll_wait(epfd, event, 1, 0));`,
    );
    expect([stdout, stderr]).toEqual(["7 1\n", ""]);
  });

  it.each([
    ["epoll_wait", "all.epoll_wait(epfd, event, 1, 300)"],
    ["epoll_pwait", "all.epoll_pwait(epfd, event, 1, 300, null)"],
    ["epoll_pwait2", "all.epoll_pwait2(epfd, event, 1, new timespec({ tv_nsec: 300_000_000 }), null)"],
  ])("%s waits for what is left of its time after what Node handles", (_name, call) => {
    const { time, outcome } = interrupted("const epfd = all.epoll_create1(0), event = new epoll_event();", call);
    expect(outcome).toBe("0 0");
    expect(time).toBeGreaterThanOrEqual(299);
    expect(time).toBeLessThan(450);
  });
});
