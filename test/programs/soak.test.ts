import { existsSync } from "node:fs";
import { join } from "node:path";

import { isSanitized } from "../support/children.ts";
import { type Ended, Program, testProgram } from "../support/processes.ts";
import { root } from "../support/root.ts";

async function run(name: string, args: readonly string[], addon?: string): Promise<Ended> {
  const environment = addon === undefined ? [] : ["env", `BERKELEY_ADDON=${addon}`];
  const [file, ...rest] = [...environment, ...testProgram(`../soak/${name}`), ...args];
  return new Program([file, ...rest]).finish();
}

/** What a soak that went well reports. */
async function soak(...values: Parameters<typeof run>): Promise<string> {
  const { status, stdout, stderr } = await run(...values);
  console.log(stdout);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

it("forks of a busy process: no child hangs, is killed or ends with a wrong status", async () => {
  await soak("fork", [isSanitized ? "40" : "200"]);
}, 160_000);

it("no call sleeps through its signal", async () => {
  await soak("signals", ["wake-ups", isSanitized ? "2000" : "20000"]);
}, 160_000);

it("no descriptor and no byte is lost to a signal", async () => {
  await soak("signals", ["results", isSanitized ? "30" : "300"]);
}, 160_000);

it("a storm of signals loses none, and nothing grows", async () => {
  await soak("signals", ["storm", isSanitized ? "2000" : "20000"]);
}, 160_000);

const testBuild = join(root, "build-dev/signals/Release/berkeley.node");
const hasTestBuild = !isSanitized && existsSync(testBuild);
if (!hasTestBuild) process.stderr.write("skipped: where signals hit (npm run build:dev -- signals)\n");

(hasTestBuild ? describe : describe.skip)("where signals hit", () => {
  const counts = (report: string): number[] =>
    ["before", "between", "on", "after"].map((place) => Number(new RegExp(`${place}: (\\d+)`).exec(report)![1]));

  it("is every place of a call", async () => {
    const wakeUps = counts(await soak("signals", ["wake-ups", "10000"], testBuild));
    const results = counts(await soak("signals", ["results", "300"], testBuild));
    // A call that only a signal ends is never hit behind its system call.
    const [before, between, on, after] = wakeUps.map((count, i) => count + results[i]);
    expect(Math.min(before, between, on, after)).toBeGreaterThan(10);
  }, 160_000);

  it("calls sleep through signals where they are not diverted", async () => {
    const { status, stdout } = await run("signals", ["wake-ups", "2000", "--no-divert"], testBuild);
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringMatching(/ lost: [1-9]/) as string });
  }, 160_000);
});
