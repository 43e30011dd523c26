import { spawn } from "node:child_process";
import { once } from "node:events";

import * as signal from "berkeley/signal";
import { kill, killpg, NSIG, raise, SIGINT, SIGKILL, SIGRTMAX, SIGRTMIN, SIGTERM } from "berkeley/signal";
import { getpid } from "berkeley/unistd";

import { itUnprivileged, runModule, unprivileged } from "./support/children.ts";
import { failing } from "./support/errors.ts";

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

it("signals have Node's numbers", async () => {
  const { constants } = await import("node:os");
  const numbers: Readonly<Record<string, unknown>> = { ...signal };
  for (const [name, number] of Object.entries(constants.signals)) expect([name, numbers[name]]).toEqual([name, number]);
  expect(SIGINT).toBe(2);
  expect(SIGRTMIN).toBeLessThan(SIGRTMAX);
  expect(SIGRTMAX).toBe(NSIG - 1);
});
