import * as getopt_h from "berkeley/getopt";
import {
  getopt,
  optarg,
  opterr,
  optind,
  optopt,
  set_optarg,
  set_opterr,
  set_optind,
  set_optopt,
} from "berkeley/getopt";
import * as unistd from "berkeley/unistd";

import { hasCompiler, runC, runModule } from "./support/children.ts";
import { thrown } from "./support/thrown.ts";

/** Command lines without their program's name, each with an optstring. */
const cases: [optstring: string, ...args: string[]][] = [
  ["ab:"],
  ["ab:", "-a"],
  ["ab:", "-a", "-b", "value"],
  ["ab:", "-abvalue"],
  ["ab:", "-ab", "value"],
  ["ab:", "-bvalue", "-a"],
  ["ab:", "-b"],
  ["ab:", "-b", ""],
  ["ab:", "-b", "-a"],
  ["ab:", "-b", "--", "-a"],
  ["ab:", "-ab"],
  ["ab:", "-x"],
  ["ab:", "-axa"],
  ["ab:", "-:"],
  ["ab:", "-;"],
  ["ab:", "-?"],
  ["ab:", "--long"],
  ["ab:", "-a", "one", "-b", "value", "two"],
  ["ab:", "one", "two", "-a", "three", "-bvalue", "four"],
  ["ab:", "one", "-a", "--", "-b", "two"],
  ["ab:", "one", "--", "two", "-a"],
  ["ab:", "--", "-a"],
  ["ab:", "-a", "--"],
  ["ab:", "-", "-a", "-"],
  ["ab:", "one", "two"],
  ["ab:", "one", "-b"],
  ["ab:", ""],
  ["ab::c", "-b", "-c"],
  ["ab::c", "-bvalue", "-c"],
  ["ab::c", "-b", "value", "-c"],
  ["ab::c", "-abc"],
  ["+ab:", "-a", "one", "-b", "value"],
  ["+ab:", "one", "-a"],
  ["+ab:", "-a", "--", "-a"],
  ["-ab:", "one", "-a", "two", "-b", "value", "three"],
  ["-ab:", "one", "--", "two", "-a"],
  [":ab:", "-b"],
  [":ab:", "-x"],
  [":ab:", "-a", "one", "-b"],
  ["+:ab:", "-b"],
  ["-:ab:", "-x", "one", "-b"],
  ["", "-a", "one"],
  [":", "-a"],
  ["+", "-a"],
  ["W;a", "-W", "value", "-a"],
  ["aa:", "-avalue"],
];

const text = (value: string): string => JSON.stringify(value);

(hasCompiler ? describe : describe.skip)("getopt does and prints what C's does (skipped without a C compiler)", () => {
  const inC = cases.map(
    ([optstring, ...args]) =>
      `run((char *[]){"program", ${args.map((arg) => `${text(arg)}, `).join("")}NULL}, ${args.length + 1}, ${text(optstring)});`,
  );

  it.each([
    ["as GNU's", false],
    ["with POSIXLY_CORRECT", true],
  ])("%s", (_name, isPosix) => {
    const expected = runC(`#include <stdio.h>
      #include <stdlib.h>
      #include <unistd.h>
      static void run(char **argv, int argc, const char *optstring) {
        int c;
        optind = 0;
        do {
          c = getopt(argc, argv, optstring);
          printf("%d %s %d %c\\n", c, optarg ? optarg : "null", optind, optopt);
        } while (c != -1);
        for (int i = 0; i < argc; i++) printf("%s|", argv[i]);
        putchar('\\n');
      }
      int main(void) {
        dup2(1, 2);
        setbuf(stdout, NULL);
        ${isPosix ? 'setenv("POSIXLY_CORRECT", "1", 1);' : 'unsetenv("POSIXLY_CORRECT");'}
        ${inC.join("\n")}
      }`);
    const { stdout, stderr } = runModule(
      `import { dup2, fflush, getopt, optarg, optind, optopt, printf, set_optind, stdout } from "berkeley";
       dup2(1, 2);
       ${isPosix ? 'process.env.POSIXLY_CORRECT = "1";' : "delete process.env.POSIXLY_CORRECT;"}
       for (const [optstring, ...args] of ${JSON.stringify(cases)}) {
         const argv = ["program", ...args];
         let c;
         set_optind(0);
         do {
           c = getopt(argv.length, argv, optstring);
           printf("%d %s %d %c\\n", c === -1 ? -1 : c.charCodeAt(0), optarg ?? "null", optind, optopt);
           fflush(stdout);
         } while (c !== -1);
         printf("%s|\\n", argv.join("|"));
         fflush(stdout);
       }`,
    );
    expect(stderr).toBe("");
    expect(stdout.split("\n")).toEqual(expected.split("\n"));
    expect(stdout).toContain("program: invalid option -- 'x'\n");
    expect(stdout).toContain("program: option requires an argument -- 'b'\n");
  });
});

describe("getopt", () => {
  beforeEach(() => set_optind(0));

  it("starts at 1, and a second time where it is told to", () => {
    const argv = ["program", "-a", "-b"];
    expect([getopt(3, argv, "ab"), getopt(3, argv, "ab"), getopt(3, argv, "ab")]).toEqual(["a", "b", -1]);
    set_optind(1);
    expect([getopt(3, argv, "ab"), optind]).toEqual(["a", 2]);
  });

  it("goes no further than argc", () => {
    expect([getopt(2, ["program", "-a", "-b"], "ab"), getopt(2, ["program", "-a", "-b"], "ab")]).toEqual(["a", -1]);
    expect(getopt(0, [], "a")).toBe(-1);
    set_optind(9);
    expect(getopt(2, ["program", "-a"], "a")).toBe(-1);
  });

  it("prints nothing where opterr is 0", () => {
    const { stdout, stderr } = runModule(
      `import { getopt, optopt, set_opterr } from "berkeley/getopt";
       set_opterr(0);
       console.log(getopt(2, ["program", "-x"], "a"), optopt);`,
    );
    expect([stdout, stderr]).toEqual(["? x\n", ""]);
    set_opterr(1);
  });

  it("takes an optstring from memory", () => {
    expect([getopt(2, ["program", "-avalue"], Buffer.from("a:\0b")), optarg]).toEqual(["a", "value"]);
  });

  it("has variables that can be assigned to", () => {
    set_optarg("x");
    set_optopt("y");
    expect([optarg, optopt]).toEqual(["x", "y"]);
    set_optarg(null);
    expect(optarg).toBeNull();
    set_optopt("?");
    expect(opterr).toBe(1);
    set_opterr(0);
    expect(opterr).toBe(0);
    set_opterr(1);
  });

  it("is unistd.h's too", () => {
    for (const name of Object.keys(getopt_h) as (keyof typeof getopt_h)[]) expect(unistd[name]).toBe(getopt_h[name]);
  });

  it.each<[string, () => unknown]>([
    ["TypeError: getopt: argc: expected an integer, got a string", () => getopt("1" as never, [], "")],
    ["TypeError: getopt: argv: expected an array of strings, got null", () => getopt(1, null as never, "")],
    ["TypeError: getopt: argv: expected an array of strings, got an object", () => getopt(1, [1] as never, "")],
    ["TypeError: getopt: optstring: expected a string or memory, got a number", () => getopt(1, ["x"], 1 as never)],
    ["RangeError: getopt: argc: 2 arguments, but there are 1", () => getopt(2, ["x"], "")],
    [
      "RangeError: getopt: argc: expected an integer from -2147483648 to 4294967295, got NaN",
      () => getopt(NaN, ["x"], ""),
    ],
    ["TypeError: set_optind: value: expected an integer, got a string", () => set_optind("1" as never)],
    ["RangeError: set_optind: value: expected an integer from 0 to 9007199254740991, got -1", () => set_optind(-1)],
    ["RangeError: set_optind: value: expected an integer from 0 to 9007199254740991, got 0.5", () => set_optind(0.5)],
    ["TypeError: set_opterr: value: expected an integer, got undefined", () => set_opterr(undefined as never)],
  ])("says what is wrong: %s", (error, call) => {
    expect(thrown(call)).toBe(error);
  });
});
