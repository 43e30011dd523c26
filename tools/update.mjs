/** What the tools write: files that follow from others. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** With --check nothing is written. */
export const { check } = parseArgs({ options: { check: { type: "boolean" } } }).values;

/** Says that something is wrong. */
export function complain(message) {
  console.error(message);
  process.exitCode = 1;
}

/** Writes a file, or with --check says that it should be written. */
export function update(path, text) {
  const file = `${root}${path}`;
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  if (check) {
    complain(`${path} is not what its sources say: run npm run generate`);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
