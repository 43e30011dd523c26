/**
 * npm run parity [-- [-v] NAME...]: which system calls the examples make, and which their C twins: all of them, or those
 * that are named. -v shows the calls, too.
 */

import { availableParallelism } from "node:os";

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

/** What there is to say of a program's run, and whether all is well. */
interface Result {
  isFine: boolean;
  print: () => void;
}

async function check(name: string, run: Run, isVerbose: boolean): Promise<Result> {
  const { missing } = run;
  if (missing !== undefined) return { isFine: true, print: () => row(name, `skipped: ${missing}`) };
  try {
    const outcome = await compare(marked(name, "TypeScript"), marked(name, "C"), run, temporaryFolder());
    const print = (): void => {
      report(name, outcome);
      if (isVerbose) show(outcome);
    };
    return { isFine: outcome.differences.length === 0, print };
  } catch (error) {
    return { isFine: false, print: () => row(name, String(error)) };
  }
}

async function checkAll(name: string, isVerbose: boolean): Promise<Result[]> {
  const runs = [programs[name] ?? []].flat();
  if (runs.length === 0 || !examples.has(name) || !twins.has(name)) {
    return [{ isFine: false, print: () => row(name, "has no twin, or no entry in test/parity/programs.ts") }];
  }
  const results: Result[] = [];
  for (const run of runs) results.push(await check(name, run, isVerbose));
  return results;
}

/** Checks several programs at once, as there are processors, and prints what comes of them in their order. */
async function main(names: readonly string[], isVerbose: boolean): Promise<boolean> {
  row("program", "processes", "calls", "differences");
  const results = new Map<string, Result[]>();
  const printed = names.values();
  let awaited = printed.next().value;
  const left = names.values();
  const checkSome = async (): Promise<void> => {
    for (const name of left) {
      results.set(name, await checkAll(name, isVerbose));
      for (; awaited !== undefined && results.has(awaited); awaited = printed.next().value) {
        for (const result of results.get(awaited)!) result.print();
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, checkSome));
  await clearAway();
  return [...results.values()].flat().every(({ isFine }) => isFine);
}

if (!canTrace) console.log("parity: skipped: strace is not installed, or may not trace");
else {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => arg !== "-v");
  const isFine = await main(names.length > 0 ? names : [...examples.keys()].sort(), args.includes("-v"));
  process.exitCode = isFine ? 0 : 1;
}
