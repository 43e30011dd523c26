/** Runs an example: npm run example -- knock-server 3490 */

import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";

const files = readdirSync(new URL("../examples/", import.meta.url), { recursive: true });
const examples = new Map(
  files
    .filter((file) => file.endsWith(".ts") && !file.startsWith("support/"))
    .map((file) => [basename(file, ".ts"), file]),
);
const [name, ...args] = process.argv.slice(2);
const file = examples.get(name);
if (file === undefined) {
  console.error(`usage: npm run example -- NAME [ARGUMENT...]\nexamples: ${[...examples.keys()].join(" ")}`);
  process.exit(2);
}
process.argv = [process.argv[0], resolve("examples", file), ...args];
await import(new URL(`../build-ts/examples/${file.replace(/ts$/, "js")}`, import.meta.url).href);
