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
