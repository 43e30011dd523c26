/**
 * The development build: `npm run build:dev` into build-dev/, `npm run build:dev -- asan` with AddressSanitizer and
 * UndefinedBehaviorSanitizer into build-dev/asan/, `-- signals` with what soak:signals counts into build-dev/signals/.
 * BERKELEY_ADDON=build-dev/Release/berkeley.node chooses it.
 */

import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const [kind] = parseArgs({ allowPositionals: true }).positionals;
const kinds = { asan: "--CDSANITIZE=ON", signals: "--CDTEST_SIGNALS=ON" };
if (kind !== undefined && !(kind in kinds)) {
  console.error("usage: npm run build:dev [-- asan|signals]");
  process.exit(2);
}
const options = kind === undefined ? ["--out", "build-dev"] : ["--out", `build-dev/${kind}`, kinds[kind]];
const { status } = spawnSync("npx", ["cmake-js", "compile", "--directory", "native", ...options], { stdio: "inherit" });
process.exitCode = status ?? 1;
