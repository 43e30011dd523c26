/** The differences of two programs' histories. */

import { isSame } from "./names.ts";
import type { History } from "./trace.ts";

/** A call that only one of them has made; in order, as diff has it. */
export interface Difference {
  process: string;
  side: "TypeScript" | "C";
  call: string;
}

export function differences(typescript: readonly History[], c: readonly History[]): Difference[] {
  const processes = new Set([...c, ...typescript].map(({ name }) => name));
  return [...processes].flatMap((process) => {
    const callsOf = (histories: readonly History[]): string[] =>
      histories.find(({ name }) => name === process)?.calls ?? [];
    return differ(callsOf(typescript), callsOf(c)).map((difference) => ({ process, ...difference }));
  });
}

/** What is left when the longest common subsequence is taken away. */
function differ(typescript: readonly string[], c: readonly string[]): Omit<Difference, "process">[] {
  let begin = 0;
  while (begin < Math.min(typescript.length, c.length) && isSame(typescript[begin], c[begin])) begin++;
  const [ours, theirs] = [typescript.slice(begin), c.slice(begin)];
  const lengths = ours.map(() => new Array<number>(theirs.length + 1).fill(0));
  lengths.push(new Array<number>(theirs.length + 1).fill(0));
  for (let i = ours.length - 1; i >= 0; i--) {
    for (let j = theirs.length - 1; j >= 0; j--) {
      lengths[i][j] = isSame(ours[i], theirs[j])
        ? lengths[i + 1][j + 1] + 1
        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const found: Omit<Difference, "process">[] = [];
  for (let i = 0, j = 0; i < ours.length || j < theirs.length;) {
    if (i < ours.length && j < theirs.length && isSame(ours[i], theirs[j])) {
      i++;
      j++;
    } else if (j < theirs.length && (i === ours.length || lengths[i][j + 1] >= lengths[i + 1][j])) {
      found.push({ side: "C", call: theirs[j++] });
    } else {
      found.push({ side: "TypeScript", call: ours[i++] });
    }
  }
  return found;
}
