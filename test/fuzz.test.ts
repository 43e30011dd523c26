import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { temporaryDirectory } from "./support/descriptors.ts";

const program = fileURLToPath(new URL("./support/fuzz.js", import.meta.url));

it.each([1, 2, 3, 4])("calls with arguments at random do not harm the process: seed %i", (seed) => {
  const { status, signal, stderr } = spawnSync(process.execPath, [program, String(seed), "20000"], {
    cwd: temporaryDirectory(),
    encoding: "utf8",
    timeout: 50_000,
    maxBuffer: 2 ** 26,
    stdio: "pipe", // No device: root's fchmod would change it for the whole machine.
  });
  expect({ status, signal, stderr: stderr.slice(-2000) }).toEqual({
    status: 0,
    signal: null,
    stderr: expect.stringMatching(/end\n$/) as string,
  });
});

it("calls of everything exported, each function alone and in namespaces, do not harm their processes", () => {
  const soak = fileURLToPath(new URL("./soak/fuzz.js", import.meta.url));
  const args = ["200", "--seed", "1", "--together", "40"];
  if (process.env.ASAN_OPTIONS !== undefined) args.push("--asan");
  const { status, stdout } = spawnSync(process.execPath, [soak, ...args], {
    encoding: "utf8",
    timeout: 590_000,
    maxBuffer: 2 ** 26,
  });
  const skipped = /^skipped: .*/m.exec(stdout);
  if (skipped !== null) console.warn(skipped[0]);
  const failures = stdout.slice(Math.max(0, stdout.indexOf("FAILED")));
  expect({ status, failures: status === 0 ? "" : failures.slice(0, 5000) }).toEqual({ status: 0, failures: "" });
}, 600_000);
