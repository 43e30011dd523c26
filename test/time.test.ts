import { EFAULT, EINVAL, EOVERFLOW, errno, set_errno } from "berkeley/errno";
import { bytes, cast, sizeof } from "berkeley/memory";
import {
  asctime,
  asctime_r,
  clock,
  CLOCK_BOOTTIME,
  clock_getres,
  clock_gettime,
  CLOCK_MONOTONIC,
  clock_nanosleep,
  CLOCK_PROCESS_CPUTIME_ID,
  CLOCK_REALTIME,
  CLOCK_REALTIME_COARSE,
  clock_settime,
  CLOCK_THREAD_CPUTIME_ID,
  CLOCKS_PER_SEC,
  ctime,
  ctime_r,
  difftime,
  gmtime,
  gmtime_r,
  localtime,
  mktime,
  nanosleep,
  strftime,
  time,
  time_t,
  timegm,
  TIMER_ABSTIME,
  timespec,
  tm,
} from "berkeley/time";

import { hasCompiler, runC, runFile, runModule } from "./support/children.ts";
import { failing } from "./support/errors.ts";
import { interrupted } from "./support/interruptions.ts";
import { thrown } from "./support/thrown.ts";
import { program } from "./support/calendar.ts";

const nanoseconds = (t: timespec): bigint => BigInt(t.tv_sec) * 1_000_000_000n + BigInt(t.tv_nsec);

function now(clockid: number): timespec {
  const shown = new timespec();
  expect(clock_gettime(clockid, shown)).toBe(0);
  return shown;
}

/** How long a call takes, in milliseconds of the monotonic clock. */
function duration(call: () => void): number {
  const start = nanoseconds(now(CLOCK_MONOTONIC));
  call();
  return Number(nanoseconds(now(CLOCK_MONOTONIC)) - start) / 1e6;
}

/** A calendar time, by its fields. */
const fields = (t: tm): number[] => [
  ...[t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec],
  ...[t.tm_wday, t.tm_yday, t.tm_isdst, t.tm_gmtoff],
];

const THEN = 1_795_661_696; // Thu Nov 26 02:54:56 2026 in UTC

describe("clocks", () => {
  it("time is Node's, in seconds, and goes where it is told", () => {
    const place = new time_t();
    // The C library reads the clock as it was at the kernel's last tick, which may be in the second before.
    const tick = new timespec();
    clock_gettime(CLOCK_REALTIME_COARSE, tick);
    const before = tick.tv_sec;
    expect(Math.floor(Date.now() / 1000) - before).toBeLessThanOrEqual(1);
    const seconds = time(place);
    expect(seconds).toBeGreaterThanOrEqual(before);
    expect(seconds).toBeLessThanOrEqual(Math.floor(Date.now() / 1000));
    expect(place.value).toBe(seconds);
    expect(time(null)).toBeGreaterThanOrEqual(seconds);
  });

  it("CLOCK_REALTIME is Node's time, CLOCK_MONOTONIC that of process.hrtime", () => {
    const real = Date.now();
    expect(Number(nanoseconds(now(CLOCK_REALTIME)) / 1_000_000n)).toBeGreaterThanOrEqual(real);
    expect(Number(nanoseconds(now(CLOCK_REALTIME)) / 1_000_000n)).toBeLessThanOrEqual(Date.now() + 1);
    const before = process.hrtime.bigint();
    const shown = nanoseconds(now(CLOCK_MONOTONIC));
    expect(shown).toBeGreaterThanOrEqual(before);
    expect(shown).toBeLessThanOrEqual(process.hrtime.bigint());
  });

  it("of processor time go on while the processor works, and not in sleep", () => {
    const begin = [clock(), nanoseconds(now(CLOCK_PROCESS_CPUTIME_ID)), nanoseconds(now(CLOCK_THREAD_CPUTIME_ID))];
    while (nanoseconds(now(CLOCK_THREAD_CPUTIME_ID)) < BigInt(begin[2]) + 20_000_000n);
    expect(clock()).toBeGreaterThanOrEqual(Number(begin[0]) + 0.019 * CLOCKS_PER_SEC);
    expect(nanoseconds(now(CLOCK_PROCESS_CPUTIME_ID))).toBeGreaterThanOrEqual(BigInt(begin[1]) + 19_000_000n);
    const awake = nanoseconds(now(CLOCK_THREAD_CPUTIME_ID));
    expect(nanosleep(new timespec({ tv_nsec: 200_000_000 }), null)).toBe(0);
    expect(nanoseconds(now(CLOCK_THREAD_CPUTIME_ID))).toBeLessThan(awake + 100_000_000n);
  });

  it("tell their resolution", () => {
    const resolution = new timespec();
    expect(clock_getres(CLOCK_MONOTONIC, resolution)).toBe(0);
    expect(nanoseconds(resolution)).toBeGreaterThan(0n);
    expect(clock_getres(CLOCK_BOOTTIME, null)).toBe(0);
  });

  it.each([
    ["EINVAL", "a clock that is none", () => clock_gettime(99, new timespec())],
    ["EINVAL", "the resolution of one", () => clock_getres(99, new timespec())],
    ["EFAULT", "null", () => clock_gettime(CLOCK_REALTIME, null)],
    ["EINVAL", "setting one that cannot be set", () => clock_settime(CLOCK_MONOTONIC, new timespec())],
    ["EFAULT", "setting one to null", () => clock_settime(CLOCK_REALTIME, null)],
    ["EINVAL", "setting one to no time", () => clock_settime(CLOCK_REALTIME, new timespec({ tv_nsec: -1 }))],
  ])("%s: %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  it("CLOCKS_PER_SEC is what POSIX says", () => {
    expect(CLOCKS_PER_SEC).toBe(1_000_000);
  });
});

describe("sleeping", () => {
  it("nanosleep takes as long as it is told", () => {
    const took = duration(() => {
      expect(nanosleep(new timespec({ tv_nsec: 50_000_000 }), null)).toBe(0);
    });
    expect(took).toBeGreaterThanOrEqual(50);
    expect(took).toBeLessThan(2000);
  });

  it("clock_nanosleep sleeps until a time, or for one", () => {
    const until = now(CLOCK_MONOTONIC);
    until.tv_sec += 1;
    const rest = new timespec({ tv_sec: 7 });
    expect(duration(() => clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, until, rest))).toBeGreaterThan(900);
    expect(nanoseconds(now(CLOCK_MONOTONIC))).toBeGreaterThanOrEqual(nanoseconds(until));
    expect(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, until, null)).toBe(0);
    expect(rest.tv_sec).toBe(7);
    const request = new timespec({ tv_nsec: 10_000_000 });
    expect(duration(() => clock_nanosleep(CLOCK_REALTIME, 0, request, null))).toBeGreaterThanOrEqual(10);
    expect(request.tv_nsec).toBe(10_000_000);
  });

  it("clock_nanosleep returns its error, and leaves errno", () => {
    set_errno(77);
    expect(clock_nanosleep(99, 0, new timespec(), null)).toBe(EINVAL);
    expect(clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, new timespec(), null)).toBe(EINVAL);
    expect(clock_nanosleep(CLOCK_MONOTONIC, 0, new timespec({ tv_nsec: 1e9 }), null)).toBe(EINVAL);
    expect(clock_nanosleep(CLOCK_MONOTONIC, 0, null, null)).toBe(EFAULT);
    expect(errno).toBe(77);
    set_errno(0);
  });

  it("nanosleep answers EINVAL to what is no time, EFAULT to null", () => {
    expect(failing(() => nanosleep(new timespec({ tv_nsec: 1_000_000_000 }), null))).toBe("EINVAL");
    expect(failing(() => nanosleep(new timespec({ tv_sec: -1 }), null))).toBe("EINVAL");
    expect(failing(() => nanosleep(null, null))).toBe("EFAULT");
  });

  it.each([
    ["nanosleep", "all.nanosleep(new timespec({ tv_sec: 1 }), null)"],
    ["clock_nanosleep", "all.clock_nanosleep(all.CLOCK_MONOTONIC, 0, new timespec({ tv_sec: 1 }), null)"],
    ["sleep", "all.sleep(1)"],
    ["usleep", "all.usleep(1_000_000)"],
  ])("%s goes on with the rest when what interrupts it is Node's", (_name, call) => {
    const { time, outcome } = interrupted("", call);
    expect(outcome).toBe("0 0");
    expect(time).toBeGreaterThanOrEqual(1000);
    expect(time).toBeLessThan(1450);
  });
});

describe("calendar time", () => {
  const then = new time_t(THEN);

  /** What a program prints whose zone is another; jest has a copy of the environment. */
  function inZone(zone: string, source: string): unknown[] {
    const program = `import * as c from "berkeley";
      const then = new c.time_t(${THEN});
      const print = (...values) => console.log(JSON.stringify(values));
      ${source}`;
    const { stdout, stderr } = runModule(program, { env: { ...process.env, TZ: zone } });
    expect(stderr).toBe("");
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
  }

  it("gmtime breaks a time down", () => {
    const broken = gmtime(then)!;
    expect(fields(broken)).toEqual([2026, 11, 26, 2, 54, 56, 4, 329, 0, 0]);
    expect(broken.tm_zone).toBe("GMT");
    expect(fields(gmtime(new time_t(-1))!)).toEqual([1969, 12, 31, 23, 59, 59, 3, 364, 0, 0]);
  });

  it("localtime follows TZ, and localtime_r after tzset", () => {
    const lines = inZone(
      "EST5EDT,M3.2.0,M11.1.0",
      `const show = (t) => print(t.tm_mday, t.tm_hour, t.tm_isdst, t.tm_gmtoff, t.tm_zone);
       show(c.localtime(then));
       show(c.localtime(new c.time_t(${THEN} - 150 * 86400)));
       process.env.TZ = "XYZ-3";
       const other = new c.tm();
       c.tzset();
       print(c.localtime_r(then, other) === other);
       show(other);
       c.setenv("TZ", "UTC", 1);
       show(c.localtime(then));
       print(c.ctime(then), c.ctime_r(then, Buffer.alloc(26)));`,
    );
    expect(lines).toEqual([
      [25, 21, 0, -18000, "EST"],
      [28, 22, 1, -14400, "EDT"],
      [true],
      [26, 5, 0, 10800, "XYZ"],
      [26, 2, 0, 0, "UTC"],
      ["Thu Nov 26 02:54:56 2026\n", "Thu Nov 26 02:54:56 2026\n"],
    ]);
  });

  it("gmtime and localtime return one tm, gmtime_r and localtime_r the caller's", () => {
    const first = gmtime(then);
    expect(localtime(new time_t(0))).toBe(first);
    expect(first!.tm_year).toBeLessThan(100);
    const own = new tm();
    expect(gmtime_r(then, own)).toBe(own);
    gmtime(new time_t(0));
    expect(own.tm_year).toBe(126);
  });

  it("a copy of a tm keeps its zone, and no bytes make a zone", () => {
    expect(new tm(gmtime(then)!).tm_zone).toBe("GMT");
    expect(new tm().tm_zone).toBeNull();
    const forged = cast(tm, Buffer.alloc(sizeof(tm), 0x41));
    expect(forged.tm_zone).toBeNull();
    const text = Buffer.alloc(100);
    expect(strftime(text, 100, "%d", forged)).toBeGreaterThan(0);
    expect(asctime(forged)).toMatch(/^\?\?\? \?\?\?/);
  });

  it("asctime and ctime are C's text, ended by a new line", () => {
    expect(asctime(gmtime(then)!)).toBe("Thu Nov 26 02:54:56 2026\n");
    const buf = Buffer.alloc(27, ".");
    expect(asctime_r(gmtime(then)!, buf)).toBe("Thu Nov 26 02:54:56 2026\n");
    expect(buf.toString()).toBe("Thu Nov 26 02:54:56 2026\n\0.");
    expect(thrown(() => asctime_r(gmtime(then)!, Buffer.alloc(25)))).toBe(
      "RangeError: asctime_r: buf: 26 bytes needed, but the memory has 25",
    );
    expect(thrown(() => ctime_r(then, Buffer.alloc(25)))).toMatch(/^RangeError: ctime_r: buf/);
  });

  it("what no int can count is EOVERFLOW", () => {
    const far = new time_t(2 ** 53 - 1);
    const beyond = new time_t();
    bytes(beyond).writeBigInt64LE(2n ** 62n);
    expect(gmtime(far)!.tm_year).toBe(285_428_751 - 1900);
    for (const call of [gmtime, localtime, ctime, (t: time_t) => gmtime_r(t, new tm())]) {
      set_errno(0);
      expect([call(beyond), errno]).toEqual([null, EOVERFLOW]);
    }
    for (const call of [mktime, timegm]) {
      set_errno(0);
      expect([call(new tm({ tm_year: 2 ** 31 - 1, tm_mon: 12, tm_mday: 1 })), errno]).toEqual([-1, EOVERFLOW]);
    }
    set_errno(0);
    expect([asctime(new tm({ tm_year: 2 ** 31 - 1 })), errno]).toEqual([null, EOVERFLOW]);
    expect(thrown(() => timegm(new tm({ tm_year: 2 ** 31 - 1901 })))).toMatch(/^RangeError: timegm: tm: \d+ seconds/);
    set_errno(0);
  });

  it("timegm and mktime put the fields into their ranges", () => {
    const broken = new tm({ tm_year: 126, tm_mon: 13, tm_mday: 29, tm_hour: -1, tm_sec: 61 });
    const seconds = timegm(broken);
    expect(seconds).toBe(Date.UTC(2027, 1, 28, 23, 1, 1) / 1000);
    expect(fields(broken)).toEqual([2027, 2, 28, 23, 1, 1, 0, 58, 0, 0]);
    const lines = inZone(
      "EST5EDT,M3.2.0,M11.1.0",
      `const local = new c.tm({ tm_year: 126, tm_mon: 6, tm_mday: 4, tm_hour: 12, tm_isdst: -1 });
       print(c.mktime(local), local.tm_isdst, local.tm_zone, local.tm_wday);`,
    );
    expect(lines).toEqual([[Date.UTC(2026, 6, 4, 16) / 1000, 1, "EDT", 6]]);
  });

  it("-1 is a time too", () => {
    set_errno(0);
    expect(timegm(gmtime(new time_t(-1))!)).toBe(-1);
    expect(errno).toBe(0);
  });

  it("strftime writes at most what fits", () => {
    const broken = gmtime(then)!;
    const text = Buffer.alloc(40, ".");
    expect(strftime(text, 40, "%Y-%m-%dT%H:%M:%SZ %a %Z", broken)).toBe(28);
    expect(text.toString("latin1", 0, 30)).toBe("2026-11-26T02:54:56Z Thu GMT\0.");
    expect(strftime(text, 5, "%Y", broken)).toBe(4);
    expect(strftime(text, 4, "%Y", broken)).toBe(0);
    expect(strftime(text, 10, "", broken)).toBe(0);
    expect(thrown(() => strftime(text, 41, "%Y", broken))).toMatch(/^RangeError: strftime: max: 41 bytes asked for/);
  });

  it("difftime is the difference", () => {
    expect(difftime(5, 7)).toBe(-2);
  });

  it("wants memory that is large enough", () => {
    expect(thrown(() => gmtime(Buffer.alloc(7) as never))).toBe(
      "RangeError: gmtime: timep: 8 bytes needed, but the memory has 7",
    );
    expect(thrown(() => asctime(Buffer.alloc(55) as never))).toMatch(/^RangeError: asctime: tm: 56 bytes needed/);
    expect(thrown(() => mktime(Buffer.alloc(55) as never))).toMatch(/^RangeError: mktime: tm: 56 bytes needed/);
  });
});

const withCompiler = hasCompiler ? it : it.skip;

withCompiler("10,000 times in 10 zones are as in C (skipped without a C compiler)", () => {
  const expected = runC(program).split("\n");
  const { stdout, stderr } = runFile("./calendar.js");
  expect(stderr).toBe("");
  const lines = stdout.split("\n");
  expect(lines).toHaveLength(expected.length);
  expect(expected.length).toBeGreaterThan(10_000);
  expect(lines.filter((line, i) => line !== expected[i]).slice(0, 5)).toEqual([]);
});
