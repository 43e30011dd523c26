/** Runs the whole test suite on the sanitizers' build (npm run build:dev -- asan). */

import { spawnSync } from "node:child_process";

import { sanitizers } from "./sanitizers.mjs";

const { status } = spawnSync(
  process.execPath,
  ["--experimental-vm-modules", "--no-warnings", "node_modules/jest/bin/jest.js", ...process.argv.slice(2)],
  { stdio: "inherit", env: { ...process.env, ...sanitizers } },
);
process.exitCode = status ?? 1;
