/**
 * Runs the test suite on other versions of Node (npm run test:matrix [-- VERSION...]), which npm fetches into a temporary
 * folder. The addon is not built again: Node-API is the same in all of them. JEST_RESULTS names a folder for jest's
 * results, one file a version.
 */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const versions = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24", "26"];
const { JEST_RESULTS } = process.env;
const folder = mkdtempSync(join(tmpdir(), "berkeley-matrix-"));
chmodSync(folder, 0o755); // Some tests run Node as another user.
const run = (command, ...args) => spawnSync(command, args, { stdio: "inherit" }).status === 0;

/** Runs the suite on one version; true if it passes. */
function test(version) {
  const prefix = join(folder, version);
  if (!run("npm", "install", "--silent", "--no-save", "--prefix", prefix, `node-linux-${process.arch}@${version}`)) {
    console.error(`test:matrix: Node ${version} could not be fetched`);
    return false;
  }
  const node = join(prefix, `node_modules/node-linux-${process.arch}/bin/node`);
  run(node, "--version");
  const results = JEST_RESULTS === undefined ? [] : ["--json", `--outputFile=${join(JEST_RESULTS, `${version}.json`)}`];
  return run(node, "--experimental-vm-modules", "--no-warnings", "node_modules/jest/bin/jest.js", ...results);
}

const passed = versions.filter(test);
rmSync(folder, { recursive: true });
console.log(`Node ${passed.join(", ") || "none"}: passed${passed.length < versions.length ? "; others failed" : ""}`);
process.exitCode = passed.length === versions.length ? 0 : 1;
