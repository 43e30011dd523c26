import * as ctype from "berkeley/ctype";
import type { Character } from "berkeley/memory";

import { hasCompiler, runC } from "./support/children.ts";

const functions: Readonly<Record<string, (c: Character) => number>> = {
  isalnum: ctype.isalnum,
  isalpha: ctype.isalpha,
  isblank: ctype.isblank,
  iscntrl: ctype.iscntrl,
  isdigit: ctype.isdigit,
  isgraph: ctype.isgraph,
  islower: ctype.islower,
  isprint: ctype.isprint,
  ispunct: ctype.ispunct,
  isspace: ctype.isspace,
  isupper: ctype.isupper,
  isxdigit: ctype.isxdigit,
  tolower: ctype.tolower,
  toupper: ctype.toupper,
};
const names = Object.keys(functions);

it("has C's functions", () => {
  expect(functions).toEqual({ ...ctype });
});

(hasCompiler ? it : it.skip)("answers what C answers, to all characters and EOF (skipped without a C compiler)", () => {
  const output = runC(`
    #include <ctype.h>
    #include <stdio.h>
    static void print(const char *name, int (*function)(int)) {
      for (int c = -1; c < 256; c++) printf("%s %d %d\\n", name, c, function(c));
    }
    int main(void) { ${names.map((name) => `print("${name}", ${name});`).join(" ")} return 0; }`);
  const lines = output.trim().split("\n");
  expect(lines).toHaveLength(14 * 257);
  const wrong = lines.filter((line) => {
    const [name, c, expected] = line.split(" ");
    const value = functions[name](Number(c));
    // Which number means yes is the library's or the compiler's to say.
    return name.startsWith("to") ? value !== Number(expected) : (value !== 0) !== (Number(expected) !== 0);
  });
  expect(wrong).toEqual([]);
});

it("takes strings of one byte", () => {
  expect(ctype.isalpha("a")).not.toBe(0);
  expect(ctype.isdigit("a")).toBe(0);
  expect(ctype.toupper("a")).toBe(65);
  expect(String.fromCharCode(ctype.tolower("Q"))).toBe("q");
});

it("looks at no memory for what is no character: its last 8 bits count", () => {
  for (const c of [2 ** 31 - 1, -(2 ** 31), 2 ** 32 - 1, 1000, -1000]) {
    expect(ctype.isalpha(c)).toBe(ctype.isalpha(c & 0xff));
    expect(ctype.toupper(c)).toBe(ctype.toupper(c & 0xff));
  }
});
