/** Checks the style of everything: clang-format, prettier, eslint, that lib/generated/ is what native/*.def say, and docs/api.md
 * what lib/ says. */

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";

const { fix } = parseArgs({ options: { fix: { type: "boolean" } } }).values;

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit" });
  if (error?.code === "ENOENT") {
    console.warn(`lint: ${command} is not installed: skipped`);
    return true;
  }
  return status === 0;
}

const cpp = ["native", "test/programs", "benchmarks/c"].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => /\.(cc|h|c)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

const results = [
  run("clang-format", ...(fix ? ["-i"] : ["--dry-run", "--Werror"]), ...cpp),
  run("npx", "prettier", fix ? "--write" : "--check", "--log-level=warn", "."),
  run("npx", "eslint", ...(fix ? ["--fix"] : []), "--max-warnings=0", "."),
  run("node", "tools/generate.mjs", ...(fix ? [] : ["--check"])),
  run("node", "tools/document.mjs", ...(fix ? [] : ["--check"])),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
