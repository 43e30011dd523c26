/** Command lines, addresses and uses of streams that are generated: TypeScript and C answer the same. (Lookups: lookups.test.ts.) */

import { Program, testProgram, twin } from "../support/processes.ts";
import { numbersFrom } from "../support/random.ts";

const COUNT = 10_000;
const seed = Number(process.env.SEED ?? 7);
const random = numbersFrom(seed);
const pick = <T>(values: ArrayLike<T>): T => values[random(values.length)];
const several = <T>(most: number, make: () => T): T[] => Array.from({ length: random(most + 1) }, make);
const generated = (make: () => string, count = COUNT): string[] => Array.from({ length: count }, make);
const hex = (text: string | Buffer): string => Buffer.from(text as string, "latin1").toString("hex") || ".";

/** What both programs print, line by line; the same, or the test fails. */
async function answers(name: string, lines: readonly string[]): Promise<{ stdout: string[]; stderr: string[] }> {
  const [expected, actual] = await Promise.all(
    [twin(name), testProgram(name)].map(async (command) => {
      const { status, stdout, stderr } = await new Program(command).finish(`${lines.join("\n")}\n`);
      expect(status).toBe(0);
      return { stdout: stdout.trimEnd().split("\n"), stderr: stderr.trimEnd().split("\n") };
    }),
  );
  const wrong = lines.flatMap((line, i) =>
    actual.stdout[i] === expected.stdout[i] ? [] : [[line, expected.stdout[i], actual.stdout[i]]],
  );
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(actual.stderr).toEqual(expected.stderr);
  expect([expected.stdout.length, actual.stdout.length]).toEqual([lines.length, lines.length]);
  return actual;
}

const letters = "aaabbbcccdW:;?-+ ";

function optstring(): string {
  const options = several(6, () => pick(letters) + pick(["", "", ":", ":", "::", ";"]));
  return pick(["", "", "", "+", "-", ":", ":", "+:", "-:"]) + options.join("");
}

const argument = (): string =>
  pick([
    () => "--",
    () => pick(["", "-", "one", "two", "a", "=", "--long", "---"]),
    () => `-${several(4, () => pick(letters)).join("")}`,
    () => `-${pick(letters)}`,
    () => `-${pick(letters)}${pick(letters)}value`,
  ])();

let cases = 0;

function commandLine(): string {
  // Messages begin with the program's name, which says of which line they are.
  const argv = [`program${cases++}`, ...several(6, argument)];
  if (random(3) === 0) argv.push(`-${pick("abc")}`); // Perhaps its argument is missing.
  const argc = random(10) === 0 ? random(argv.length + 1) : argv.length;
  const [posix, opterr, optind] = [random(4) === 0, random(4) !== 0, pick([0, 0, 0, 1])].map(Number);
  return `${posix} ${opterr} ${optind} ${argc} ${hex(optstring())} ${argv.map(hex).join(" ")}`;
}

const byte = (): string => pick([() => String(random(256)), () => pick(["0", "255", "127", "1", "00", "01", "256"])])();
const dotted = (): string => [byte(), byte(), byte(), byte()].join(".");
const number = (): string =>
  pick([
    byte,
    () => `0x${random(2 ** pick([4, 8, 16, 32])).toString(16)}`,
    () => `0${random(2 ** pick([4, 8, 16, 32])).toString(8)}`,
    () => String(random(2 ** pick([9, 17, 25, 32])) + pick([0, 0, 2 ** 32])),
  ])();
const numbers = (): string => [number(), ...several(3, number)].join(".") + pick(["", "", "", " ", " x", "\t", "."]);

function colons(): string {
  const groups = Array.from({ length: 8 }, () => random(2 ** pick([0, 4, 8, 12, 16])).toString(16));
  if (random(4) === 0) groups.splice(6, 2, dotted());
  if (random(2) === 0) return groups.join(":");
  const from = random(groups.length);
  return `${groups.slice(0, from).join(":")}::${groups.slice(from + 1 + random(groups.length - from)).join(":")}`;
}

/** A text with one character more, one less, or another. */
function almost(text: string): string {
  const at = random(text.length + 1);
  return text.slice(0, at) + pick(["", ..."0123456789abcdefFg:.x% -\0\xff"]) + text.slice(at + random(2));
}

const noise = (): string => several(40, () => pick("0123456789abcdefx:. %")).join("");
const bytes = (): string => several(20, () => String.fromCharCode(1 + random(255))).join("");

/** A text whose NUL, if it has one, is its end. */
const text = (valid: () => string): string =>
  pick([valid, valid, () => almost(valid()), () => almost(almost(valid())), noise, bytes])();

const [INET, INET6] = [2, 10]; // As on Linux.

function presentation(): string {
  const af = random(50) === 0 ? pick([0, 1, 99, -1]) : pick([INET, INET6]);
  return `p ${af} ${hex(text(pick([dotted, colons, af === INET ? dotted : colons])))}`;
}

function network(): string {
  const af = random(50) === 0 ? pick([0, 1, 99, -1]) : pick([INET, INET6]);
  const zeros = Array.from({ length: 8 }, () => random(2));
  const address = Buffer.from(Array.from({ length: 16 }, (_, i) => zeros[i >> 1] * pick([0, 1, 255, random(256)])));
  if (random(8) === 0) address.fill(0, 0, 10).fill(pick([0, 255]), 10, 12);
  return `n ${af} ${hex(address)} ${random(4) === 0 ? random(64) : 46}`;
}

const SEQUENCES = 2_000;

const size = (): number => pick([0, 1, 2, 3, 10, 50, random(100), random(6000), 4095, 4096, 4097]);

/** One of stream-operations.c's calls with its numbers. */
function streamCall(call: string, offset: number, whence: number): string {
  switch (call) {
    case "u":
      return `u${pick([random(256), -1, 120])}`;
    case "s":
      return `s${offset},${whence}`;
    case "r":
      return `r${pick([1, 5, 1 + random(60), 1 + random(900)])},${1 + random(6)}`;
    case "g":
      return `g${2 + random(80)}`;
    case "p":
      return `p${1 + random(60)}`;
    case "b":
      return `b${pick([1, 1 + random(900)])},${1 + random(5)}`;
    default:
      return call;
  }
}

/**
 * Calls of stdio.h with a stream, as stream-operations.c reads them. Some that C leaves open are left out: input and output
 * directly after each other; after ungetc what asks for a position relative to what was put back, which may be before the
 * file; and ungetc before there is a buffer.
 */
function sequence(): string {
  let last: "input" | "output" | "flushed output" | "seek" | "nothing" = "nothing";
  let putBack = 0;
  const calls = several(25, () => {
    const call = pick("cccuuusssttwrrggppbbffeEC");
    const [offset, whence] = [pick([0, 0, 1, -1, random(50) - 20, random(9000) - 2000]), pick([0, 1, 1, 1, 2])];
    const isInput = "crgu".includes(call);
    const isOutput = "pb".includes(call);
    if ((isInput && last === "output") || (isOutput && last === "input")) return "t";
    if (call === "u" && (last === "flushed output" || last === "nothing")) return "t";
    if (putBack > 0 && (call === "f" || (call === "s" && whence === 1))) return "t";
    if (isInput) last = "input";
    else if (isOutput) last = "output";
    else if (call === "f" && last === "output") last = "flushed output";
    else if ("sw".includes(call)) last = "seek";
    if (call === "u") putBack++;
    else if (isInput && putBack > 0) putBack--;
    else if (call === "w" || (call === "s" && whence === 0 && offset >= 0)) putBack = 0;
    return streamCall(call, offset, whence);
  });
  return [pick(["r", "r+", "w+", "a+"]), size(), ...calls].join(" ");
}

describe(`${COUNT} generated inputs, seed ${seed}: as in C`, () => {
  it("getopt", async () => {
    const { stdout, stderr } = await answers("command-lines", generated(commandLine));
    for (const message of [/: invalid option -- '.'$/, /: option requires an argument -- '.'$/]) {
      expect(stderr.filter((line) => message.test(line)).length).toBeGreaterThan(COUNT / 200);
    }
    expect(stdout.filter((line) => /(^| )58 /.test(line)).length).toBeGreaterThan(COUNT / 100); // ':'
    expect(stdout.filter((line) => /(^| )1 /.test(line)).length).toBeGreaterThan(COUNT / 100); // An argument.
  });

  it("inet_pton", async () => {
    const { stdout } = await answers("addresses", generated(presentation));
    for (const result of ["1 0", "0 0", "-1 97"]) {
      expect(stdout.filter((line) => line.startsWith(`${result} `)).length).toBeGreaterThan(COUNT / 100);
    }
  });

  it("inet_ntop", async () => {
    const { stdout } = await answers("addresses", generated(network));
    for (const result of [/^NULL 28 /, /^NULL 97 /, /^\d+\.[\d.]+ 0 /, /::.* 0 /, /:\d+\.[\d.]+ 0 /]) {
      expect(stdout.filter((line) => result.test(line)).length).toBeGreaterThan(COUNT / 100);
    }
  });

  it(`${SEQUENCES} sequences of calls on streams`, async () => {
    const { stdout } = await answers("stream-operations", generated(sequence, SEQUENCES));
    for (const result of [
      / c=-1\/0/,
      / p\d+=1\/9/,
      / u\d+=\d/,
      / s-\d+,1=-1\/22/,
      / t=[1-9]/,
      / e=1/,
      / E=1/,
      / g\d+=1:/,
    ]) {
      expect(stdout.filter((line) => result.test(line)).length).toBeGreaterThan(SEQUENCES / 100);
    }
  });

  it("inet_aton, inet_addr and inet_network", async () => {
    const { stdout } = await answers(
      "addresses",
      generated(() => `a ${hex(text(pick([numbers, numbers, dotted])))}`),
    );
    for (const result of ["1", "0"]) {
      expect(stdout.filter((line) => line.startsWith(`${result} `)).length).toBeGreaterThan(COUNT / 10);
    }
  });
});
