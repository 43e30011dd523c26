/** Runs an example: npm run example -- knock-server 3490 */

import { readdirSync } from "node:fs";
import { resolve } from "node:path";

const folder = new URL("../build-ts/examples/", import.meta.url);
const names = readdirSync(new URL("../examples/", import.meta.url)).map((file) => file.replace(/\.ts$/, ""));
const [name, ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  console.error(`usage: npm run example -- NAME [ARGUMENT...]\nexamples: ${names.join(" ")}`);
  process.exit(2);
}
process.argv = [process.argv[0], resolve(`examples/${name}.ts`), ...args];
await import(new URL(`${name}.js`, folder).href);
