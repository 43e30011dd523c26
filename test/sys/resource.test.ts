import { int, sizeof } from "berkeley/memory";
import {
  getpriority,
  getrlimit,
  getrusage,
  PRIO_PROCESS,
  PRIO_USER,
  prlimit,
  RLIM_INFINITY,
  rlimit,
  RLIMIT_CORE,
  RLIMIT_FSIZE,
  RLIMIT_NLIMITS,
  RLIMIT_NOFILE,
  rusage,
  RUSAGE_CHILDREN,
  RUSAGE_SELF,
  RUSAGE_THREAD,
  setpriority,
  setrlimit,
} from "berkeley/sys/resource";
import { set_errno, errno } from "berkeley/errno";
import { bytes } from "berkeley/memory";

import { isRoot, itUnprivileged, runModule, unprivileged } from "../support/children.ts";
import { failing } from "../support/errors.ts";
import { thrown } from "../support/thrown.ts";

describe("rlimit", () => {
  it("has RLIM_INFINITY as C has it: all bits are set", () => {
    const limit = new rlimit({ rlim_cur: 7, rlim_max: RLIM_INFINITY });
    expect(bytes(limit).toString("hex")).toBe("0700000000000000ffffffffffffffff");
    expect([limit.rlim_cur === RLIM_INFINITY, limit.rlim_max === RLIM_INFINITY]).toEqual([false, true]);
    limit.rlim_cur = limit.rlim_max;
    limit.rlim_max = 1024;
    expect([limit.rlim_cur === RLIM_INFINITY, limit.rlim_max, limit.rlim_max < RLIM_INFINITY]).toEqual([
      true,
      1024,
      true,
    ]);
  });

  it("takes nothing else that it could not give back", () => {
    const limit = new rlimit();
    for (const bad of [-1, 1.5, 2 ** 53, 2 ** 63, 2 ** 65, NaN, Infinity, 1n, "1"]) {
      expect(thrown(() => (limit.rlim_cur = bad as never))).toMatch(/^RangeError: rlimit: /);
    }
    bytes(limit).writeBigUInt64LE(2n ** 64n - 2n);
    expect(thrown(() => limit.rlim_cur)).toMatch(/^RangeError: rlimit: 18446744073709551614 /);
  });
});

describe("getrlimit, setrlimit and prlimit", () => {
  it("tell and set the process's limits", () => {
    const { stdout } = runModule(
      `import { EMFILE, errno, getpid, getrlimit, open, O_RDONLY, prlimit, rlimit, RLIM_INFINITY, RLIMIT_FSIZE,
         RLIMIT_NOFILE, setrlimit } from "berkeley";
       const limit = new rlimit();
       console.log(getrlimit(RLIMIT_FSIZE, limit), limit.rlim_cur === RLIM_INFINITY);
       limit.rlim_cur = 1000;
       console.log(setrlimit(RLIMIT_FSIZE, limit));
       const [before, after] = [new rlimit(), new rlimit()];
       limit.rlim_cur = RLIM_INFINITY;
       console.log(prlimit(0, RLIMIT_FSIZE, limit, before), before.rlim_cur);
       console.log(prlimit(getpid(), RLIMIT_FSIZE, null, after), after.rlim_cur === RLIM_INFINITY);
       getrlimit(RLIMIT_NOFILE, limit);
       limit.rlim_cur = 64;
       setrlimit(RLIMIT_NOFILE, limit);
       while (open("/dev/null", O_RDONLY) >= 0);
       console.log(errno === EMFILE);`,
      { after: "ulimit -f unlimited" },
    );
    expect(stdout).toBe("0 true\n0\n0 1000\n0 true\ntrue\n");
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "a resource that is none", () => getrlimit(RLIMIT_NLIMITS, new rlimit())],
    ["EINVAL", "setting a resource that is none", () => setrlimit(-1, new rlimit())],
    ["EINVAL", "more than the most", () => setrlimit(RLIMIT_CORE, new rlimit({ rlim_cur: 2, rlim_max: 1 }))],
    ["ESRCH", "a process that is not there", () => prlimit(2 ** 31 - 1, RLIMIT_FSIZE, null, new rlimit())],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  it("answer NULL as the C library does: there is nothing to do", () => {
    expect([getrlimit(RLIMIT_NOFILE, null), setrlimit(RLIMIT_NOFILE, null)]).toEqual([0, 0]);
    expect(thrown(() => getrlimit(RLIMIT_NOFILE, new int() as never))).toMatch(/^RangeError: getrlimit: rlim: 16 /);
  });

  itUnprivileged()("answer EPERM to a user who raises the most", () => {
    const { stdout } = runModule(
      `import { EPERM, errno, getrlimit, prlimit, rlimit, RLIMIT_CORE, setrlimit } from "berkeley";
       setrlimit(RLIMIT_CORE, new rlimit({ rlim_cur: 0, rlim_max: 100 }));
       console.log(setrlimit(RLIMIT_CORE, new rlimit({ rlim_cur: 0, rlim_max: 101 })), errno === EPERM);
       console.log(prlimit(1, RLIMIT_CORE, null, new rlimit()), errno === EPERM);`,
      unprivileged,
    );
    expect(stdout).toBe("-1 true\n-1 true\n");
  });
});

describe("getrusage", () => {
  it("tells what was used", () => {
    const [self, thread, children] = [new rusage(), new rusage(), new rusage()];
    expect(getrusage(RUSAGE_SELF, self)).toBe(0);
    expect(getrusage(RUSAGE_THREAD, thread)).toBe(0);
    expect(getrusage(RUSAGE_CHILDREN, children)).toBe(0);
    const time = ({ ru_utime }: rusage): number => ru_utime.tv_sec + ru_utime.tv_usec / 1e6;
    expect(time(thread)).toBeGreaterThan(0);
    expect(time(self)).toBeGreaterThanOrEqual(time(thread));
    expect(self.ru_maxrss * 1024).toBeGreaterThan(process.memoryUsage().rss / 4);
    expect(self.ru_minflt).toBeGreaterThan(0);
    expect(sizeof(self)).toBe(144);
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "what is nobody", () => getrusage(99, new rusage())],
    ["EFAULT", "NULL", () => getrusage(RUSAGE_SELF, null)],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("getpriority and setpriority", () => {
  it("tell -1 from an error by errno, as in C", () => {
    const { stdout } = runModule(
      `import { errno, getpriority, PRIO_PGRP, PRIO_PROCESS, set_errno, setpriority } from "berkeley";
       const told = () => { set_errno(0); return [getpriority(PRIO_PROCESS, 0), errno]; };
       const first = told();
       for (const prio of process.getuid() === 0 ? [-20, -1, 0, 5, 19, 99] : [5, 19, 99]) {
         console.log(prio, setpriority(PRIO_PROCESS, 0, prio), ...told());
       }
       console.log(first[1], getpriority(PRIO_PGRP, 0) <= 19);`,
    );
    const raised = "-20 0 -20 0\n-1 0 -1 0\n0 0 0 0\n";
    expect(stdout).toBe(`${isRoot ? raised : ""}5 0 5 0\n19 0 19 0\n99 0 19 0\n0 true\n`);
  });

  it("leave errno where they succeed", () => {
    set_errno(7);
    getpriority(PRIO_PROCESS, 0);
    expect(errno).toBe(7);
    set_errno(0);
  });

  it.each<[string, string, () => number]>([
    ["ESRCH", "a process that is not there", () => getpriority(PRIO_PROCESS, 2 ** 31 - 1)],
    ["ESRCH", "setting that of one that is not there", () => setpriority(PRIO_PROCESS, 2 ** 31 - 1, 5)],
    ["ESRCH", "a user without processes", () => getpriority(PRIO_USER, 2 ** 31 - 3)],
    ["EINVAL", "a kind of id that is none", () => getpriority(99, 0)],
    ["EINVAL", "setting that of a kind that is none", () => setpriority(99, 0, 5)],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  itUnprivileged()("answer EACCES and EPERM to a user who may not", () => {
    const { stdout } = runModule(
      `import { EACCES, EPERM, errno, nice, PRIO_PROCESS, setpriority } from "berkeley";
       console.log(setpriority(PRIO_PROCESS, 0, -1), errno === EACCES, nice(-1), errno === EPERM);
       console.log(setpriority(PRIO_PROCESS, 1, 5), errno === EPERM);`,
      unprivileged,
    );
    expect(stdout).toBe("-1 true -1 true\n-1 true\n");
  });
});
