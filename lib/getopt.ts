/**
 * getopt.h: the options of a command line.
 *
 * @see getopt(3)
 */

import { checkInteger, checkSize, expected, stringOf } from "./check.ts";
import { fprintf, stderr } from "./stdio.ts";
import { getenv } from "./stdlib.ts";
import type { Text } from "./string.ts";

/** The argument of the option that getopt found; null if it has none. */
export let optarg: string | null = null;
/** The index of the argument that getopt looks at next. */
export let optind = 1;
/** Whether getopt prints on standard error what is wrong: 0 if not. */
export let opterr = 1;
/** The option that getopt did not know, or that lacks its argument; "\0" where none did yet. */
export let optopt = "?";

/**
 * Assigns optarg.
 *
 * @param value the argument, or null
 * @see getopt(3)
 */
export function set_optarg(value: string | null): void {
  optarg = value;
}

/**
 * Assigns optind.
 *
 * @param value the index; 0 begins anew, with the order of arguments that the next `optstring` asks for
 * @see getopt(3)
 */
export function set_optind(value: number): void {
  optind = checkSize("set_optind", "value", value);
}

/**
 * Assigns opterr.
 *
 * @param value 0 to print nothing
 * @see getopt(3)
 */
export function set_opterr(value: number): void {
  opterr = checkInteger("set_opterr", "value", value);
}

/**
 * Assigns optopt.
 *
 * @param value the character
 * @see getopt(3)
 */
export function set_optopt(value: string): void {
  optopt = value;
}

// What glibc's getopt keeps from call to call.

/** The options that are left of the argument at hand: "bc" of "-abc" after a. */
let rest = "";
/** What optopt becomes with every call: the last option that was wrong. */
let wrongOption = "\0";
/** The arguments from here to there are no options, and were gone past. */
let skipped = { from: 1, to: 1 };
/** What happens to arguments that are no options: they go to the end, are where options end, or are returned. */
let order: "permute" | "require" | "return" = "permute";
let isInitialized = false;

/**
 * Finds the next option of a command line.
 *
 *     while ((opt = getopt(argc, argv, "p:v")) !== -1) {
 *       switch (opt) {
 *         case "p":
 *           port = atoi(optarg!);
 *
 * As glibc's it moves arguments that are no options to the end of `argv`, unless POSIXLY_CORRECT is set. Where C goes
 * through bytes, this goes through the units of JavaScript's strings: a letter beyond ASCII, which is several options in C
 * ("?" for each of its bytes), is one.
 *
 * @param argc how many arguments there are
 * @param argv the arguments, the first of which is the program's name: `process.argv.slice(1)`
 * @param optstring the options' letters: a colon behind one that has an argument, two where it may be left out. First may
 *   stand + (options end at the first argument that is none), or - (that one is returned as the argument of "\x01"), then
 *   a colon (nothing is printed, and a missing argument is ":")
 * @returns the option's letter; "?" for one that is not known or lacks its argument, then `optopt` says which; -1 at the
 *   end of the options, where `optind` is the index of what comes behind
 * @see getopt(3)
 */
export function getopt(argc: number, argv: string[], optstring: Text): string | -1 {
  const options = stringOf("getopt", "optstring", optstring);
  checkArguments(argc, argv);
  optopt = wrongOption;
  if (argc < 1) return -1;
  optarg = null;
  const letters = withoutOrder(options);
  if (rest === "") {
    const found = nextArgument(argc, argv);
    if (found !== null) return found;
  }
  return nextOption(argc, argv, letters);
}

function checkArguments(argc: number, argv: unknown): void {
  checkInteger("getopt", "argc", argc);
  if (!Array.isArray(argv) || !argv.every((argument) => typeof argument === "string")) {
    throw expected("getopt", "argv", "an array of strings", argv);
  }
  if (argc > argv.length) {
    throw new RangeError(`getopt: argc: ${argc} arguments, but there are ${argv.length}`);
  }
}

/** The letters of `optstring`. At the start it also says what happens to arguments that are no options. */
function withoutOrder(optstring: string): string {
  const sign = /^[-+]/.exec(optstring)?.[0];
  if (optind === 0 || !isInitialized) {
    if (optind === 0) optind = 1;
    skipped = { from: optind, to: optind };
    rest = "";
    if (sign === undefined) order = getenv("POSIXLY_CORRECT") === null ? "permute" : "require";
    else order = sign === "-" ? "return" : "require";
    isInitialized = true;
  }
  return sign === undefined ? optstring : optstring.slice(1);
}

const isOption = (argument: string): boolean => argument.startsWith("-") && argument !== "-";

/** Goes on to the next argument with options. Returns what getopt is to return, or null if there is one. */
function nextArgument(argc: number, argv: string[]): string | -1 | null {
  skipped.to = Math.min(skipped.to, optind);
  skipped.from = Math.min(skipped.from, optind);
  if (order === "permute") {
    moveSkipped(argv);
    while (optind < argc && !isOption(argv[optind])) optind++;
    skipped.to = optind;
  }
  if (optind < argc && argv[optind] === "--") {
    optind++;
    moveSkipped(argv);
    skipped.to = argc;
    optind = argc;
  }
  if (optind >= argc) {
    if (skipped.from !== skipped.to) optind = skipped.from;
    return -1;
  }
  if (!isOption(argv[optind])) {
    if (order === "require") return -1;
    optarg = argv[optind++];
    return "\x01";
  }
  rest = argv[optind].slice(1);
  return null;
}

/** Moves the arguments that were gone past behind the options that came after them. */
function moveSkipped(argv: string[]): void {
  if (skipped.from === skipped.to) {
    skipped.from = optind;
  } else if (skipped.to !== optind) {
    const options = argv.splice(skipped.to, optind - skipped.to);
    argv.splice(skipped.from, 0, ...options);
    skipped = { from: skipped.from + options.length, to: optind };
  }
}

function nextOption(argc: number, argv: string[], letters: string): string {
  const letter = rest[0];
  rest = rest.slice(1);
  if (rest === "") optind++;
  const index = letters.indexOf(letter);
  if (index < 0 || letter === ":" || letter === ";") {
    return wrong(argv, letters, letter, "invalid option", "?");
  }
  if (letters[index + 1] !== ":") return letter;
  const mayLackArgument = letters[index + 2] === ":";
  if (rest !== "") {
    optarg = rest;
    rest = "";
    optind++;
  } else if (!mayLackArgument) {
    if (optind >= argc) {
      return wrong(argv, letters, letter, "option requires an argument", letters.startsWith(":") ? ":" : "?");
    }
    optarg = argv[optind++];
  }
  return letter;
}

function wrong(argv: string[], letters: string, letter: string, what: string, value: string): string {
  if (opterr !== 0 && !letters.startsWith(":")) fprintf(stderr, "%s: %s -- '%s'\n", argv[0], what, letter);
  wrongOption = letter;
  optopt = letter;
  return value;
}
