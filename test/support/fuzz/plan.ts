/** What `npm run soak:fuzz` and the processes that make its calls tell each other. */

import type { Parameter } from "./arguments.ts";

/** A function; or a class, whose name then begins with "new ". */
export interface Target {
  readonly name: string;
  /** The function that it wraps, if it does, else itself, without the module's name. */
  readonly original: string;
  readonly parameters: readonly Parameter[];
}

export interface Plan {
  readonly targets: readonly Target[];
  readonly seed: number;
  readonly calls: number;
  /** Where calls are made. */
  readonly folder: string;
  /** Where reports go: each in a file with the target's number. */
  readonly reports: string;
  /** The call whose arguments are written before it is made, into a file beside the report. */
  readonly described?: number;
}

/** What became of a function's calls. */
export interface Report {
  readonly calls: number;
  /** How often it returned, and how often it threw, by the class of what it threw. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly errnos: readonly number[];
  /** How often SIGALRM came while a call was made. */
  readonly interruptions: number;
  /** What was wrong: what was thrown is no TypeError or RangeError, or JavaScript of an argument has run. */
  readonly wrong: readonly string[];
  /** Descriptors and megabytes of memory that there are more at the end. */
  readonly descriptors: number;
  readonly megabytes: number;
  readonly ms: number;
}

/** In front of a report, as numbers: how many calls there were. */
export const HEAD = 64;
