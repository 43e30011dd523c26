/**
 * Runs the test suite on other versions of Node (npm run test:matrix [-- VERSION...]), which npm fetches into a temporary
 * folder. The addon is not built again: Node-API is the same in all of them. JEST_RESULTS names a folder for jest's
 * results, one file a version. Then a program that forks runs under Bun and Deno, which have no fork().
 */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const versions = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24", "26"];
const { JEST_RESULTS } = process.env;
const folder = mkdtempSync(join(tmpdir(), "berkeley-matrix-"));
chmodSync(folder, 0o755); // Some tests run Node as another user.
const env = { ...process.env, DENO_DIR: join(folder, "deno-cache"), DENO_NO_UPDATE_CHECK: "1" };
const run = (command, ...args) => spawnSync(command, args, { stdio: "inherit", env }).status === 0;
const fetch = (prefix, name) => run("npm", "install", "--silent", "--no-save", "--prefix", prefix, name);

/** What these test is not Node's, but the package's own lists, tools and memory: `npm test` runs them. */
const INDEPENDENT = "build-ts/test/(constants|coverage|parity|programs/memory)\\.test\\.js";

/** Runs the suite on one version; true if it passes. */
function test(version) {
  const prefix = join(folder, version);
  if (!fetch(prefix, `node-linux-${process.arch}@${version}`)) {
    console.error(`test:matrix: Node ${version} could not be fetched`);
    return false;
  }
  const node = join(prefix, `node_modules/node-linux-${process.arch}/bin/node`);
  run(node, "--version");
  const options = [`--testPathIgnorePatterns=${INDEPENDENT}`];
  if (JEST_RESULTS !== undefined) options.push("--json", `--outputFile=${join(JEST_RESULTS, `${version}.json`)}`);
  return run(node, "--experimental-vm-modules", "--no-warnings", "node_modules/jest/bin/jest.js", ...options);
}

/** Engines that load Node's addons, how they are fetched, and how they run a text. */
const others = [
  ["@oven/bun-linux-x64", "bin/bun", "-e"],
  ["@deno/linux-x64-glibc", "deno", "eval", "--node-modules-dir=manual"],
];
const forks = `
  import { fork } from "./dist/unistd.js";
  import { errno, ENOSYS } from "./dist/errno.js";
  process.exitCode = fork() === -1 && errno === ENOSYS ? 0 : 1;`;

/** Tries to fork there; true if that is ENOSYS. */
function testOther([name, path, ...args]) {
  if (process.arch !== "x64" || !fetch(folder, name)) {
    console.warn(`test:matrix: skipped: ${name} could not be fetched`);
    return true;
  }
  const isRefused = run(join(folder, "node_modules", name, path), ...args, forks);
  console.log(`${name}: fork() is ${isRefused ? "" : "not "}ENOSYS`);
  return isRefused;
}

const passed = versions.filter(test);
const areRefused = others.map(testOther).every(Boolean);
rmSync(folder, { recursive: true });
console.log(`Node ${passed.join(", ") || "none"}: passed${passed.length < versions.length ? "; others failed" : ""}`);
process.exitCode = passed.length === versions.length && areRefused ? 0 : 1;
