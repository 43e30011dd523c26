import { spawn } from "node:child_process";
import { once } from "node:events";

import * as signal from "berkeley/signal";
import {
  kill,
  killpg,
  NSIG,
  raise,
  SA_RESTART,
  SIG_DFL,
  SIG_ERR,
  SIG_IGN,
  sigaction,
  sigaddset,
  sigemptyset,
  sigfillset,
  type sighandler_t,
  type siginfo_handler,
  SIGINT,
  SIGKILL,
  signal as sys_signal,
  sigpending,
  SIGRTMAX,
  SIGRTMIN,
  sigset_t,
  SIGSTOP,
  sigsuspend,
  SIGTERM,
  sigwaitinfo,
} from "berkeley/signal";
import { EINVAL, errno, set_errno } from "berkeley/errno";
import { bytes, sizeof } from "berkeley/memory";
import { memset } from "berkeley/string";
import { getpid } from "berkeley/unistd";

import { itUnprivileged, runModule, unprivileged } from "./support/children.ts";
import { failing } from "./support/errors.ts";
import { thrown } from "./support/thrown.ts";

describe("kill and killpg", () => {
  it("send a signal to a process", async () => {
    const child = spawn("sleep", ["100"], { stdio: "ignore" });
    expect(kill(child.pid!, SIGTERM)).toBe(0);
    expect(await once(child, "exit")).toEqual([null, "SIGTERM"]);
    expect(failing(() => kill(child.pid!, 0))).toBe("ESRCH");
  });

  it.each<[string, (pgrp: number) => number]>([
    ["killpg", (pgrp) => killpg(pgrp, SIGKILL)],
    ["kill of a negative number", (pgrp) => kill(-pgrp, SIGKILL)],
  ])("send a signal to a process group: %s", async (_name, call) => {
    const child = spawn("sh", ["-c", "sleep 100 & echo started; wait"], { detached: true });
    await once(child.stdout, "data");
    expect(call(child.pid!)).toBe(0);
    // Its output ends when both processes have ended.
    expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
  });

  it("only ask with 0", () => {
    expect(kill(getpid(), 0)).toBe(0);
    expect(kill(0, 0)).toBe(0);
    expect(killpg(0, 0)).toBe(0);
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "a signal that is none", () => kill(getpid(), NSIG)],
    ["EINVAL", "a negative signal", () => kill(getpid(), -1)],
    ["ESRCH", "a process that is not there", () => kill(2 ** 31 - 1, 0)],
    ["ESRCH", "a group that is not there", () => killpg(2 ** 31 - 1, 0)],
    ["EINVAL", "a negative group", () => killpg(-5, 0)],
    ["EINVAL", "raising a signal that is none", () => raise(NSIG)],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  itUnprivileged()("answer EPERM for another user's process", () => {
    const { stdout } = runModule(
      `import { EPERM, errno, kill } from "berkeley";
       console.log(kill(1, 0), errno === EPERM, kill(process.pid, 0));`,
      unprivileged,
    );
    expect(stdout).toBe("-1 true 0\n");
  });
});

describe("raise", () => {
  it("ends the process where nothing handles the signal", () => {
    const child = runModule(`import { raise, SIGTERM } from "berkeley"; raise(SIGTERM); console.log("never");`);
    expect([child.signal, child.stdout]).toEqual(["SIGTERM", ""]);
  });

  it("reaches Node's handlers when the program goes back to the event loop", () => {
    const child = runModule(
      `import { raise, SIGUSR2 } from "berkeley";
       const timer = setTimeout(() => {}, 10_000);
       process.on("SIGUSR2", (name, number) => { console.log(name, number === SIGUSR2); clearTimeout(timer); });
       console.log(raise(SIGUSR2));`,
    );
    expect(child.stdout).toBe("0\nSIGUSR2 true\n");
  });

  it("of 0 does nothing", () => {
    expect(raise(0)).toBe(0);
  });
});

describe("sigaction and signal", () => {
  const handlers: readonly [string, unknown][] = [
    ["a string", "SIG_IGN"],
    ["a number that is none", 7],
    ["undefined", undefined],
    ["null", null],
    ["an object", {}],
    ["a bigint", 1n],
  ];

  it.each(handlers)("take no handler that is none: %s", (_what, handler) => {
    const action = new sigaction();
    const expected =
      /^TypeError: (sigaction: sa_handler|signal: handler): expected a function, SIG_DFL or SIG_IGN, got /;
    for (const call of [
      () => (action.sa_handler = handler as sighandler_t),
      () => (action.sa_sigaction = handler as sighandler_t & siginfo_handler),
      () => new sigaction({ sa_handler: handler as sighandler_t }),
      () => sys_signal(SIGTERM, handler as sighandler_t),
    ]) {
      expect(thrown(call)).toMatch(expected);
    }
    expect(action.sa_handler).toBe(SIG_DFL);
  });

  it.each<[string, () => unknown]>([
    ["act", () => sigaction(SIGTERM, {} as sigaction, null)],
    ["oldact", () => sigaction(SIGTERM, null, new sigset_t() as unknown as sigaction)],
    ["signum", () => sigaction("SIGTERM" as unknown as number, null, null)],
    ["signum", () => sigaction(1.5, null, null)],
  ])("take nothing else for %s", (name, call) => {
    expect(thrown(call)).toMatch(new RegExp(`^(TypeError|RangeError): sigaction: ${name}: expected `));
  });

  it.each([SIGKILL, SIGSTOP, 0, 32, 33, NSIG, -1, 2 ** 31 - 1, -(2 ** 31)])("refuse signal %d: EINVAL", (signum) => {
    const actions = [new sigaction({ sa_handler: () => {} }), new sigaction({ sa_handler: SIG_IGN }), new sigaction()];
    for (const action of actions) expect(failing(() => sigaction(signum, action, null))).toBe("EINVAL");
    set_errno(0);
    expect([sys_signal(signum, () => {}), errno]).toEqual([SIG_ERR, EINVAL]);
    const reads = signum === SIGKILL || signum === SIGSTOP ? 0 : "EINVAL";
    expect(failing(() => sigaction(signum, null, new sigaction()))).toBe(reads);
  });

  it("refuse SIG_ERR", () => {
    set_errno(0);
    expect([sys_signal(SIGTERM, SIG_ERR), errno]).toEqual([SIG_ERR, EINVAL]);
  });

  it("keep the function in the struct, also in a copy of it", () => {
    const handler = (): void => {};
    const action = new sigaction({ sa_handler: handler, sa_flags: SA_RESTART });
    expect(action.sa_handler).toBe(handler);
    expect(action.sa_sigaction).toBe(handler);
    expect(new sigaction(action).sa_handler).toBe(handler);
    action.sa_handler = SIG_IGN;
    expect(action.sa_sigaction).toBe(SIG_IGN);
    memset(action, 0, sizeof(action));
    expect([action.sa_handler, action.sa_flags]).toEqual([SIG_DFL, 0]);
  });
});

describe("sets", () => {
  it("have the layout of C's", () => {
    const set = new sigset_t();
    expect(sizeof(set)).toBe(128);
    for (const signum of [1, SIGTERM, SIGRTMAX]) sigaddset(set, signum);
    expect(Buffer.from(bytes(set)).readBigUInt64LE()).toBe((1n << 63n) | (1n << 14n) | 1n);
  });

  it("are needed where C would read NULL", () => {
    for (const call of [sigemptyset, sigfillset]) {
      expect(thrown(() => call(null as unknown as sigset_t))).toMatch(/^TypeError: \w+: set: expected a sigset_t/);
    }
    expect(thrown(() => sigaddset(null as unknown as sigset_t, 1))).toMatch(/^TypeError: sigaddset: set: expected /);
    expect(thrown(() => sigaddset(Buffer.alloc(8) as unknown as sigset_t, 1))).toMatch(/^RangeError: sigaddset: set: /);
  });

  it.each<[string, () => number]>([
    ["sigpending", () => sigpending(null as unknown as sigset_t)],
    ["sigsuspend", () => sigsuspend(null as unknown as sigset_t)],
    ["sigwaitinfo", () => sigwaitinfo(null as unknown as sigset_t, null)],
  ])("may be NULL where the kernel answers EFAULT: %s", (_name, call) => {
    expect(failing(call)).toBe("EFAULT");
  });
});

it("signals have Node's numbers", async () => {
  const { constants } = await import("node:os");
  const numbers: Readonly<Record<string, unknown>> = { ...signal };
  for (const [name, number] of Object.entries(constants.signals)) expect([name, numbers[name]]).toEqual([name, number]);
  expect(SIGINT).toBe(2);
  expect(SIGRTMIN).toBeLessThan(SIGRTMAX);
  expect(SIGRTMAX).toBe(NSIG - 1);
});
