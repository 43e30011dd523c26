import { errno, set_errno } from "berkeley/errno";
import { ptr } from "berkeley/memory";
import {
  atexit,
  atoi,
  atol,
  atoll,
  EXIT_FAILURE,
  EXIT_SUCCESS,
  getenv,
  setenv,
  strtol,
  strtoul,
  unsetenv,
} from "berkeley/stdlib";

import { hasCompiler, runC, runModule } from "./support/children.ts";
import { failing } from "./support/errors.ts";
import { thrown } from "./support/thrown.ts";

describe("exit", () => {
  it.each([
    ["EXIT_SUCCESS", EXIT_SUCCESS, 0],
    ["EXIT_FAILURE", EXIT_FAILURE, 1],
    ["256 + 7", 256 + 7, 7],
    ["-1", -1, 255],
  ])("of %s ends the process with its 8 bits, after handlers and buffers", (_name, status, expected) => {
    const child = runModule(
      `import { exit } from "berkeley/stdlib";
       import { printf } from "berkeley/stdio";
       process.on("exit", () => printf("handler\\n"));
       printf("buffered\\n");
       exit(${status});
       printf("never\\n");`,
    );
    expect([child.status, child.stdout]).toEqual([expected, "buffered\nhandler\n"]);
  });

  it("of a Worker ends the whole process", () => {
    const child = runModule(
      `import { Worker } from "node:worker_threads";
       const program = 'import("berkeley").then(({ exit, printf }) => { printf("worker\\\\n"); exit(9); })';
       new Worker(program, { eval: true });
       setInterval(() => undefined, 1000);`,
    );
    expect([child.status, child.stdout]).toEqual([9, "worker\n"]);
  });

  it("does not wait for a Worker that blocks, and runs the handlers all the same", () => {
    const child = runModule(
      `import { Worker } from "node:worker_threads";
       import { exit, printf, pipe, array, int } from "berkeley";
       const fds = array(int, 2);
       pipe(fds);
       const program = \`
         import("node:worker_threads").then(async ({ parentPort }) => {
           const { read } = await import("berkeley");
           parentPort.postMessage("reads");
           read(\${fds[0]}, Buffer.alloc(1), 1);
         })\`;
       process.on("exit", (status) => printf("handler %d\\n", status));
       printf("buffered\\n");
       new Worker(program, { eval: true }).on("message", () => exit(7));`,
    );
    expect([child.status, child.stdout]).toEqual([7, "buffered\nhandler 7\n"]);
  });
});

describe("exit does not wait for a Worker that blocks", () => {
  /** A program that exits with 7 when its Worker has said that it is about to wait. */
  const exiting = (worker: string, before: string): string =>
    `import { Worker } from "node:worker_threads";
     const reads = \`import("node:worker_threads").then(async ({ parentPort }) => {
       const { array, int, pipe, read } = await import("berkeley");
       const fds = array(int, 2);
       pipe(fds);
       parentPort.postMessage("reads");
       read(fds[0], Buffer.alloc(1), 1);
     })\`;
     ${before}
     ${worker}.on("message", async () => {
       const { exit } = await import("berkeley/stdlib");
       exit(7);
     });`;

  it("that was made before the library was loaded", () => {
    const { status, signal } = runModule(exiting("new Worker(reads, { eval: true })", ""));
    expect([status, signal]).toEqual([7, null]);
  });

  it("that another Worker made", () => {
    const nested = `const makes = \`import("node:worker_threads").then(({ parentPort, Worker, workerData }) => {
       new Worker(workerData, { eval: true }).on("message", (message) => parentPort.postMessage(message));
     })\`;`;
    const { status, signal } = runModule(exiting("new Worker(makes, { eval: true, workerData: reads })", nested));
    expect([status, signal]).toEqual([7, null]);
  });

  it("and leaves to Node what is to be done where there is none", () => {
    const { status, stdout } = runModule(
      `import { Worker } from "node:worker_threads";
       new Worker("import('berkeley')", { eval: true }).on("exit", async () => {
         const { exit } = await import("berkeley/stdlib");
         const { native } = await import("./dist/native.js");
         console.log(native.count_environments());
         exit(7);
       });`,
    );
    expect([status, stdout]).toEqual([7, "1\n"]);
  });
});

(hasCompiler ? it : it.skip)("atoi reads what C's reads (skipped without a C compiler)", () => {
  const texts = [
    "0",
    "42",
    "-42",
    "+7",
    "  12",
    "\\t\\n3",
    "12abc",
    "abc",
    "",
    "-",
    "0x10",
    "010",
    "2147483647",
    "-2147483648",
    "4294967296",
    "99999999999999999999",
    "1e3",
    "- 1",
  ];
  const output = runC(`#include <stdio.h>
    #include <stdlib.h>
    int main(void) { ${texts.map((text) => `printf("%d\\n", atoi("${text}"));`).join("")} }`);
  const read = texts.map((text) => JSON.parse(`"${text}"`) as string).map((text) => String(atoi(text)));
  expect(read).toEqual(output.trimEnd().split("\n"));
  expect(atoi(Buffer.from("12\0" + "34"))).toBe(12);
  expect(atoi(Buffer.from("1234").subarray(0, 2))).toBe(12);
});

describe("getenv", () => {
  it("sees the environment, and what Node puts there", () => {
    // jest's process.env is a copy, so this looks from a program.
    const { stdout } = runModule(
      `import { getenv } from "berkeley/stdlib";
       process.env.LATER = "later";
       console.log(JSON.stringify([getenv("GIVEN"), getenv("EMPTY"), getenv("MISSING"), getenv(""), getenv("LATER"), getenv(Buffer.from("GIVEN\\0x"))]));`,
      { env: { ...process.env, GIVEN: "grün", EMPTY: "" } },
    );
    expect(JSON.parse(stdout)).toEqual(["grün", "", null, null, "later", "grün"]);
  });

  it("sees PATH", () => {
    expect(getenv("PATH")).toBe(process.env.PATH);
  });
});

it("getenv may be called by one thread while another assigns to process.env", () => {
  const child = runModule(
    `import { Worker } from "node:worker_threads";
     const program = \`import("berkeley").then(({ getenv }) => {
       for (let i = 0; i < 200000; i++) getenv("X" + (i % 1000));
     })\`;
     let running = true;
     new Worker(program, { eval: true }).on("exit", () => (running = false));
     let i = 0;
     (function assign() {
       for (let k = 0; k < 100; k++) process.env["X" + i++ % 5000] = "y".repeat(i % 100);
       if (running) setImmediate(assign);
     })();`,
  );
  expect([child.status, child.signal, child.stderr]).toEqual([0, null, ""]);
});

it("getenv knows no variables that are what every object has", () => {
  expect([getenv("constructor"), getenv("toString"), getenv("__proto__")]).toEqual([null, null, null]);
});

describe("atexit", () => {
  const handlers = `
    import { printf } from "berkeley/stdio";
    import { atexit, exit } from "berkeley/stdlib";
    import { _exit } from "berkeley/unistd";
    for (const name of ["first", "second", "third"]) atexit(() => printf("%s ", name));
    printf("start ");`;

  it.each([
    ["the natural end", "", 0, "start third second first "],
    ["exit", "exit(3);", 3, "start third second first "],
    ["process.exit", "process.exit(4);", 4, "start third second first "],
    ["exit in a handler", `atexit(() => { printf("exits "); exit(5); });`, 5, "start exits third second first "],
    ["exit in a handler of exit", `atexit(() => exit(6)); exit(7);`, 6, "start third second first "],
    [
      "atexit in a handler",
      `atexit(() => { atexit(() => printf("late ")); printf("fourth "); });`,
      0,
      "start fourth late third second first ",
    ],
    [
      "the same handler twice",
      `const h = () => printf("h "); atexit(h); atexit(h);`,
      0,
      "start h h third second first ",
    ],
    ["_exit, which runs none", "_exit(8);", 8, ""],
  ])("runs handlers, the last first: %s", (_name, end, status, stdout) => {
    const child = runModule(`${handlers}\n${end}`);
    expect([child.status, child.stdout]).toEqual([status, stdout]);
  });

  it("answers ENOTSUP in a Worker", () => {
    const { stdout } = runModule(
      `import { Worker } from "node:worker_threads";
       const program = \`import("berkeley").then((all) => console.log(all.atexit(() => {}), all.errno === all.ENOTSUP))\`;
       new Worker(program, { eval: true });`,
    );
    expect(stdout).toBe("-1 true\n");
  });

  it("takes a function", () => {
    expect(thrown(() => atexit("x" as never))).toMatch(/^TypeError: atexit: handler: expected a function/);
  });
});

describe("abort", () => {
  it.each([
    ["where nothing handles it", ""],
    ["where Node handles it", `process.on("SIGABRT", () => console.log("handled"));`],
    [
      "in spite of exit handlers",
      `process.on("exit", () => console.log("exits")); atexit(() => console.log("exits"));`,
    ],
  ])("ends the process with SIGABRT: %s", (_name, before) => {
    const child = runModule(
      `import { abort, atexit } from "berkeley/stdlib";
       import { printf } from "berkeley/stdio";
       ${before}
       printf("buffered");
       abort();`,
      { after: "ulimit -c 0" },
    );
    expect([child.signal, child.stdout, child.stderr]).toEqual(["SIGABRT", "", ""]);
  });
});

describe("setenv, unsetenv, putenv and clearenv", () => {
  it("change what getenv and process.env see", () => {
    const { stdout } = runModule(
      `import { clearenv, getenv, putenv, setenv, unsetenv } from "berkeley/stdlib";
       const show = (...values) => console.log(JSON.stringify(values));
       show(setenv("A", "1", 0), setenv("A", "2", 0), getenv("A"), setenv("A", "3", 1), process.env.A);
       show(putenv("B=x=y"), getenv("B"), putenv("B"), getenv("B"), putenv("C="), getenv("C"));
       show(setenv(Buffer.from("D\\0x"), Buffer.from("grün\\0x"), 1), getenv("D"), unsetenv("D"), getenv("D"));
       show(putenv("=x"), getenv(""), unsetenv("MISSING"), setenv("toString", "own", 0), getenv("toString"), unsetenv("toString"));
       show(clearenv(), Object.keys(process.env), getenv("PATH"));`,
    );
    expect(stdout.split("\n")).toEqual([
      '[0,0,"1",0,"3"]',
      '[0,"x=y",0,null,0,""]',
      '[0,"grün",0,null]',
      '[0,null,0,0,"own",0]',
      "[0,[],null]",
      "",
    ]);
  });

  it("reach C's environment and that of children", () => {
    const { stdout } = runModule(
      `import { execSync } from "node:child_process";
       import { setenv, unsetenv } from "berkeley/stdlib";
       // Dates ask the C library for the zone.
       setenv("TZ", "UTC-9", 1);
       console.log(new Date(0).getHours(), String(execSync("echo $TZ")).trim());
       setenv("TZ", "UTC-5", 1);
       console.log(new Date(0).getHours());`,
    );
    expect(stdout).toBe("9 UTC-9\n5\n");
  });

  it("of a Worker change its copy", () => {
    const { stdout } = runModule(
      `import { Worker } from "node:worker_threads";
       import { getenv, setenv } from "berkeley/stdlib";
       setenv("A", "main", 1);
       const program = 'import("berkeley").then(({ getenv, setenv }) => { setenv("A", "worker", 1); console.log(getenv("A")); })';
       new Worker(program, { eval: true }).on("exit", () => console.log(getenv("A")));`,
    );
    expect(stdout).toBe("worker\nmain\n");
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "an empty name", () => setenv("", "x", 1)],
    ["EINVAL", "a name with a =", () => setenv("A=B", "x", 1)],
    ["EINVAL", "removing an empty name", () => unsetenv("")],
    ["EINVAL", "removing a name with a =", () => unsetenv("A=B")],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

const describeC = hasCompiler ? describe : describe.skip;

describeC("numbers from text (skipped without a C compiler)", () => {
  const texts = [
    ...["0", "42", "-42", "+7", "  12", "\t\n3", "12abc", "abc", "", "-", "+", " ", "0x10", "0x", "0xg", "010", "08"],
    ...["z", "Zz9", "1e3", "- 1", "--1", "1 2", "9007199254740991", "-9007199254740991", "2147483648"],
    ...["9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809"],
    ...["18446744073709551615", "18446744073709551616", "99999999999999999999", "-1", "-0", "0b101"],
  ];
  const bases = [0, 2, 8, 10, 16, 36, 1, 37, -1];
  const literal = (text: string): string => JSON.stringify(text);

  it("atol and atoll read what C's read", () => {
    const output = runC(`#include <stdio.h>
      #include <stdlib.h>
      int main(void) { ${texts.map((text) => `printf("%ld %lld\\n", atol(${literal(text)}), atoll(${literal(text)}));`).join("")} }`);
    const expected = output.trimEnd().split("\n");
    expect(texts.map((text) => [atol(text), atoll(text)])).toEqual(expected.map((line) => line.split(" ").map(Number)));
    expect(atol(Buffer.from("12345").subarray(0, 3))).toBe(123);
  });

  it.each([
    ["strtol", "%ld", strtol, ["-9223372036854775808", "9223372036854775807"]],
    ["strtoul", "%lu", strtoul, ["18446744073709551615"]],
  ] as const)("%s reads what C's reads, sets errno and leaves the rest", (name, format, call, extremes) => {
    const cases = texts.flatMap((text) => bases.map((base) => ({ text, base })));
    const output = runC(`#include <errno.h>
      #include <stdio.h>
      #include <stdlib.h>
      static void try(const char *text, int base) {
        char *end = NULL;
        errno = 0;
        printf("${format} ", ${name}(text, &end, base));
        printf("%d %ld\\n", errno, end == NULL ? -1L : (long)(end - text));
      }
      int main(void) { ${cases.map(({ text, base }) => `try(${literal(text)}, ${base});`).join("")} }`);
    const expected = output.trimEnd().split("\n");
    expect(expected).toHaveLength(cases.length);
    cases.forEach(({ text, base }, i) => {
      const [value, error, length] = expected[i].split(" ");
      const [rest, restOfMemory] = [new ptr<string>(), new ptr<NodeJS.ArrayBufferView>()];
      set_errno(0);
      if (Number.isSafeInteger(Number(value)) || (extremes as readonly string[]).includes(value)) {
        expect([text, base, call(text, rest, base), errno]).toEqual([text, base, Number(value), Number(error)]);
        expect(rest.value).toBe(length === "-1" ? null : text.slice(Number(length)));
        expect(call(Buffer.from(text), restOfMemory, base)).toBe(Number(value));
        expect(restOfMemory.value?.byteLength).toBe(length === "-1" ? undefined : text.length - Number(length));
      } else {
        expect(thrown(() => call(text, rest, base))).toBe(
          `RangeError: ${name}: ${value} is no integer that a number can hold`,
        );
      }
    });
    set_errno(0);
  });

  it("the rest of memory is the same memory", () => {
    const memory = Buffer.from("12 rest");
    const rest = new ptr<NodeJS.ArrayBufferView>();
    expect(strtol(memory, rest, 10)).toBe(12);
    expect([rest.value!.buffer, rest.value!.byteOffset]).toEqual([memory.buffer, memory.byteOffset + 2]);
    expect(strtol("7", null, 10)).toBe(7);
    expect(thrown(() => strtol("7", {} as never, 10))).toMatch(/^TypeError: strtol: endptr: expected a ptr or null/);
  });
});
