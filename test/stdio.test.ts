import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

import { hasCompiler, runC, runFile, runModule } from "./support/children.ts";
import { root } from "./support/root.ts";
import { type Cases, differences, printedCases, printedInC, scannedCases, scannedInC } from "./support/conversions.ts";
import { temporaryPath } from "./support/descriptors.ts";
import { cases, inC } from "./support/formats.ts";

(hasCompiler ? it : it.skip)("printf formats as C does (skipped without a C compiler)", () => {
  const expected = runC(`
    #include <errno.h>
    #include <math.h>
    #include <stdio.h>
    int main(void) { int length; ${cases.map(inC).join("\n")} return 0; }`);
  const { stdout, stderr } = runFile("formats.js");
  expect(stderr).toBe("");
  const wanted = expected.split("\x01");
  const wrong = stdout
    .split("\x01")
    .map((got, i) => ({ case: cases[i], got, wanted: wanted[i] }))
    .filter((row) => row.got !== row.wanted);
  expect(wanted).toHaveLength(cases.length + 1);
  expect(wrong).toEqual([]);
});

describe("as a C program does (skipped without a C compiler)", () => {
  const seed = Number(process.env.SEED ?? 1);
  const itInC = hasCompiler ? it : it.skip;

  function compare(made: Cases, program: (path: string) => string): void {
    const path = temporaryPath();
    writeFileSync(path, made.input);
    const different = differences(made, runC(program(path), "latin1"));
    expect(different.slice(0, 10)).toEqual([]);
  }

  itInC("snprintf formats 10,000 values at random", () => compare(printedCases(10_000, seed), printedInC));

  itInC("sscanf and fscanf read 10,000 inputs at random", () => compare(scannedCases(10_000, seed), scannedInC));
});

/** What a program prints that has imported stdio.h. */
const run = (source: string, after?: string): ReturnType<typeof runModule> =>
  runModule(
    `import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
     import { EACCES, errno, set_errno } from "berkeley/errno";
     ${source}`,
    { after },
  );

describe("printf and fprintf", () => {
  it("write to their stream, and return how many bytes", () => {
    const child = run(`
      const counts = [printf("é\\n"), fprintf(stdout, "%d\\n", 1), fprintf(stderr, "error %s\\n", "x")];
      printf("%d %d %d\\n", ...counts);`);
    expect([child.stdout, child.stderr]).toEqual(["é\n1\n3 2 8\n", "error x\n"]);
  });

  it("keep standard output until the end or fflush, standard error not at all", () => {
    const child = spawnSync(
      "sh",
      [
        "-c",
        `"$0" --input-type=module -e "$1" 2>&1`,
        process.execPath,
        `
      import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
      printf("1 "); fprintf(stderr, "2 "); fflush(stdout); fprintf(stderr, "3 "); printf("4 "); fflush(null); printf("5 "); fprintf(stderr, "6 ");`,
      ],
      { cwd: root, encoding: "utf8" },
    );
    expect(child.stdout).toBe("2 1 3 4 6 5 ");
  });

  it("print bytes that are no characters, and NULs", () => {
    const { stdout } = run(`printf("%s%c%s", Buffer.from([0xff]), 0, Buffer.from([0xfe, 0, 0xfd]));`);
    expect(Buffer.from(stdout, "utf8").toString()).toBe("\ufffd\0\ufffd");
    expect(
      spawnSync(
        process.execPath,
        [
          "--input-type=module",
          "-e",
          `import { printf } from "berkeley/stdio"; printf("%s%c", Buffer.from([0xff]), 0);`,
        ],
        { cwd: root },
      ).stdout,
    ).toEqual(Buffer.from([0xff, 0]));
  });

  it("print more than any buffer has", () => {
    const { stdout } = run(`for (let i = 0; i < 20_000; i++) printf("%08d\\n", i); printf("%s", "x".repeat(300_000));`);
    expect(stdout).toHaveLength(20_000 * 9 + 300_000);
    expect(stdout.slice(9 * 19_999, 9 * 20_000)).toBe("00019999\n");
  });

  it("take their format from memory", () => {
    expect(run(`printf(Buffer.from("%d\\0%d"), 7)`).stdout).toBe("7");
  });

  it("leave the values that are too many", () => {
    expect(run(`printf("%d\\n", 1, 2, 3)`).stdout).toBe("1\n");
  });

  it("answer -1 with the error of the write", () => {
    const { stderr } = run(
      `const value = fflush(stdout) || printf("x") && fflush(stdout); fprintf(stderr, "%d %m", value);`,
      "exec > /dev/full",
    );
    expect(stderr).toBe("-1 No space left on device");
    expect(run(`fprintf(stderr, "%d %m", printf("x") && fflush(stdout));`, "exec >&-").stderr).toMatch(
      /^(-1 Bad file|0 )/,
    );
  });

  it("answer EOVERFLOW for more than an int counts", () => {
    const { stdout } = run(`
      import { EOVERFLOW } from "berkeley/errno";
      const value = printf("%*d", -2147483648, 1);
      console.log(value, errno === EOVERFLOW);`);
    expect(stdout).toBe("-1 true\n");
  });

  it("have written what stands before the conversion that failed", () => {
    const { stdout, stderr } = run(`
      import { EOVERFLOW } from "berkeley/errno";
      import { dprintf, snprintf, sprintf } from "berkeley/stdio";
      const format = "abc%99999999999d%s|";
      const tell = (result, memory) => fprintf(stderr, "%d %d %s\\n", result, Number(errno === EOVERFLOW), memory);
      const memory = Buffer.alloc(9, "~");
      const told = (call) => { set_errno(0); tell(call(), memory); memory.fill("~"); };
      told(() => printf(format, 1, "x"));
      told(() => fflush(stdout));
      told(() => dprintf(1, format, 1, "x"));
      told(() => sprintf(memory, format, 1, "x"));
      told(() => snprintf(memory, 9, format, 1, "x"));
      told(() => snprintf(memory, 3, format, 1, "x"));
      told(() => snprintf(memory, 0, format, 1, "x"));`);
    expect(stdout).toBe("abcabc");
    const [untouched, whole, cut] = ["~~~~~~~~~", "abc", "ab"];
    expect(stderr.split("\n")).toEqual([
      `-1 1 ${untouched}`,
      `0 0 ${untouched}`,
      `-1 1 ${untouched}`,
      `-1 1 ${whole}`,
      `-1 1 ${whole}`,
      `-1 1 ${cut}`,
      `-1 1 ${untouched}`,
      "",
    ]);
  });

  it("lose nothing to a throwing call", () => {
    expect(run(`printf("before "); try { printf("lost %d", "x"); } catch { printf("after"); }`).stdout).toBe(
      "before after",
    );
  });
});

describe("perror", () => {
  it("prints what errno means, behind its text or alone", () => {
    const child = run(
      `set_errno(EACCES); perror("open"); perror(""); perror(null); perror(Buffer.from("x\\0y")); perror("100%s");`,
    );
    const denied = "Permission denied\n";
    expect(child.stderr).toBe(`open: ${denied}${denied}${denied}x: ${denied}100%s: ${denied}`);
    expect(child.stdout).toBe("");
  });

  it("prints where standard error is only for writing, before and after other output", () => {
    const file = temporaryPath();
    const print = `set_errno(EACCES); perror("a"); fprintf(stderr, "b\\n"); perror("c");`;
    expect(run(print, `exec 2>${file}`)).toMatchObject({ status: 0, stdout: "" });
    expect(readFileSync(file, "utf8")).toBe("a: Permission denied\nb\nc: Permission denied\n");
    expect(run(`${print} printf("on\\n");`, "exec 2>&-")).toMatchObject({ status: 0, stdout: "on\n" });
  });
});

it("printf and Node's own output onto a slow pipe lose nothing and keep each one's order", async () => {
  const count = 5000;
  const child = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `
    import { fflush, printf, stdout } from "berkeley/stdio";
    for (let i = 0; i < ${count}; i++) {
      console.log("node %d", i);
      printf("c %d\\n", i);
      if (i % 100 === 0) fflush(stdout);
      if (i % 50 === 0) await new Promise(setImmediate);
    }`,
    ],
    { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
  );
  let text = "";
  // The pipe is read a little at a time, with the event loop going round in between.
  for await (const chunk of child.stdout) {
    text += String(chunk);
    await new Promise((resume) => setImmediate(resume));
  }
  const lines = text.trimEnd().split("\n");
  for (const who of ["node", "c"]) {
    const numbers = lines.filter((line) => line.startsWith(`${who} `)).map((line) => Number(line.split(" ")[1]));
    expect(numbers).toEqual([...Array(count).keys()]);
  }
});
