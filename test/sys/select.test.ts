import { errno, set_errno } from "berkeley/errno";
import { bytes, sizeof } from "berkeley/memory";
import { memcpy } from "berkeley/string";
import {
  FD_CLR,
  FD_ISSET,
  FD_SET,
  fd_set,
  FD_SETSIZE,
  FD_ZERO,
  pselect,
  select,
  timespec,
  timeval,
} from "berkeley/sys/select";
import { MSG_OOB, send } from "berkeley/sys/socket";
import { dup2, write } from "berkeley/unistd";

import { hasCompiler, runC, runModule } from "../support/children.ts";
import { closedDescriptor, ok, opened, openedPipe } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { interrupted } from "../support/interruptions.ts";
import { connection } from "../support/network.ts";
import { thrown } from "../support/thrown.ts";

function setOf(...fds: number[]): fd_set {
  const set = new fd_set();
  for (const fd of fds) FD_SET(fd, set);
  return set;
}

/** The members of a set. */
function membersOf(set: fd_set): number[] {
  return Array.from({ length: FD_SETSIZE }, (_, fd) => fd).filter((fd) => FD_ISSET(fd, set));
}

describe("the macros", () => {
  it("put in, take out and empty", () => {
    const set = setOf(0, 7, 8, 63, 64, FD_SETSIZE - 1, 7);
    expect(membersOf(set)).toEqual([0, 7, 8, 63, 64, FD_SETSIZE - 1]);
    FD_CLR(63, set);
    FD_CLR(62, set);
    expect(membersOf(set)).toEqual([0, 7, 8, 64, FD_SETSIZE - 1]);
    FD_ZERO(set);
    expect(bytes(set)).toEqual(Buffer.alloc(sizeof(fd_set)));
  });

  it("work on copies as on the original", () => {
    const master = setOf(5);
    const copy = new fd_set(master);
    FD_SET(6, copy);
    expect([membersOf(master), membersOf(copy)]).toEqual([[5], [5, 6]]);
    memcpy(copy, master, sizeof(copy));
    expect(membersOf(copy)).toEqual([5]);
  });

  it.each([FD_SETSIZE, -1, 1.5, NaN, Infinity, -Infinity, 2 ** 32])("refuse descriptor %p", (fd) => {
    const set = setOf(1);
    for (const macro of [FD_SET, FD_CLR, FD_ISSET]) {
      expect(thrown(() => macro(fd, set))).toBe(
        `RangeError: ${macro.name}: fd: expected an integer from 0 to 1023, got ${fd}`,
      );
    }
    expect(membersOf(set)).toEqual([1]);
  });

  (hasCompiler ? it : it.skip)("set the bits that C's set (skipped without a C compiler)", () => {
    const output = runC(`#include <stdio.h>
      #include <sys/select.h>
      int main(void) {
        fd_set set;
        for (int fd = 0; fd < FD_SETSIZE; fd++) {
          FD_ZERO(&set);
          FD_SET(fd, &set);
          for (size_t i = 0; i < sizeof set; i++) printf("%02x", ((unsigned char *)&set)[i]);
          putchar('\\n');
        }
      }`);
    const lines = Array.from({ length: FD_SETSIZE }, (_, fd) => bytes(setOf(fd)).toString("hex"));
    expect(lines).toEqual(output.trimEnd().split("\n"));
  });
});

describe("select", () => {
  it("leaves in the sets what is ready", () => {
    const [reading, writing] = openedPipe();
    const [client, server] = connection();
    const nfds = Math.max(reading, writing, client, server) + 1;
    const all = [reading, writing, client, server];
    const [readfds, writefds, exceptfds] = [setOf(...all), setOf(...all), setOf(...all)];
    expect(select(nfds, readfds, writefds, exceptfds, new timeval({ tv_sec: 10 }))).toBe(3);
    expect(membersOf(readfds)).toEqual([]);
    expect(membersOf(writefds)).toEqual([writing, client, server].sort((a, b) => a - b));
    expect(membersOf(exceptfds)).toEqual([]);

    ok(write(writing, "x", 1));
    ok(send(client, "!", 1, MSG_OOB));
    for (const set of [readfds, exceptfds]) for (const fd of all) FD_SET(fd, set);
    expect(select(nfds, readfds, null, exceptfds, new timeval({ tv_sec: 10 }))).toBe(2);
    expect([membersOf(readfds), membersOf(exceptfds)]).toEqual([[reading], [server]]);
  });

  it("leaves of the timeout what is left", () => {
    const [reading, writing] = openedPipe();
    const set = setOf(reading);
    const timeout = new timeval({ tv_usec: 50_000 });
    const start = performance.now();
    expect(select(reading + 1, set, null, null, timeout)).toBe(0);
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
    expect([membersOf(set), timeout.tv_sec, timeout.tv_usec]).toEqual([[], 0, 0]);
    ok(write(writing, "x", 1));
    FD_SET(reading, set);
    timeout.tv_sec = 5;
    expect(select(reading + 1, set, null, null, timeout)).toBe(1);
    expect([timeout.tv_sec, timeout.tv_usec > 900_000]).toEqual([4, true]);
  });

  it("looks at no descriptor from nfds on", () => {
    const [, writing] = openedPipe();
    const set = setOf(writing);
    expect(select(0, set, set, set, new timeval())).toBe(0);
    expect(membersOf(set)).toEqual([writing]);
    expect(select(writing, null, set, null, new timeval())).toBe(0);
    expect(select(writing + 1, null, setOf(writing), null, new timeval())).toBe(1);
  });

  it("waits for 1024 descriptors", () => {
    const { stdout } = runModule(
      `import { dup2, FD_ISSET, FD_SET, fd_set, FD_SETSIZE, int, array, pipe, select, timeval, write } from "berkeley";
       const fds = array(int, 2);
       pipe(fds);
       const set = new fd_set();
       let taken = 0;
       for (let fd = 3; fd < FD_SETSIZE; fd++) {
         if (fd === fds[1] || dup2(fds[0], fd) === -1) continue;
         FD_SET(fd, set);
         taken++;
       }
       const none = select(FD_SETSIZE, new fd_set(set), null, null, new timeval());
       write(fds[1], "x", 1);
       const ready = select(FD_SETSIZE, set, null, null, null);
       console.log(none, ready === taken, taken > 980, FD_ISSET(FD_SETSIZE - 1, set));`,
      { after: "ulimit -n 2048" },
    );
    expect(stdout).toBe("0 true true true\n");
  });

  it("takes a descriptor at the end of a set, and none beyond", () => {
    const [, writing] = openedPipe();
    const last = opened(dup2(writing, FD_SETSIZE - 1));
    const set = setOf(last);
    expect(select(FD_SETSIZE, null, set, null, new timeval({ tv_sec: 10 }))).toBe(1);
    expect(membersOf(set)).toEqual([last]);
    expect(thrown(() => select(FD_SETSIZE + 1, null, set, null, null))).toMatch(/^RangeError: select: writefds: /);
    expect(select(FD_SETSIZE + 1, null, null, null, new timeval())).toBe(0);
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "a negative count", () => select(-1, new fd_set(), null, null, new timeval())],
    ["EINVAL", "a negative timeout", () => select(0, null, null, null, new timeval({ tv_sec: -1 }))],
    ["EINVAL", "negative microseconds", () => select(0, null, null, null, new timeval({ tv_usec: -1 }))],
    [
      "EBADF",
      "a descriptor that is closed",
      () => {
        const fd = closedDescriptor();
        return select(fd + 1, setOf(fd), null, null, new timeval());
      },
    ],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  // What is left differs by the time that the call takes.
  (hasCompiler ? it : it.skip)("takes odd timeouts as C does (skipped without a C compiler)", () => {
    const times = [
      [0, 1_000_000],
      [0, 2_500_000],
      [3, 2_147_483_647],
      [0, 2_147_483_648],
      [0, 2 ** 32],
      [0, 2 ** 32 + 1_500_000],
      [1, -1],
      [-1, 1_000_000],
    ];
    const output = runC(`#include <errno.h>
      #include <stdio.h>
      #include <sys/select.h>
      #include <unistd.h>
      int main(void) {
        long times[][2] = {${times.map(([seconds, micros]) => `{${seconds}, ${micros}}`).join(", ")}};
        int fds[2];
        pipe(fds);
        for (int i = 0; i < ${times.length}; i++) {
          struct timeval time = {times[i][0], times[i][1]};
          fd_set set;
          FD_ZERO(&set);
          FD_SET(fds[1], &set);
          errno = 0;
          int n = select(fds[1] + 1, NULL, &set, NULL, &time);
          printf("%d %d %ld\\n", n, errno, n == -1 ? time.tv_usec : (time.tv_sec * 1000000 + time.tv_usec + 500000) / 1000000);
        }
      }`);
    const [, writing] = openedPipe();
    const lines = times.map(([tv_sec, tv_usec]) => {
      const time = new timeval({ tv_sec, tv_usec });
      set_errno(0);
      const n = select(writing + 1, null, setOf(writing), null, time);
      const left = n === -1 ? time.tv_usec : Math.floor((time.tv_sec * 1e6 + time.tv_usec + 500_000) / 1e6);
      return `${n} ${errno} ${left}`;
    });
    expect(lines).toEqual(output.trimEnd().split("\n"));
  });

  it("takes the longest timeout, and one that is longer, as C does", () => {
    const [, writing] = openedPipe();
    const time = new timeval({ tv_usec: 1_000_000 });
    bytes(time).writeBigInt64LE(2n ** 63n - 1n);
    expect(select(writing + 1, null, setOf(writing), null, time)).toBe(1);
    expect(bytes(time).readBigInt64LE()).toBeGreaterThan(2n ** 62n);
  });

  it("waits for what is left of its time after what Node handles, and then nothing is left", () => {
    const { time, outcome } = interrupted(
      "const timeout = new timeval({ tv_usec: 300_000 });",
      "all.select(0, null, null, null, timeout) + timeout.tv_sec + timeout.tv_usec",
    );
    expect(outcome).toBe("0 0");
    expect(time).toBeGreaterThanOrEqual(299);
    expect(time).toBeLessThan(450);
  });
});

describe("pselect", () => {
  it("waits for a time, which stays as it is", () => {
    const [reading, writing] = openedPipe();
    const timeout = new timespec({ tv_nsec: 50_000_000 });
    const set = setOf(reading);
    const start = performance.now();
    expect(pselect(reading + 1, set, null, null, timeout, null)).toBe(0);
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
    expect([timeout.tv_sec, timeout.tv_nsec]).toEqual([0, 50_000_000]);
    ok(write(writing, "x", 1));
    FD_SET(reading, set);
    expect(pselect(reading + 1, set, setOf(), setOf(), null, null)).toBe(1);
    expect(membersOf(set)).toEqual([reading]);
  });

  it.each<[string, object]>([
    ["a negative time", { tv_sec: -1 }],
    ["a second of nanoseconds", { tv_nsec: 1e9 }],
  ])("answers EINVAL for %s", (_what, timeout) => {
    expect(failing(() => pselect(0, null, null, null, new timespec(timeout), null))).toBe("EINVAL");
  });

  it("waits for what is left of its time after what Node handles", () => {
    const { time, outcome } = interrupted(
      "const timeout = new timespec({ tv_nsec: 300_000_000 });",
      "all.pselect(0, null, null, null, timeout, null)",
    );
    expect(outcome).toBe("0 0");
    expect(time).toBeGreaterThanOrEqual(299);
    expect(time).toBeLessThan(450);
  });
});
