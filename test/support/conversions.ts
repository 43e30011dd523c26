/** Conversions of printf and scanf at random, and C programs that do the same. */

import { errno, set_errno } from "berkeley/errno";
import { cast, double, float, int16_t, int8_t, long, size_t } from "berkeley/memory";
import * as memory from "berkeley/memory";
import { fclose, fscanf, ftell, fwrite, type Printable, rewind, snprintf, sscanf, tmpfile } from "berkeley/stdio";

import { numbersFrom } from "./random.ts";

/** What both programs print between the parts of a case, and behind each case. */
const PART = "\x1f";
const END = "\x1e";

type Random = (below: number) => number;

const pick = <T>(random: Random, values: readonly T[]): T => values[random(values.length)];

const maybe = <T>(random: Random, value: T): T | "" => (random(2) === 0 ? value : "");

interface Value {
  readonly kind: "int" | "long" | "char" | "double" | "string" | "pointer";
  readonly value: Printable;
}

interface Printed {
  readonly format: string;
  readonly values: readonly Value[];
  /** What %m prints. */
  readonly error: number;
  readonly size: number;
}

function integer(random: Random): bigint {
  const bits = BigInt(random(2 ** 32)) | (BigInt(random(2 ** 32)) << 32n);
  return BigInt.asIntN(64, pick(random, [bits, bits >> BigInt(random(64)), BigInt(random(200) - 100)]));
}

function float64(random: Random): number {
  const bits = new BigUint64Array([BigInt.asUintN(64, integer(random))]);
  const [any] = new Float64Array(bits.buffer);
  const value = pick(random, [any, random(2 ** 30) / 1000, random(100) - 50, -random(1000) / 8, Infinity, 0, -0]);
  return Number.isNaN(value) ? NaN : value;
}

/** A number of so many bits as JavaScript may have it: signed or not, a bigint or not. */
function anyOf(random: Random, bits: number, value: bigint): number | bigint {
  const one = random(2) === 0 ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  const isSafe = BigInt(Number(one)) === one && Number.isSafeInteger(Number(one));
  return isSafe && random(2) === 0 ? Number(one) : one;
}

const valueOf: Record<Value["kind"], (random: Random) => Printable> = {
  int: (random) => anyOf(random, 32, integer(random)),
  long: (random) => anyOf(random, 64, integer(random)),
  char: (random) => pick(random, [random(256), "x", "%", "\n", -1, 0]),
  double: float64,
  string: (random) => pick(random, ["", "a", "Hello", "naïve €", "x".repeat(random(300)), "%d\\n"]),
  pointer: (random) => pick(random, [null, random(2 ** 32), integer(random)]),
};

/** What glibc takes an int for where the value has a position, and a long long otherwise. */
const WITHOUT_POSITION = ["q", "L"];

const conversions: Record<Value["kind"], (random: Random, hasPosition: boolean) => string> = {
  int: (random) => pick(random, ["", "", "h", "hh"]) + pick(random, [..."diouxX"]),
  long: (random, hasPosition) =>
    pick(random, ["l", "ll", "j", "z", "t", ...(hasPosition ? [] : WITHOUT_POSITION)]) + pick(random, [..."diouxX"]),
  char: () => "c",
  double: (random) => pick(random, ["", "", "l"]) + pick(random, [..."aAeEfFgG"]),
  string: () => "s",
  pointer: () => "p",
};

const kinds = ["int", "int", "long", "long", "double", "double", "char", "string", "pointer"] as const;

/** One conversion, whose values go to `values`. Where the format has positions, it has that of each. */
function conversion(random: Random, values: Value[], hasPositions: boolean): string {
  const position = (value: Value): string => {
    values.push(value);
    return hasPositions ? `${"0".repeat(Number(random(10) === 0))}${values.length}$` : "";
  };
  // glibc pads a double on its right with zeros where the width is negative, has a position and the flag is 0.
  const least = hasPositions ? 0 : -20;
  const amount = (): string =>
    random(4) > 0 ? String(random(40)) : `*${position({ kind: "int", value: random(60) + least })}`;
  const flags = [..."-+ #0'"].filter(() => random(4) === 0).join("");
  const width = maybe(random, 1) && amount();
  const precision = maybe(random, 1) && `.${maybe(random, 1) && amount()}`;
  if (random(10) === 0) return `%${flags}${width}${precision}m`;
  const kind = pick(random, kinds);
  const own = position({ kind, value: valueOf[kind](random) });
  return `%${own}${flags}${width}${precision}${conversions[kind](random, hasPositions)}`;
}

function printed(random: Random): Printed {
  const values: Value[] = [];
  const hasPositions = random(3) === 0;
  const parts = Array.from({ length: 1 + random(4) }, () => conversion(random, values, hasPositions));
  if (hasPositions) parts.sort(() => random(3) - 1).push(pick(random, ["", pick(random, parts)]));
  const format = parts.map((part) => pick(random, ["", "[", "%%", "é"]) + part).join("");
  return { format, values, error: random(140), size: pick(random, [2048, random(60)]) };
}

/** A value as the C program reads it. */
function valueInC({ kind, value }: Value): string {
  switch (kind) {
    case "double":
      return `d${new BigInt64Array(new Float64Array([value as number]).buffer)[0]}`;
    case "string":
      return `s${value as string}`;
    case "char":
      return `c${typeof value === "string" ? value.charCodeAt(0) : (value as number)}`;
    default:
      return `${kind[0]}${BigInt.asIntN(64, BigInt((value ?? 0) as number | bigint))}`;
  }
}

/** A case as the C program reads it. */
function printedLine({ format, values, error, size }: Printed): string {
  return [size, error, format, values.length, ...values.map(valueInC)].join(PART) + END;
}

/** Reads cases from the file that its first argument names. */
const reader = `
  #include <stdint.h>
  #include <stdio.h>
  #include <stdlib.h>
  #include <string.h>
  #include <unistd.h>
  static char text[1 << 24];
  static char *field(void) {
    static char *rest;
    if (rest == NULL) {
      FILE *file = fopen(CASES, "r");
      text[fread(text, 1, sizeof text - 1, file)] = 0;
      rest = text;
    }
    if (*rest == 0) return NULL;
    char *begin = rest;
    rest += strcspn(rest, "${PART}${END}");
    *rest++ = 0;
    return begin;
  }`;

/**
 * The C program for cases in a file. Whatever the format has for values, it is given integers and doubles, each in their
 * order: the calling conventions of Linux pass the two apart.
 */
export const printedInC = (path: string): string => `
  #define CASES ${JSON.stringify(path)}
  #include <errno.h>
  ${reader}
  int main(void) {
    for (char *first; (first = field()) != NULL;) {
      int size = atoi(first), error = atoi(field());
      char *format = field(), out[2056];
      long g[12] = {0};
      double d[4] = {0};
      int integers = 0, doubles = 0;
      for (int count = atoi(field()); count > 0; count--) {
        char *value = field(), kind = *value++;
        long number = kind == 's' ? (long)value : strtol(value, NULL, 10);
        if (kind == 'd') memcpy(&d[doubles++], &number, sizeof number);
        else g[integers++] = number;
      }
      memset(out, '~', sizeof out);
      errno = error;
      int n = snprintf(out, size, format, g[0], g[1], g[2], g[3], g[4], g[5], g[6], g[7], g[8], g[9], g[10], g[11],
                       d[0], d[1], d[2], d[3]);
      error = errno;
      printf("%d %d${PART}", n, error);
      for (int i = 0; i < size + 8 && i < n + 8; i++) printf("%02x", (unsigned char)out[i]);
      printf("${END}");
    }
    return 0;
  }`;

/** What snprintf answers, errno, and what it left in memory. */
function print({ format, values, error, size }: Printed): string {
  const out = Buffer.alloc(2056, "~");
  set_errno(error);
  const n = snprintf(out, size, format, ...values.map(({ value }) => value));
  return [`${n} ${errno}`, out.toString("hex", 0, Math.min(size, n) + 8)].join(PART);
}

export interface Cases {
  /** What the C program reads. */
  readonly input: string;
  /** What is to be compared with each part of its output. */
  readonly outputs: readonly { readonly about: string; readonly output: string }[];
}

export function printedCases(count: number, seed: number): Cases {
  const random = numbersFrom(seed);
  const cases = Array.from({ length: count }, () => printed(random));
  return {
    input: cases.map(printedLine).join(""),
    outputs: cases.map((one) => ({ about: printedLine(one), output: print(one) })),
  };
}

/** A conversion of scanf: as TypeScript and as C write it, and how many bytes it may fill. */
interface Directive {
  readonly text: string;
  readonly inC: string;
  readonly size: number;
  readonly alignment: number;
  /** What of the bytes is passed. */
  readonly at: (bytes: Buffer) => memory.Memory;
}

type At = Directive["at"];

const longs: At = (bytes) => new BigInt64Array(bytes.buffer, bytes.byteOffset, 1);

// A struct may lie anywhere.
const scalars: readonly (readonly [modifier: string, size: number, at: At, alignment?: number])[] = [
  ["hh", 1, (bytes) => cast(int8_t, bytes)],
  ["h", 2, (bytes) => cast(int16_t, bytes)],
  ["", 4, (bytes) => cast(memory.int, bytes)],
  ["", 4, (bytes) => new Int32Array(bytes.buffer, bytes.byteOffset, 1), 4],
  ["l", 8, (bytes) => cast(long, bytes)],
  ["z", 8, (bytes) => cast(size_t, bytes)],
  ["t", 8, (bytes) => cast(long, bytes)],
  ["q", 8, (bytes) => cast(long, bytes)],
  ["j", 8, longs, 8],
  ["L", 8, longs, 8],
  ["ll", 8, longs, 8],
];

function directive(random: Random): Directive {
  const width = maybe(random, String(random(12)));
  switch (random(9)) {
    case 0:
    case 1:
    case 2: {
      const [modifier, size, at, alignment = 1] = pick(random, scalars);
      const text = `%${width}${modifier}${pick(random, [..."diouxX", "n"])}`.replace(/^%\d+(.*n)$/, "%$1");
      return { text, inC: text, size, at, alignment };
    }
    case 3: {
      const text = `%${width}${pick(random, [..."aefgE"])}`;
      return { text, inC: text, size: 4, at: (bytes) => cast(float, bytes), alignment: 1 };
    }
    case 4: {
      const text = `%${width}l${pick(random, [..."aefgE"])}`;
      return { text, inC: text, size: 8, at: (bytes) => cast(double, bytes), alignment: 1 };
    }
    case 5: {
      const text = `%*${width}${pick(random, ["d", "s", "[a-f]", "c"])}`;
      return { text, inC: text, size: 0, at: (bytes) => bytes, alignment: 1 };
    }
    case 6: {
      const text = `%${width}p`;
      return { text, inC: text, size: 8, at: longs, alignment: 8 };
    }
    default:
      return textDirective(random, Number(width));
  }
}

/** One whose width is left to the size of its memory, or cut to it, where C has to say it. */
function textDirective(random: Random, width: number): Directive {
  const conversion = pick(random, ["s", "s", "[a-z]", "[^0-9]", "[]x]", "[^]x]", "c"]);
  const nul = conversion === "c" ? 0 : 1;
  const size = 1 + nul + random(16);
  const usual = conversion === "c" ? 1 : Infinity;
  const cut = Math.min(width === 0 ? usual : width, size - nul);
  return {
    text: `%${width === 0 ? "" : width}${conversion}`,
    inC: `%${cut}${conversion}`,
    size,
    at: (bytes) => bytes,
    alignment: 1,
  };
}

/** What stands for a NUL in the cases. */
const NUL = "\x1d";

const words = [
  "12",
  "-7",
  "0x1f",
  "017",
  "+3",
  "99999999999999999999",
  "-99999999999999999999",
  "1e999",
  "1e-999",
  "4.5",
  "1e3",
  "-.5",
  "inf",
  "nan",
  "nan(1)",
  "abc",
];
const others = [..."-% \n", "xyz", "]x", "é", "a1b2", "0x", "", "\t ", "5,6", "1e", "infinit", "(nil)", `a${NUL}b`];

/** Where all that a case reads lies: some of it at the same place. */
const MEMORY = 32;

interface Scanned {
  readonly input: string;
  readonly directives: readonly Directive[];
  readonly separators: readonly string[];
  /** Where in the memory each directive's lies that fills some. */
  readonly offsets: readonly number[];
}

function scanned(random: Random): Scanned {
  const directives = Array.from({ length: 1 + random(4) }, () => directive(random));
  const separators = directives.map(() => pick(random, ["", "", " ", "  ", ",", "%%", "a"]));
  const offsets = filling(directives).map(({ size, alignment }) => {
    const offset = random(MEMORY - size + 1);
    return offset - (offset % alignment);
  });
  const word = (): string => pick(random, random(3) === 0 ? others : words);
  const input =
    random(2) === 0
      ? Array.from({ length: random(7) }, () => word() + pick(random, [" ", " ", "", ",", "%"]))
      : separators.map((separator) => word() + separator.replace("%%", "%"));
  return { input: input.join(""), directives, separators, offsets };
}

const filling = (directives: readonly Directive[]): Directive[] => directives.filter(({ size }) => size > 0);

function formatOf({ directives, separators }: Scanned, language: "text" | "inC"): string {
  return directives.map((one, i) => one[language] + separators[i]).join("");
}

function scannedLine(one: Scanned): string {
  return [formatOf(one, "inC"), one.input, ...[0, 1, 2, 3].map((i) => one.offsets[i] ?? 0)].join(PART) + END;
}

/** What errno is before a case. glibc makes another number 0 where it meets the input's end. */
const ERROR_BEFORE = 0;

/** It reads each case from a string and from a file, tells errno, and says how far it went in that. */
export const scannedInC = (path: string): string => `
  #define CASES ${JSON.stringify(path)}
  #include <errno.h>
  ${reader}
  int main(void) {
    for (char *format; (format = field()) != NULL;) {
      char *input = field();
      size_t length = strlen(input);
      for (size_t i = 0; i < length; i++) input[i] = input[i] == '${NUL}' ? 0 : input[i];
      int o[4];
      for (int i = 0; i < 4; i++) o[i] = atoi(field());
      for (int from = 0; from < 2; from++) {
        FILE *file = tmpfile();
        unsigned char m[${MEMORY}];
        memset(m, 0xaa, sizeof m);
        int n;
        if (from == 0) {
          errno = ${ERROR_BEFORE};
          n = sscanf(input, format, m + o[0], m + o[1], m + o[2], m + o[3]);
        } else {
          fwrite(input, 1, length, file);
          rewind(file);
          errno = ${ERROR_BEFORE};
          n = fscanf(file, format, m + o[0], m + o[1], m + o[2], m + o[3]);
        }
        int error = errno;
        printf("%d:%d:%ld ", n, error, from == 0 ? 0 : ftell(file));
        for (int i = 0; i < ${MEMORY}; i++) printf("%02x", m[i]);
        printf("${PART}");
        fclose(file);
      }
      printf("${END}");
    }
    return 0;
  }`;

function scan(one: Scanned): string {
  const format = formatOf(one, "text");
  const input = one.input.replaceAll(NUL, "\0");
  const attempt = (call: (values: memory.Memory[]) => string): string => {
    const bytes = Buffer.alloc(MEMORY, 0xaa);
    const values = filling(one.directives).map(({ at, size }, i) =>
      at(bytes.subarray(one.offsets[i], one.offsets[i] + size)),
    );
    set_errno(ERROR_BEFORE);
    return `${call(values)} ${bytes.toString("hex")}${PART}`;
  };
  return (
    attempt((values) => `${sscanf(input, format, ...values)}:${errno}:0`) +
    attempt((values) => {
      const file = tmpfile()!;
      fwrite(input, 1, Buffer.byteLength(input), file);
      rewind(file);
      set_errno(ERROR_BEFORE);
      const result = `${fscanf(file, format, ...values)}:${errno}:${ftell(file)}`;
      fclose(file);
      return result;
    })
  );
}

export function scannedCases(count: number, seed: number): Cases {
  const random = numbersFrom(seed);
  const cases = Array.from({ length: count }, () => scanned(random));
  return {
    input: cases.map(scannedLine).join(""),
    outputs: cases.map((one) => ({ about: `${formatOf(one, "text")} ${scannedLine(one)}`, output: scan(one) })),
  };
}

/** The parts of a C program's output that differ. */
export function differences({ outputs }: Cases, fromC: string): object[] {
  const wanted = fromC.split(END).slice(0, -1);
  if (wanted.length !== outputs.length) throw new Error(`${wanted.length} cases instead of ${outputs.length}`);
  return outputs
    .map(({ about, output }, i) => ({ about, output, wanted: wanted[i] }))
    .filter((row) => row.output !== row.wanted);
}
