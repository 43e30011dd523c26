import { mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { EINVAL, ENOMEM, ERANGE, errno, set_errno } from "berkeley/errno";
import { array, cast, int, ptr, type RawMemory, sizeof } from "berkeley/memory";
import {
  abs,
  atexit,
  atof,
  atoi,
  atol,
  atoll,
  bsearch,
  calloc,
  div,
  EXIT_FAILURE,
  EXIT_SUCCESS,
  free,
  getenv,
  labs,
  ldiv,
  llabs,
  lldiv,
  malloc,
  mkdtemp,
  mkstemp,
  qsort,
  rand,
  RAND_MAX,
  rand_r,
  random,
  realloc,
  reallocarray,
  realpath,
  setenv,
  srand,
  srandom,
  strtod,
  strtol,
  strtoll,
  strtoul,
  strtoull,
  system,
  unsetenv,
  WEXITSTATUS,
  WIFEXITED,
  WIFSIGNALED,
  WTERMSIG,
} from "berkeley/stdlib";
import { sockaddr_in } from "berkeley/netinet/in";
import { strdup } from "berkeley/string";
import { read, write } from "berkeley/unistd";

import { hasCompiler, runC, runModule } from "./support/children.ts";
import { opened, openedPipe, temporaryDirectory } from "./support/descriptors.ts";
import { failing, nameOf } from "./support/errors.ts";
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

  it("but for the listeners, which may set another status", () => {
    const other = `process.on("exit", () => { process.exitCode = 9; });`;
    const { status, signal } = runModule(exiting("new Worker(reads, { eval: true })", other));
    expect([status, signal]).toEqual([9, null]);
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

describe("strtoll, strtoull, strtod and atof", () => {
  it("read numbers, and tell the rest", () => {
    const rest = new ptr<string>();
    expect([strtoll(" -42x", rest, 10), rest.value]).toEqual([-42, "x"]);
    expect([strtoull("ff", rest, 16), rest.value]).toEqual([255, ""]);
    expect([strtod("2.5e3 m", rest), rest.value]).toEqual([2500, " m"]);
    const tail = new ptr<RawMemory>();
    expect([strtod(Buffer.from("1\u00005"), tail), sizeof(tail.value!)]).toEqual([1, 2]);
    expect([atof("-0x1p-1"), atof("inf"), atof("nan"), atof("x")]).toEqual([-0.5, Infinity, NaN, 0]);
    expect([strtod("none", rest), rest.value]).toEqual([0, "none"]);
  });

  it("answer ERANGE to what is beyond", () => {
    for (const [call, value] of [
      [() => strtod("1e999", null), Infinity],
      [() => strtod("-1e999", null), -Infinity],
      [() => strtod("1e-999", null), 0],
      [() => strtoll("9".repeat(30), null, 10), 2 ** 63],
      [() => strtoull("9".repeat(30), null, 10), 2 ** 64],
    ] as const) {
      set_errno(0);
      expect([call(), errno]).toEqual([value, ERANGE]);
    }
    set_errno(0);
  });

  (hasCompiler ? it : it.skip)("strtod reads 5,000 texts as C does (skipped without a C compiler)", () => {
    let state = 7;
    const draw = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 16) % below;
    };
    const texts = Array.from({ length: 5000 }, () =>
      Array.from({ length: draw(14) }, () => "0123456789.eE+-xpa "[draw(19)]).join(""),
    );
    const output = runC(`
      #include <stdio.h>
      #include <stdlib.h>
      int main(void) {
        const char *texts[] = {${texts.map((text) => JSON.stringify(text)).join(", ")}};
        for (int i = 0; i < 5000; i++) {
          char *end;
          double value = strtod(texts[i], &end);
          printf("%a %s|\\n", value, end);
        }
      }`);
    const { stdout } = runModule(
      `import { printf, ptr, strtod } from "berkeley";
       const end = new ptr();
       for (const text of ${JSON.stringify(texts)}) {
         const value = strtod(text, end);
         printf("%a %s|\\n", value, end.value);
       }`,
    );
    expect(stdout.split("\n")).toEqual(output.split("\n"));
  });

  it("abs and labs take the sign away", () => {
    expect([abs(-5), abs(5), labs(-(2 ** 40)), abs(0), abs(0xffffffff)]).toEqual([5, 5, 2 ** 40, 0, 1]);
  });
});

describe("pseudo-random numbers", () => {
  (hasCompiler ? it : it.skip)("are C's, for the same seeds (skipped without a C compiler)", () => {
    const output = runC(`
      #include <stdio.h>
      #include <stdlib.h>
      int main(void) {
        srand(42); for (int i = 0; i < 100; i++) printf("%d ", rand());
        srandom(7); for (int i = 0; i < 100; i++) printf("%ld ", random());
        unsigned seed = 5; for (int i = 0; i < 100; i++) printf("%d ", rand_r(&seed));
        printf("%u %d", seed, RAND_MAX);
      }`);
    const seed = new int(5);
    srand(42);
    const numbers = Array.from({ length: 100 }, rand);
    srandom(7);
    numbers.push(...Array.from({ length: 100 }, random));
    numbers.push(...Array.from({ length: 100 }, () => rand_r(seed)));
    expect([...numbers, seed.value >>> 0, RAND_MAX].join(" ")).toBe(output);
  });

  (hasCompiler ? it : it.skip)("are C's without a seed, too (skipped without a C compiler)", () => {
    const output = runC(`
      #include <stdio.h>
      #include <stdlib.h>
      int main(void) { for (int i = 0; i < 10; i++) printf("%d ", rand()); }`);
    const { stdout } = runModule(
      `import { printf, rand } from "berkeley"; for (let i = 0; i < 10; i++) printf("%d ", rand());`,
    );
    expect(stdout).toBe(output);
  });
});

describe("malloc and its kin", () => {
  it("make memory, all zero, of its own", () => {
    const memory = malloc(100)!;
    expect(memory).toEqual(Buffer.alloc(100));
    expect(memory.buffer.byteLength).toBe(100);
    expect(malloc(0)).toHaveLength(0);
    expect(calloc(3, 5)).toEqual(Buffer.alloc(15));
    expect(realloc(null, 4)).toEqual(Buffer.alloc(4));
  });

  it("answer ENOMEM to more than there can be", () => {
    for (const call of [() => malloc(2 ** 52), () => calloc(2 ** 30, 2 ** 30), () => realloc(null, 2 ** 52)]) {
      set_errno(0);
      expect([call(), errno]).toEqual([null, ENOMEM]);
    }
    set_errno(0);
    expect(thrown(() => malloc(-1))).toMatch(
      /^RangeError: malloc: size: expected an integer from 0 to 9007199254740991, got -1/,
    );
    expect(thrown(() => malloc(1.5))).toMatch(/^RangeError: malloc: size/);
    for (const [nmemb, size] of [
      [-2, -3],
      [0.5, 2],
      [2, 0.5],
    ] as const) {
      expect(thrown(() => calloc(nmemb, size))).toMatch(/^RangeError: calloc: (nmemb|size): expected an integer/);
      expect(thrown(() => reallocarray(null, nmemb, size))).toMatch(
        /^RangeError: reallocarray: (nmemb|size): expected/,
      );
    }
  });

  it("free takes memory from all who have it", () => {
    const memory = malloc(16)!;
    const address = cast(sockaddr_in, memory);
    const [reading, writing] = openedPipe();
    expect(write(writing, memory, 16)).toBe(16);
    free(address);
    expect(memory).toHaveLength(0);
    expect(thrown(() => read(reading, memory, 16))).toMatch(/^RangeError: read: count: 16 bytes asked for/);
    expect(thrown(() => address.sin_port)).toMatch(/^TypeError/);
    for (const gone of [memory, address]) {
      expect(thrown(() => free(gone))).toMatch(/^TypeError: free: ptr: expected memory that malloc made/);
      expect(thrown(() => realloc(gone, 5))).toMatch(/^TypeError: realloc: ptr: expected memory that malloc made/);
    }
    free(null);
  });

  it("free refuses what malloc did not make, and a part", () => {
    const memory = malloc(16)!;
    for (const other of [Buffer.alloc(16), Buffer.from("pooled"), new sockaddr_in(), memory.subarray(1)]) {
      expect(thrown(() => free(other))).toMatch(/^TypeError: free: ptr: expected/);
    }
    memory[3] = 1;
    free(memory);
    free(strdup("text"));
    free(calloc(1, 1));
  });

  it("realloc keeps the bytes that fit, and ends the old memory", () => {
    const memory = malloc(4)!;
    memory.write("abcd");
    const larger = realloc(memory, 6)!;
    expect(larger.toString()).toBe("abcd\0\0");
    expect(memory).toHaveLength(0);
    const smaller = realloc(larger, 2)!;
    expect(smaller.toString()).toBe("ab");
    expect(realloc(smaller, 2 ** 52)).toBeNull();
    expect(smaller.toString()).toBe("ab");
    expect(realloc(smaller, 0)).toBeNull();
    expect(smaller).toHaveLength(0);
    set_errno(0);
  });
});

describe("qsort and bsearch", () => {
  const ascending = (a: Buffer, b: Buffer): number => cast(int, a).value - cast(int, b).value;

  it("sort and find numbers", () => {
    const numbers = Int32Array.from([5, -3, 9, 0, 5, 2]);
    qsort(numbers, 5, sizeof(int), ascending);
    expect([...numbers]).toEqual([-3, 0, 5, 5, 9, 2]);
    const found = bsearch(new int(9), numbers, 5, 4, (key, element) => key.value - cast(int, element).value);
    expect(cast(int, found!).value).toBe(9);
    found![0] = 7;
    expect(numbers[4]).toBe(7);
    for (const missing of [-4, 1, 8]) {
      expect(bsearch(missing, numbers, 5, 4, (key, element) => key - cast(int, element).value)).toBeNull();
    }
    expect(bsearch(1, numbers, 0, 4, () => 0)).toBeNull();
  });

  it("sort structs", () => {
    const addresses = array(sockaddr_in, 3);
    for (const [i, family] of [3, 1, 2].entries()) addresses[i].sin_family = family;
    qsort(
      addresses,
      3,
      sizeof(sockaddr_in),
      (a, b) => cast(sockaddr_in, a).sin_family - cast(sockaddr_in, b).sin_family,
    );
    expect([...addresses].map((address) => address.sin_family)).toEqual([1, 2, 3]);
  });

  it("leave the array as it was where the comparison throws, or the array is too small", () => {
    const numbers = Int32Array.from([3, 2, 1]);
    const failing = (): never => {
      throw new Error("no order");
    };
    expect(thrown(() => qsort(numbers, 3, 4, failing))).toBe("Error: no order");
    expect(thrown(() => qsort(numbers, 4, 4, ascending))).toBe(
      "RangeError: qsort: nmemb: 16 bytes asked for, but the memory has 12",
    );
    expect(thrown(() => qsort(numbers, -1, 4, ascending))).toMatch(/^RangeError: qsort: nmemb/);
    expect(thrown(() => bsearch(1, numbers, 1, 0, () => 0))).toMatch(/^RangeError: bsearch: size/);
    expect([...numbers]).toEqual([3, 2, 1]);
  });
});

describe("system", () => {
  it("runs a command, and returns its status", () => {
    const status = system("exit 3");
    expect([WIFEXITED(status), WEXITSTATUS(status)]).toEqual([true, 3]);
    const killed = system("kill -TERM $$");
    expect([WIFSIGNALED(killed), WTERMSIG(killed)]).toEqual([true, 15]);
    expect(WEXITSTATUS(system("no-such-command 2> /dev/null"))).toBe(127);
    expect(system(null)).not.toBe(0);
  });

  const show = "grep -E 'Sig(Ign|Blk)' /proc/self/status; kill -INT $PPID; kill -QUIT $PPID";

  (hasCompiler ? it : it.skip)("gives the command the signals that C's does (skipped without a C compiler)", () => {
    const output = runC(`#include <stdlib.h>\nint main(void) { system("${show}"); return system("${show}"); }`);
    const { stdout, signal } = runModule(
      `import { system } from "berkeley/stdlib"; system("${show}"); process.exitCode = system("${show}");`,
    );
    expect([stdout, signal]).toEqual([output, null]);
    expect(output).toMatch(/^(SigBlk:\t.*\nSigIgn:\t.*\n){2}$/);
  });

  it("returns when the handler has run of a signal that came meanwhile", () => {
    const { stdout } = runModule(
      `import { signal, SIGUSR1, system } from "berkeley";
       let handled = 0;
       signal(SIGUSR1, () => { handled++; });
       const status = system("kill -USR1 $PPID");
       console.log(status, handled);`,
    );
    expect(stdout).toBe("0 1\n");
  });

  it("ignores SIGINT only while the command runs", () => {
    const { signal } = runModule(
      `import { system } from "berkeley/stdlib"; system("kill -INT $PPID"); process.kill(process.pid, "SIGINT");
       setTimeout(() => {}, 10_000);`,
    );
    expect(signal).toBe("SIGINT");
  });

  it("has process.env's variables", () => {
    const { stdout } = runModule(
      `import { system } from "berkeley/stdlib"; process.env.NEW = "value"; system('echo "$NEW"');`,
    );
    expect(stdout).toBe("value\n");
  });

  it("does not take the ends of other children away", () => {
    const { stdout } = runModule(
      `import { spawn } from "node:child_process";
       import { system } from "berkeley/stdlib";
       spawn("sh", ["-c", "exit 5"]).on("exit", (status) => console.log("spawned", status));
       console.log("system", system("sleep 0.2; exit 2") >> 8);`,
    );
    expect(stdout).toBe("system 2\nspawned 5\n");
  });
});

describe("mkstemp and mkdtemp", () => {
  it("make what nothing has, and tell its name", () => {
    const folder = temporaryDirectory();
    const name = Buffer.from(`${folder}/fileXXXXXX\0rest`);
    const fd = opened(mkstemp(name));
    const [path, rest] = name.toString().split("\0");
    expect(rest).toBe("rest");
    expect(path).toMatch(/\/file[A-Za-z0-9]{6}$/);
    expect(write(fd, "text", 4)).toBe(4);
    expect(readFileSync(path, "utf8")).toBe("text");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const directory = Buffer.from(`${folder}/XXXXXX`);
    expect(mkdtemp(directory)).toBe(directory);
    expect(statSync(directory).isDirectory()).toBe(true);
  });

  it("leave a name that has no place for it", () => {
    const name = Buffer.from("/tmp/fileXXXXX\0");
    expect(failing(() => mkstemp(name))).toBe("EINVAL");
    set_errno(0);
    expect([mkdtemp(name), errno]).toEqual([null, EINVAL]);
    expect(name.toString()).toBe("/tmp/fileXXXXX\0");
    expect(failing(() => mkstemp(Buffer.from("/nonexistent/XXXXXX")))).toBe("ENOENT");
  });
});

describe("realpath", () => {
  it("is without links, dots and slashes that are too many", () => {
    const folder = temporaryDirectory();
    const real = realpath(folder, null)!;
    mkdirSync(join(folder, "directory"));
    symlinkSync("directory", join(folder, "link"));
    const resolved = Buffer.alloc(4096, ".");
    expect(realpath(`${folder}//link/./../link`, resolved)).toBe(join(real, "directory"));
    expect(resolved.toString("latin1", 0, real.length + 11)).toBe(`${real}/directory\0`);
    expect(realpath(Buffer.from("/.."), null)).toBe("/");
  });

  it("says what is wrong", () => {
    const folder = temporaryDirectory();
    symlinkSync("loop", join(folder, "loop"));
    const answers = [join(folder, "none"), "", join(folder, "loop"), "/dev/null/x", null].map((path) => {
      set_errno(0);
      return [realpath(path, null), nameOf(errno)];
    });
    expect(answers).toEqual([
      [null, "ENOENT"],
      [null, "ENOENT"],
      [null, "ELOOP"],
      [null, "ENOTDIR"],
      [null, "EINVAL"],
    ]);
    expect(thrown(() => realpath("/proc", Buffer.alloc(5)))).toMatch(/^RangeError: /);
  });
});

it("div, ldiv and lldiv cut off towards 0", () => {
  for (const divide of [div, ldiv, lldiv]) {
    expect([divide(7, 2), divide(-7, 2), divide(7, -2), divide(0, -5)]).toEqual([
      { quot: 3, rem: 1 },
      { quot: -3, rem: -1 },
      { quot: -3, rem: 1 },
      { quot: 0, rem: 0 },
    ]);
    expect(thrown(() => divide(1, 0))).toMatch(/^RangeError: .*: division by zero$/);
  }
  expect([llabs(-(2 ** 40)), llabs(5)]).toEqual([2 ** 40, 5]);
});

it("reallocarray is realloc for elements", () => {
  const memory = malloc(4)!;
  memory.write("abcd");
  const larger = reallocarray(memory, 3, 2)!;
  expect([larger.toString("latin1"), memory.length]).toEqual(["abcd\0\0", 0]);
  set_errno(0);
  expect([reallocarray(larger, 2 ** 40, 2 ** 40), errno, larger.length]).toEqual([null, ENOMEM, 6]);
});
