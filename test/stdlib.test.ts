import { atoi, EXIT_FAILURE, EXIT_SUCCESS, getenv } from "berkeley/stdlib";

import { hasCompiler, runC, runModule } from "./support/children.ts";

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
