/**
 * The development build: `npm run build:dev` into build-dev/, `npm run build:dev -- asan` with AddressSanitizer and
 * UndefinedBehaviorSanitizer into build-dev/asan/. BERKELEY_ADDON=build-dev/Release/berkeley.node chooses it.
 */

import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const [kind] = parseArgs({ allowPositionals: true }).positionals;
if (kind !== undefined && kind !== "asan") {
  console.error("usage: npm run build:dev [-- asan]");
  process.exit(2);
}
const options = kind === "asan" ? ["--out", "build-dev/asan", "--CDSANITIZE=ON"] : ["--out", "build-dev"];
const { status } = spawnSync("npx", ["cmake-js", "compile", "--directory", "native", ...options], { stdio: "inherit" });
process.exitCode = status ?? 1;
