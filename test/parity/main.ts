/**
 * npm run parity [-- [-v] NAME...]: which system calls the examples make, and which their C twins: all of them, or those
 * that are named. -v shows the calls, too.
 */

import { clearAway, examples, temporaryFolder, twins } from "../support/processes.ts";
import { programs } from "./programs.ts";
import { compare, type Outcome, type Run } from "./runs.ts";
import { canTrace, marked } from "./session.ts";

const SHOWN = 6; // Of a program's differences.

const row = (name: string, ...columns: string[]): void => {
  console.log([name.padEnd(24), ...columns.map((column) => column.padStart(11))].join(" "));
};

function report(name: string, { c, differences }: Outcome): void {
  const calls = c.reduce((sum, history) => sum + history.calls.length, 0);
  row(name, String(c.length), String(calls), String(differences.length));
  for (const { process, side, call } of differences.slice(0, SHOWN)) {
    console.log(`    ${process}: only in ${side}: ${call}`);
  }
  if (differences.length > SHOWN) console.log("    ...");
}

function show({ c }: Outcome): void {
  for (const { name, calls } of c) console.log([`  ${name}`, ...calls].join("\n    "));
}

/** Returns whether there are no differences. */
async function check(name: string, run: Run, isVerbose: boolean): Promise<boolean> {
  if (run.missing !== undefined) {
    row(name, `skipped: ${run.missing}`);
    return true;
  }
  const outcome = await compare(marked(name, "TypeScript"), marked(name, "C"), run, temporaryFolder());
  report(name, outcome);
  if (isVerbose) show(outcome);
  return outcome.differences.length === 0;
}

/** Returns how many programs are not as their twins, or cannot be compared with them. */
async function checkAll(names: readonly string[], isVerbose: boolean): Promise<number> {
  let failed = 0;
  row("program", "processes", "calls", "differences");
  for (const name of names) {
    const runs = [programs[name] ?? []].flat();
    if (runs.length === 0 || !examples.has(name) || !twins.has(name)) {
      row(name, "has no twin, or no entry in test/parity/programs.ts");
      failed++;
    }
    for (const run of twins.has(name) ? runs : []) {
      try {
        if (!(await check(name, run, isVerbose))) failed++;
      } catch (error) {
        row(name, String(error));
        failed++;
      }
      await clearAway();
    }
  }
  return failed;
}

if (!canTrace) console.log("parity: skipped: strace is not installed, or may not trace");
else {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => arg !== "-v");
  const failed = await checkAll(names.length > 0 ? names : [...examples.keys()].sort(), args.includes("-v"));
  process.exitCode = failed === 0 ? 0 : 1;
}
