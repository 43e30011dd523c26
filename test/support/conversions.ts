/** Conversions of printf and scanf at random, and C programs that do the same. */

import { type int, array, double, float, int16_t, int8_t, long, size_t } from "berkeley/memory";
import * as memory from "berkeley/memory";
import { fclose, fscanf, ftell, fwrite, type Printable, rewind, snprintf, sscanf, tmpfile } from "berkeley/stdio";

import { numbersFrom } from "./random.ts";

/** What both programs print between the parts of a case, and behind each case. */
const PART = "\x1f";
const END = "\x1e";

type Random = (below: number) => number;

const pick = <T>(random: Random, values: readonly T[]): T => values[random(values.length)];

const maybe = <T>(random: Random, value: T): T | "" => (random(2) === 0 ? value : "");

interface Printed {
  readonly format: string;
  /** Widths and precisions that are '*'. */
  readonly stars: readonly number[];
  readonly kind: "int" | "long" | "double" | "string" | "pointer";
  readonly value: Printable;
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

const valueOf: Record<Printed["kind"], (random: Random) => Printable> = {
  int: (random) => Number(BigInt.asIntN(32, integer(random))),
  long: integer,
  double: float64,
  string: (random) => pick(random, ["", "a", "Hello", "naïve €", "x".repeat(random(300)), "%d\\n"]),
  pointer: (random) => pick(random, [null, random(2 ** 32), integer(random)]),
};

function printed(random: Random): Printed {
  const kind = pick(random, ["int", "int", "long", "long", "double", "double", "string", "pointer"] as const);
  const stars: number[] = [];
  const amount = (): string => {
    if (random(4) > 0) return String(random(40));
    stars.push(random(60) - 20);
    return "*";
  };
  const flags = [..."-+ #0'"].filter(() => random(4) === 0).join("");
  const width = maybe(random, 1) && amount();
  const precision = maybe(random, 1) && `.${maybe(random, 1) && amount()}`;
  const conversion = {
    int: () => pick(random, ["", "", "h", "hh"]) + pick(random, [..."diouxX"]),
    long: () => pick(random, ["l", "ll", "j", "z", "t"]) + pick(random, [..."diouxX"]),
    double: () => pick(random, [..."aAeEfFgG"]),
    string: () => "s",
    pointer: () => "p",
  }[kind]();
  const around = pick(random, ["", "[", "%%"]);
  const format = `${around}%${flags}${width}${precision}${conversion}${around}`;
  return { format, stars, kind, value: valueOf[kind](random), size: pick(random, [512, random(30)]) };
}

/** A case as the C program reads it. */
function printedLine({ format, stars, kind, value, size }: Printed): string {
  const text =
    kind === "double"
      ? new BigInt64Array(new Float64Array([value as number]).buffer)[0]
      : ((value ?? 0) as number | bigint | string);
  return [size, stars.length, stars[0] ?? 0, stars[1] ?? 0, kind[0], format, text].join(PART) + END;
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

/** The C program for cases in a file. */
export const printedInC = (path: string): string => `
  #define CASES ${JSON.stringify(path)}
  ${reader}
  int main(void) {
    for (char *first; (first = field()) != NULL;) {
      int size = atoi(first), stars = atoi(field()), s = atoi(field()), t = atoi(field());
      char kind = *field(), *format = field(), *value = field(), out[520];
      long long number = kind == 's' ? 0 : strtoll(value, NULL, 10);
      double real;
      int n;
      memcpy(&real, &number, sizeof real);
    #define PRINT(v) \\
      (stars == 0 ? snprintf(out, size, format, v) : stars == 1 ? snprintf(out, size, format, s, v) \\
                                                                : snprintf(out, size, format, s, t, v))
      memset(out, '~', sizeof out);
      switch (kind) {
        case 'i': n = PRINT((int)number); break;
        case 'l': n = PRINT(number); break;
        case 'd': n = PRINT(real); break;
        case 's': n = PRINT(value); break;
        default: n = PRINT((void *)number);
      }
      printf("%d${PART}%.*s${PART}%c${END}", n, size == 0 ? 0 : (int)strnlen(out, sizeof out), out, out[size]);
    }
    return 0;
  }`;

/** What snprintf answers, and what it left in memory. */
function print({ format, stars, value, size }: Printed): string {
  const out = Buffer.alloc(520, "~");
  const n = snprintf(out, size, format, ...stars, value);
  const end = out.indexOf(0);
  return [n, size === 0 ? "" : out.toString("latin1", 0, end), out.toString("latin1", size, size + 1)].join(PART);
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
  readonly make: () => memory.Memory;
}

const scalars: readonly (readonly [modifier: string, make: () => memory.Memory, size: number])[] = [
  ["hh", () => new int8_t(), 1],
  ["h", () => new int16_t(), 2],
  ["", () => new memory.int(), 4],
  ["", () => array(memory.int as unknown as memory.StructClass<int>, 3), 4],
  ["l", () => new long(), 8],
  ["z", () => new size_t(), 8],
  ["ll", () => new BigInt64Array(1), 8],
];

function filled(make: () => memory.Memory): () => memory.Memory {
  return () => {
    const value = make();
    memory.bytes(value).fill(0xaa);
    return value;
  };
}

function directive(random: Random): Directive {
  const width = maybe(random, String(random(12)));
  switch (random(8)) {
    case 0:
    case 1:
    case 2: {
      const [modifier, make, size] = pick(random, scalars);
      const text = `%${width}${modifier}${pick(random, [..."diouxX", "n"])}`.replace(/^%\d+(.*n)$/, "%$1");
      return { text, inC: text, size, make: filled(make) };
    }
    case 3: {
      const text = `%${width}${pick(random, [..."aefgE"])}`;
      return { text, inC: text, size: 4, make: filled(() => new float()) };
    }
    case 4: {
      const text = `%${width}l${pick(random, [..."aefgE"])}`;
      return { text, inC: text, size: 8, make: filled(() => new double()) };
    }
    case 5: {
      const text = `%*${width}${pick(random, ["d", "s", "[a-f]", "c"])}`;
      return { text, inC: text, size: 0, make: () => Buffer.alloc(0) };
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
    make: filled(() => Buffer.alloc(size)),
  };
}

const words = [
  "12",
  "-7",
  "0x1f",
  "017",
  "+3",
  "99999999999999999999",
  "4.5",
  "1e3",
  "-.5",
  "inf",
  "nan",
  "nan(1)",
  "abc",
];
const others = ["xyz", "]x", "é", "a1b2", "0x", "-", "", " ", "\n", "\t ", "5,6", "%", "1e", "infinit"];

interface Scanned {
  readonly input: string;
  readonly directives: readonly Directive[];
  readonly separators: readonly string[];
}

function scanned(random: Random): Scanned {
  const directives = Array.from({ length: 1 + random(4) }, () => directive(random));
  const separators = directives.map(() => pick(random, ["", "", " ", "  ", ",", "%%", "a"]));
  const input = Array.from(
    { length: random(7) },
    () => pick(random, random(3) === 0 ? others : words) + pick(random, [" ", " ", "", ",", "%"]),
  ).join("");
  return { input, directives, separators };
}

function formatOf({ directives, separators }: Scanned, language: "text" | "inC"): string {
  return directives.map((one, i) => one[language] + separators[i]).join("");
}

function scannedLine(one: Scanned): string {
  const sizes = [0, 1, 2, 3].map((i) => one.directives.filter(({ size }) => size > 0)[i]?.size ?? 0);
  return [formatOf(one, "inC"), one.input, ...sizes].join(PART) + END;
}

/** It reads each case from a string and from a file, and says how far it went in that. */
export const scannedInC = (path: string): string => `
  #define CASES ${JSON.stringify(path)}
  ${reader}
  int main(void) {
    static unsigned char m[4][64];
    for (char *format; (format = field()) != NULL;) {
      char *input = field();
      int sizes[4];
      for (int i = 0; i < 4; i++) sizes[i] = atoi(field());
      for (int from = 0; from < 2; from++) {
        FILE *file = tmpfile();
        memset(m, 0xaa, sizeof m);
        int n;
        if (from == 0) {
          n = sscanf(input, format, m[0], m[1], m[2], m[3]);
        } else {
          fwrite(input, 1, strlen(input), file);
          rewind(file);
          n = fscanf(file, format, m[0], m[1], m[2], m[3]);
        }
        printf("%d:%ld", n, from == 0 ? 0 : ftell(file));
        for (int i = 0; i < 4; i++) {
          printf(" ");
          for (int j = 0; j < sizes[i]; j++) printf("%02x", m[i][j]);
        }
        printf("${PART}");
        fclose(file);
      }
      printf("${END}");
    }
    return 0;
  }`;

function scan(one: Scanned): string {
  const format = formatOf(one, "text");
  const attempt = (call: (values: memory.Memory[]) => string): string => {
    const made = one.directives.filter(({ size }) => size > 0).map(({ make, size }) => ({ value: make(), size }));
    const result = call(made.map(({ value }) => value));
    const hex = [0, 1, 2, 3].map((i) =>
      made[i] === undefined ? "" : memory.bytes(made[i].value).toString("hex", 0, made[i].size),
    );
    return [result, ...hex].join(" ") + PART;
  };
  return (
    attempt((values) => `${sscanf(one.input, format, ...values)}:0`) +
    attempt((values) => {
      const file = tmpfile()!;
      fwrite(one.input, 1, Buffer.byteLength(one.input), file);
      rewind(file);
      const result = `${fscanf(file, format, ...values)}:${ftell(file)}`;
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
