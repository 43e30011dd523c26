import {
  getitimer,
  gettimeofday,
  ITIMER_PROF,
  ITIMER_REAL,
  ITIMER_VIRTUAL,
  itimerval,
  setitimer,
  timeradd,
  timerclear,
  timercmp,
  timerisset,
  timersub,
  timeval,
  timezone,
} from "berkeley/sys/time";
import { time } from "berkeley/time";
import { alarm, sleep, usleep } from "berkeley/unistd";

import { runModule } from "../support/children.ts";
import { failing } from "../support/errors.ts";

const values = ({ tv_sec, tv_usec }: timeval): [number, number] => [tv_sec, tv_usec];

describe("gettimeofday", () => {
  it("is the time in microseconds", () => {
    const now = new timeval();
    const before = Date.now();
    expect(gettimeofday(now, null)).toBe(0);
    const milliseconds = now.tv_sec * 1000 + Math.floor(now.tv_usec / 1000);
    expect(milliseconds).toBeGreaterThanOrEqual(before);
    expect(milliseconds).toBeLessThanOrEqual(Date.now());
    expect(time(null)).toBeGreaterThanOrEqual(now.tv_sec);
  });

  it("takes null, and tells the kernel's zone", () => {
    const zone = new timezone({ tz_minuteswest: 77, tz_dsttime: 77 });
    expect(gettimeofday(null, zone)).toBe(0);
    expect(zone.tz_minuteswest).not.toBe(77);
    expect(zone.tz_dsttime).toBe(0);
    expect(gettimeofday(null, null)).toBe(0);
  });
});

describe("setitimer", () => {
  // Hours: these must not signal jest.
  const HOUR = 3600;

  afterEach(() => {
    for (const which of [ITIMER_REAL, ITIMER_VIRTUAL]) setitimer(which, new itimerval(), null);
  });

  it.each([
    ["ITIMER_REAL", ITIMER_REAL],
    ["ITIMER_VIRTUAL", ITIMER_VIRTUAL],
  ])("%s runs until it is stopped, and tells what is left", (_name, which) => {
    const timer = new itimerval({ it_value: { tv_sec: HOUR, tv_usec: 5000 }, it_interval: { tv_sec: 7 } });
    const left = new itimerval();
    expect(setitimer(which, timer, null)).toBe(0);
    expect(getitimer(which, left)).toBe(0);
    expect(left.it_interval.tv_sec).toBe(7);
    expect(left.it_value.tv_sec).toBeGreaterThanOrEqual(HOUR - 60);
    expect(left.it_value.tv_sec).toBeLessThanOrEqual(HOUR);
    timerclear(left.it_value);
    expect(setitimer(which, new itimerval(), left)).toBe(0);
    expect(timerisset(left.it_value)).toBe(true);
    expect(getitimer(which, left)).toBe(0);
    expect(timerisset(left.it_value)).toBe(false);
  });

  it("and alarm are one timer", () => {
    expect(alarm(2 * HOUR)).toBe(0);
    const left = new itimerval();
    expect(getitimer(ITIMER_REAL, left)).toBe(0);
    expect(left.it_value.tv_sec).toBeGreaterThanOrEqual(2 * HOUR - 60);
    expect(setitimer(ITIMER_REAL, new itimerval({ it_value: { tv_sec: HOUR } }), null)).toBe(0);
    expect(alarm(HOUR)).toBeGreaterThanOrEqual(HOUR - 60);
    expect(alarm(0)).toBeLessThanOrEqual(HOUR);
    expect(alarm(0)).toBe(0);
  });

  it.each([
    ["EINVAL", "a timer that is none", () => setitimer(99, new itimerval(), null)],
    ["EINVAL", "asking about one", () => getitimer(99, new itimerval())],
    ["EINVAL", "no time", () => setitimer(ITIMER_REAL, new itimerval({ it_value: { tv_usec: 1_000_000 } }), null)],
    ["EFAULT", "nowhere to tell", () => getitimer(ITIMER_PROF, null)],
  ])("%s: %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("timers that signal", () => {
  it.each([
    ["alarm, during sleep", "SIGALRM", "all.alarm(1); all.sleep(30)"],
    ["alarm, while JavaScript runs", "SIGALRM", "all.alarm(1); for (;;);"],
    ["alarm, in the event loop", "SIGALRM", "all.alarm(1); setTimeout(() => undefined, 30_000)"],
    [
      "ITIMER_REAL",
      "SIGALRM",
      "all.setitimer(all.ITIMER_REAL, new all.itimerval({ it_value: { tv_usec: 1000 } }), null); all.sleep(30)",
    ],
    [
      "ITIMER_VIRTUAL",
      "SIGVTALRM",
      "all.setitimer(all.ITIMER_VIRTUAL, new all.itimerval({ it_value: { tv_usec: 1000 } }), null); for (;;);",
    ],
  ])("end the process: %s", (_what, expected, statements) => {
    const { signal, stderr } = runModule(`import * as all from "berkeley"; ${statements}`);
    expect([signal, stderr]).toEqual([expected, ""]);
  });

  it("outlive execve, and are not in a child of fork, as in C", () => {
    const { signal } = runModule(
      `import { alarm, execv } from "berkeley/unistd"; alarm(1); execv("/bin/sleep", ["sleep", "30", null]);`,
    );
    expect(signal).toBe("SIGALRM");
    const { stdout } = runModule(
      `import { alarm, fork, _exit } from "berkeley/unistd";
       import { wait } from "berkeley/sys/wait";
       import { int } from "berkeley/memory";
       alarm(3600);
       const pid = fork();
       if (pid === 0) _exit(alarm(0) === 0 ? 7 : 8);
       const status = new int();
       wait(status);
       console.log(status.value >> 8, alarm(0) > 0);`,
    );
    expect(stdout).toBe("7 true\n");
  });
});

describe("sleep and usleep", () => {
  it("take as long as they are told, and return 0", () => {
    const start = process.hrtime.bigint();
    expect(sleep(1)).toBe(0);
    expect(usleep(1_100_000)).toBe(0);
    expect(usleep(0)).toBe(0);
    expect(sleep(0)).toBe(0);
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeGreaterThanOrEqual(2100);
  });
});

describe("arithmetic", () => {
  const of = (tv_sec: number, tv_usec: number): timeval => new timeval({ tv_sec, tv_usec });

  it.each([
    [of(1, 2), of(3, 4), [4, 6], [-3, 999_998]],
    [of(5, 600_000), of(3, 400_000), [9, 0], [2, 200_000]],
    [of(5, 600_000), of(3, 700_000), [9, 300_000], [1, 900_000]],
    [of(-1, 999_999), of(0, 1), [0, 0], [-1, 999_998]],
  ])("timeradd and timersub carry microseconds: %#", (a, b, sum, difference) => {
    const result = new timeval();
    timeradd(a, b, result);
    expect(values(result)).toEqual(sum);
    timersub(a, b, result);
    expect(values(result)).toEqual(difference);
  });

  it("the result may be an operand", () => {
    const a = of(1, 600_000);
    timeradd(a, a, a);
    expect(values(a)).toEqual([3, 200_000]);
    timersub(a, a, a);
    expect(values(a)).toEqual([0, 0]);
  });

  it("timercmp compares as C's operators do", () => {
    const times = [of(1, 2), of(1, 3), of(2, 0), of(2, 0)];
    for (const [i, a] of times.entries()) {
      for (const [j, b] of times.entries()) {
        const order = i > 1 && j > 1 ? 0 : i - j;
        expect((["<", "<=", "==", "!=", ">=", ">"] as const).map((cmp) => timercmp(a, b, cmp))).toEqual([
          ...[order < 0, order <= 0, order === 0],
          ...[order !== 0, order >= 0, order > 0],
        ]);
      }
    }
  });

  it("timerisset and timerclear", () => {
    const a = of(0, 1);
    expect([timerisset(a), timerisset(of(-1, 0)), timerisset(of(0, 0))]).toEqual([true, true, false]);
    timerclear(a);
    expect(values(a)).toEqual([0, 0]);
  });
});
