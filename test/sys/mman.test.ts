import { constants } from "node:buffer";
import { closeSync, openSync, readFileSync, truncateSync, writeFileSync } from "node:fs";

import { EFAULT, errno, set_errno } from "berkeley/errno";
import { O_RDONLY, O_RDWR, open } from "berkeley/fcntl";
import { cast, int, type Memory } from "berkeley/memory";
import { memcpy, memset } from "berkeley/string";
import {
  MAP_ANON,
  MAP_ANONYMOUS,
  MAP_FAILED,
  MAP_FIXED,
  MAP_FIXED_NOREPLACE,
  MAP_NORESERVE,
  MAP_PRIVATE,
  MAP_SHARED,
  mmap,
  mprotect,
  MS_ASYNC,
  MS_INVALIDATE,
  MS_SYNC,
  msync,
  munmap,
  PROT_EXEC,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from "berkeley/sys/mman";
import { close, pipe, read, write } from "berkeley/unistd";

import { hasCompiler, runC, runModule } from "../support/children.ts";
import { closedDescriptor, ok, opened, openedPipe, temporaryPath } from "../support/descriptors.ts";
import { failing, nameOf } from "../support/errors.ts";
import { Program, testProgram } from "../support/processes.ts";
import { thrown } from "../support/thrown.ts";

const PAGE = 4096;
const TOUCHABLE = PROT_READ | PROT_WRITE;

/** What was mapped, to be unmapped after the test. */
let mappings: [Buffer, number][] = [];

afterEach(() => {
  // One that the test has unmapped itself answers EINVAL.
  for (const [memory, length] of mappings) munmap(memory, length);
  mappings = [];
});

/** The memory that mmap made; throws the error's name where it made none. */
function mapped(length: number, prot = TOUCHABLE, flags = MAP_SHARED | MAP_ANONYMOUS, fd = -1, offset = 0): Buffer {
  const memory = mmap(null, length, prot, flags, fd, offset);
  if (memory === MAP_FAILED) throw new Error(nameOf(errno));
  mappings.push([memory, length]);
  return memory;
}

/** The name of the error of an mmap that must fail. */
function failingMap(length: number, prot: number, flags: number, fd: number, offset: number): string {
  set_errno(0);
  const memory = mmap(null, length, prot, flags, fd, offset);
  if (memory !== MAP_FAILED) mappings.push([memory, length]);
  return memory === MAP_FAILED ? nameOf(errno) : "mapped";
}

/** A file of some bytes, and a descriptor for it. */
function file(content: string | Buffer, flags = O_RDWR): [path: string, fd: number] {
  const path = temporaryPath();
  writeFileSync(path, content);
  return [path, opened(open(path, flags))];
}

/** The lines of /proc/self/maps of a file. */
const mapsOf = (path: string): string[] =>
  readFileSync("/proc/self/maps", "utf8")
    .split("\n")
    .filter((line) => line.endsWith(path));

describe("mmap", () => {
  it("makes memory of zeros, as long as was asked for", () => {
    for (const length of [1, PAGE - 1, PAGE, PAGE + 1, 10 * PAGE]) {
      const memory = mapped(length);
      expect(Buffer.isBuffer(memory)).toBe(true);
      expect([memory.length, memory.byteOffset, memory.buffer.byteLength]).toEqual([length, 0, length]);
      expect(memory.equals(Buffer.alloc(length))).toBe(true);
      memory.fill(7);
      expect(memory.every((byte) => byte === 7)).toBe(true);
    }
    expect(MAP_ANON).toBe(MAP_ANONYMOUS);
    expect(mapped(10, TOUCHABLE, MAP_PRIVATE | MAP_ANONYMOUS)).toHaveLength(10);
    expect(mapped(10, TOUCHABLE | PROT_EXEC)).toHaveLength(10);
  });

  it("makes memory that calls take as any other", () => {
    const memory = mapped(PAGE);
    const [reading, writing] = openedPipe();
    expect(write(writing, "Hello", 6)).toBe(6);
    expect(read(reading, memory.subarray(100), 6)).toBe(6);
    expect(memory.toString("latin1", 100, 105)).toBe("Hello");
    expect(write(writing, memory.subarray(100), 6)).toBe(6);
    memset(memory, 1, PAGE);
    memcpy(memory, new int(-2), 4);
    expect(cast(int, memory).value).toBe(-2);
    ok(pipe(new Int32Array(memory.buffer, 8, 2)));
    for (const fd of new Int32Array(memory.buffer, 8, 2)) expect(close(fd)).toBe(0);
    expect(thrown(() => read(reading, memory, PAGE + 1))).toBe(
      `RangeError: read: count: ${PAGE + 1} bytes asked for, but the memory has ${PAGE}`,
    );
  });

  it("shows a file, and changes it where it is shared", () => {
    const [path, fd] = file("0123456789");
    const shared = mapped(10, TOUCHABLE, MAP_SHARED, fd);
    const copy = mapped(10, TOUCHABLE, MAP_PRIVATE, fd);
    expect(shared.toString()).toBe("0123456789");
    expect(copy.toString()).toBe("0123456789");
    copy.write("own");
    shared.write("ab", 8);
    expect(readFileSync(path, "utf8")).toBe("01234567ab");
    expect(copy.toString()).toBe("own3456789");
  });

  it("outlives the descriptor, and reads files that are not open for writing", () => {
    const [, fd] = file("0123456789", O_RDONLY);
    const memory = mapped(10, TOUCHABLE, MAP_PRIVATE, fd);
    ok(close(fd));
    expect(memory.toString()).toBe("0123456789");
  });

  it("begins in a file where it is told to", () => {
    const [, fd] = file(Buffer.concat([Buffer.alloc(PAGE, "a"), Buffer.from("second")]));
    expect(mapped(6, TOUCHABLE, MAP_SHARED, fd, PAGE).toString()).toBe("second");
  });

  it("ends a file with zeros up to the page's end", () => {
    const [path, fd] = file("abc");
    const memory = mapped(PAGE, TOUCHABLE, MAP_SHARED, fd);
    expect(memory.subarray(3).equals(Buffer.alloc(PAGE - 3))).toBe(true);
    memory.write("beyond", 10);
    expect(readFileSync(path, "utf8")).toBe("abc");
  });

  it.each<[string, string, () => string]>([
    ["EINVAL", "no bytes", () => failingMap(0, TOUCHABLE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)],
    ["EINVAL", "neither shared nor private", () => failingMap(PAGE, TOUCHABLE, MAP_ANONYMOUS, -1, 0)],
    ["EINVAL", "a place that no page begins at", () => failingMap(PAGE, TOUCHABLE, MAP_SHARED, file("")[1], 1)],
    ["EINVAL", "MAP_FIXED", () => failingMap(PAGE, TOUCHABLE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0)],
    [
      "EINVAL",
      "MAP_FIXED_NOREPLACE",
      () => failingMap(PAGE, TOUCHABLE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0),
    ],
    ["EBADF", "no descriptor", () => failingMap(PAGE, TOUCHABLE, MAP_SHARED, -1, 0)],
    ["EBADF", "a closed descriptor", () => failingMap(PAGE, TOUCHABLE, MAP_SHARED, closedDescriptor(), 0)],
    ["ENODEV", "a directory", () => failingMap(PAGE, TOUCHABLE, MAP_PRIVATE, opened(open("/", O_RDONLY)), 0)],
    ["EACCES", "the end of a pipe", () => failingMap(PAGE, TOUCHABLE, MAP_SHARED, openedPipe()[0], 0)],
    ["EACCES", "a file open for reading", () => failingMap(PAGE, TOUCHABLE, MAP_SHARED, file("x", O_RDONLY)[1], 0)],
    ["ENOMEM", "more than there are addresses", () => failingMap(2 ** 52, TOUCHABLE, MAP_PRIVATE | MAP_ANON, -1, 0)],
    ["ENOMEM", "the longest length", () => failingMap(2 ** 53 - 1, TOUCHABLE, MAP_PRIVATE | MAP_ANON, -1, 0)],
    ["EOVERFLOW", "a place beyond all files", () => failingMap(PAGE, TOUCHABLE, MAP_SHARED, file("")[1], -PAGE)],
  ])("answers %s for %s", (error, _what, call) => {
    expect(call()).toBe(error);
  });

  it("does not know Node's descriptors", () => {
    const [path] = file("0123456789");
    const fd = openSync(path, "r+");
    expect(failingMap(10, TOUCHABLE, MAP_SHARED, fd, 0)).toBe("EBADF");
    closeSync(fd);
  });

  it("answers ENOMEM for more than a Buffer can have", () => {
    const length = 2 ** 33;
    const made = failingMap(length, TOUCHABLE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    expect(made).toBe(length > constants.MAX_LENGTH ? "ENOMEM" : "mapped");
  });

  it("takes no address but null", () => {
    for (const addr of [0, PAGE, undefined, "x", Buffer.alloc(8), mapped(PAGE)]) {
      expect(thrown(() => mmap(addr as never, PAGE, TOUCHABLE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))).toMatch(
        /^TypeError: mmap: addr: expected null, got /,
      );
    }
  });
});

describe("MAP_FAILED", () => {
  it("is no memory", () => {
    const memory = MAP_FAILED as never;
    expect(thrown(() => munmap(memory, PAGE))).toBe(
      "TypeError: munmap: addr: expected memory that mmap returned, got a symbol",
    );
    expect(thrown(() => msync(memory, PAGE, MS_SYNC))).toMatch(/^TypeError: msync: addr/);
    expect(thrown(() => mprotect(memory, PAGE, PROT_NONE))).toMatch(/^TypeError: mprotect: addr/);
    expect(thrown(() => read(-1, memory, 1))).toMatch(/^TypeError: read: buf/);
    expect(thrown(() => memset(memory, 0, 1))).toMatch(/^TypeError: memset: s/);
  });
});

describe("munmap", () => {
  it("takes the memory from all that sees it", () => {
    const memory = mapped(PAGE);
    const numbers = new Int32Array(memory.buffer);
    const view = new DataView(memory.buffer, 8);
    const struct = cast(int, memory.subarray(4));
    const part = memory.subarray(100);
    expect(munmap(memory, PAGE)).toBe(0);
    expect([memory.length, numbers.length, part.length, memory.buffer.byteLength]).toEqual([0, 0, 0, 0]);
    expect([memory[0], numbers[0], part[0]]).toEqual([undefined, undefined, undefined]);
    memory[0] = 1;
    expect(thrown(() => view.getInt8(0))).toMatch(/^TypeError/);
    expect(thrown(() => struct.value)).toMatch(/^TypeError/);
    for (const lost of [memory, numbers, view, struct, part]) {
      expect(thrown(() => read(-1, lost, 1))).toMatch(/^(RangeError|TypeError): read: (count|buf)/);
      expect(thrown(() => memset(lost, 0, 1))).toMatch(/^(RangeError|TypeError): memset: (n|s)/);
      expect(failing(() => munmap(lost, PAGE))).toBe("EINVAL");
      expect(failing(() => msync(lost, PAGE, MS_SYNC))).toBe("EINVAL");
      expect(failing(() => mprotect(lost, PAGE, TOUCHABLE))).toBe("EINVAL");
    }
  });

  it("takes it from the kernel", () => {
    const [path, fd] = file("0123456789");
    const memory = mapped(10, TOUCHABLE, MAP_SHARED, fd);
    expect(mapsOf(path)).toHaveLength(1);
    expect(munmap(memory, 10)).toBe(0);
    expect(mapsOf(path)).toHaveLength(0);
  });

  it.each<[string, (memory: Buffer) => Memory]>([
    ["a TypedArray", ({ buffer }) => new Int32Array(buffer, 0, 3)],
    ["a DataView", ({ buffer }) => new DataView(buffer)],
    ["a struct", (memory) => cast(int, memory)],
    ["no bytes of it", (memory) => memory.subarray(0, 0)],
  ])("takes any view from the first byte on: %s", (_name, view) => {
    const memory = mapped(PAGE);
    expect(munmap(view(memory), PAGE)).toBe(0);
    expect(memory).toHaveLength(0);
  });

  it.each<[number, number[], number[]]>([
    [5000, [5000, PAGE + 1, 2 * PAGE], [0, 1, PAGE, 2 * PAGE + 1, 2 ** 40, 2 ** 53 - 1]],
    [PAGE, [PAGE, 1], [0, PAGE + 1, 2 * PAGE]],
  ])("of %i bytes counts pages, and refuses a part or more", (length, right, wrong) => {
    for (const other of wrong) {
      const memory = mapped(length);
      expect(`${other} ${failing(() => munmap(memory, other))}`).toBe(`${other} EINVAL`);
      expect(memory).toHaveLength(length);
    }
    for (const other of right) expect(munmap(mapped(length), other)).toBe(0);
  });

  it("answers EINVAL for what mmap did not make", () => {
    const memory = mapped(3 * PAGE);
    const others: Memory[] = [
      Buffer.alloc(PAGE),
      Buffer.alloc(0),
      new Int32Array(new SharedArrayBuffer(PAGE)),
      new int(),
      memory.subarray(1),
      memory.subarray(PAGE),
      memory.subarray(3 * PAGE),
    ];
    for (const other of others) {
      for (const length of [0, 1, PAGE, 2 * PAGE, 3 * PAGE]) {
        expect(failing(() => munmap(other, length))).toBe("EINVAL");
      }
    }
    expect(memory).toHaveLength(3 * PAGE);
  });

  it("leaves the mapping that lies behind alone", () => {
    // The kernel puts them side by side, so the end of one is the start of the other.
    const memories = Array.from({ length: 20 }, () => mapped(PAGE));
    for (const memory of memories) expect(failing(() => munmap(memory.subarray(PAGE), PAGE))).toBe("EINVAL");
    for (const memory of memories) expect(memory.fill(1)).toHaveLength(PAGE);
  });

  it("frees the address for the next", () => {
    for (let i = 0; i < 10_000; i++) {
      const memory = mmap(null, PAGE, TOUCHABLE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (memory === MAP_FAILED) throw new Error(nameOf(errno));
      expect(memory[PAGE - 1]).toBe(0);
      memory[PAGE - 1] = 1;
      ok(munmap(memory, PAGE));
    }
  });
});

describe("memory that JavaScript must not touch", () => {
  it.each([
    ["PROT_NONE", PROT_NONE],
    ["PROT_READ", PROT_READ],
    ["PROT_WRITE", PROT_WRITE],
    ["PROT_EXEC", PROT_EXEC],
    ["PROT_READ | PROT_EXEC", PROT_READ | PROT_EXEC],
  ])("is a Buffer without bytes: %s", (_name, prot) => {
    const memory = mapped(2 * PAGE, prot);
    expect(memory).toHaveLength(0);
    expect(thrown(() => write(-1, memory, 1))).toMatch(/^RangeError: write: count/);
    expect(msync(memory, 2 * PAGE, MS_ASYNC)).toBe(0);
    expect(mprotect(memory, PAGE, TOUCHABLE)).toBe(0);
    expect(mprotect(memory, 2 * PAGE, PROT_NONE)).toBe(0);
    expect(memory).toHaveLength(0);
    expect(failing(() => mprotect(memory, 2 * PAGE + 1, PROT_NONE))).toBe("ENOMEM");
    expect(failing(() => munmap(memory, PAGE))).toBe("EINVAL");
    expect(failing(() => munmap(memory.subarray(0), 2 * PAGE))).toBe("EINVAL");
    expect(munmap(memory, 2 * PAGE)).toBe(0);
    expect(failing(() => munmap(memory, 2 * PAGE))).toBe("EINVAL");
  });

  it("is mapped all the same", () => {
    const [path, fd] = file("0123456789", O_RDONLY);
    const memory = mapped(10, PROT_READ, MAP_SHARED, fd);
    expect(mapsOf(path)[0]).toContain(" r--s ");
    expect(munmap(memory, 10)).toBe(0);
    expect(mapsOf(path)).toEqual([]);
  });
});

describe("mprotect", () => {
  it("leaves memory that has bytes readable and writable", () => {
    const memory = mapped(2 * PAGE);
    for (const prot of [PROT_NONE, PROT_READ, PROT_WRITE, PROT_EXEC, PROT_READ | PROT_EXEC]) {
      expect(failing(() => mprotect(memory, PAGE, prot))).toBe("EINVAL");
      expect(failing(() => mprotect(memory.subarray(PAGE), PAGE, prot))).toBe("EINVAL");
    }
    expect(mprotect(memory, 2 * PAGE, TOUCHABLE)).toBe(0);
    memory.fill(1);
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "what is no mapping", () => mprotect(Buffer.alloc(PAGE), PAGE, TOUCHABLE)],
    ["EINVAL", "the middle of a page", () => mprotect(mapped(PAGE).subarray(1), 1, TOUCHABLE)],
    ["EINVAL", "other protections", () => mprotect(mapped(PAGE), PAGE, TOUCHABLE | 0x01000000)],
    ["ENOMEM", "more than is mapped", () => mprotect(mapped(PAGE), PAGE + 1, TOUCHABLE)],
    ["ENOMEM", "more than is left", () => mprotect(mapped(2 * PAGE).subarray(PAGE), PAGE + 1, TOUCHABLE)],
    [
      "EACCES",
      "writing to a file that is open for reading",
      () => mprotect(mapped(1, PROT_READ, MAP_SHARED, file("x", O_RDONLY)[1]), 1, TOUCHABLE),
    ],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("msync", () => {
  it.each([
    ["MS_SYNC", MS_SYNC],
    ["MS_ASYNC", MS_ASYNC],
    ["MS_SYNC | MS_INVALIDATE", MS_SYNC | MS_INVALIDATE],
  ])("%s writes a mapping back, or pages of it", (_name, flags) => {
    const [path, fd] = file(Buffer.alloc(5000));
    const memory = mapped(5000, TOUCHABLE, MAP_SHARED, fd);
    memory.write("changed", PAGE);
    expect(msync(memory, 5000, flags)).toBe(0);
    expect(msync(memory, 2 * PAGE, flags)).toBe(0);
    expect(msync(memory.subarray(PAGE), PAGE, flags)).toBe(0);
    expect(msync(memory, 0, flags)).toBe(0);
    expect(readFileSync(path).toString("latin1", PAGE, PAGE + 7)).toBe("changed");
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "what is no mapping", () => msync(Buffer.alloc(PAGE), PAGE, MS_SYNC)],
    ["EINVAL", "the middle of a page", () => msync(mapped(PAGE).subarray(1), 1, MS_SYNC)],
    ["EINVAL", "both ways at once", () => msync(mapped(PAGE), PAGE, MS_SYNC | MS_ASYNC)],
    ["EINVAL", "other flags", () => msync(mapped(PAGE), PAGE, 64)],
    ["ENOMEM", "more than is mapped", () => msync(mapped(PAGE), PAGE + 1, MS_SYNC)],
    ["ENOMEM", "more than is left", () => msync(mapped(2 * PAGE).subarray(PAGE), PAGE + 1, MS_SYNC)],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("a shared mapping", () => {
  it("lets processes count together", async () => {
    const [path, fd] = file(Buffer.alloc(4));
    const count = new Int32Array(mapped(4, TOUCHABLE, MAP_SHARED, fd).buffer);
    const programs = [1, 2, 3].map(() => new Program([...testProgram("counter"), path, "100000"]));
    for (let i = 0; i < 100_000; i++) Atomics.add(count, 0, 1);
    for (const program of programs) expect(await program.ended).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(count[0]).toBe(400_000);
  });

  it("lets a process and its children count and talk", () => {
    const child = runModule(
      `import { _exit, fork, MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, mmap, munmap, PROT_READ, PROT_WRITE } from "berkeley";
       const shared = mmap(null, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
       const own = mmap(null, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
       const count = new Int32Array(shared.buffer, 0, 2);
       for (let child = 0; child < 3; child++) {
         if (fork() !== 0) continue;
         for (let i = 0; i < 10000; i++) Atomics.add(count, 0, 1);
         shared.write("child" + child, 100 + 10 * child);
         own.write("child");
         munmap(own, 4096);
         munmap(shared, 4096); // For the child alone.
         _exit(0);
       }
       const started = Date.now();
       while (Atomics.load(count, 0) < 30000 && Date.now() - started < 20_000);
       const told = [0, 1, 2].map((child) => 100 + 10 * child);
       while (told.some((place) => shared[place + 5] === 0) && Date.now() - started < 20_000);
       console.log(count[0], ...told.map((place) => shared.toString("latin1", place, place + 6)), own[0]);`,
    );
    expect([child.stderr, child.stdout]).toEqual(["", "30000 child0 child1 child2 0\n"]);
  });

  it("is not there where the file has ended: SIGBUS for JavaScript, EFAULT for calls", () => {
    const [path, fd] = file(Buffer.alloc(2 * PAGE));
    const memory = mapped(2 * PAGE, TOUCHABLE, MAP_SHARED, fd);
    truncateSync(path, PAGE);
    const [, writing] = openedPipe();
    expect([failing(() => write(writing, memory.subarray(PAGE), 1)), errno]).toEqual(["EFAULT", EFAULT]);
    const child = runModule(
      `import { MAP_SHARED, mmap, O_RDWR, open, PROT_READ, PROT_WRITE } from "berkeley";
       const fd = open(${JSON.stringify(path)}, O_RDWR);
       console.log(mmap(null, ${2 * PAGE}, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)[${PAGE}]);`,
    );
    expect([child.signal, child.stdout]).toEqual(["SIGBUS", ""]);
  });
});

it("a mapping outlives its Buffer", () => {
  const [path] = file("0123456789");
  const child = runModule(
    `import { readFileSync } from "node:fs";
     import { setFlagsFromString } from "node:v8";
     import { runInNewContext } from "node:vm";
     import { MAP_SHARED, mmap, O_RDWR, open, PROT_READ, PROT_WRITE } from "berkeley";
     setFlagsFromString("--expose-gc");
     const gc = runInNewContext("gc");
     const fd = open(${JSON.stringify(path)}, O_RDWR);
     for (let i = 0; i < 3; i++) mmap(null, 10, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
     for (let i = 0; i < 3; i++) {
       await new Promise((resolve) => setTimeout(resolve, 10));
       gc();
     }
     console.log(readFileSync("/proc/self/maps", "utf8").split(${JSON.stringify(path)}).length - 1);`,
  );
  expect([child.stderr, child.stdout]).toEqual(["", "3\n"]);
});

it("memory that a Worker mapped and left does not disturb the process", () => {
  const child = runModule(
    `import { Worker } from "node:worker_threads";
     import { MAP_ANONYMOUS, MAP_PRIVATE, mmap, munmap, PROT_READ, PROT_WRITE } from "berkeley";
     const program = \`import("berkeley").then(({ mmap, munmap }) => {
       for (let i = 0; i < 1000; i++) {
         const memory = mmap(null, 4096, 3, 0x22, -1, 0);
         memory[0] = 1;
         if (i % 10 > 0) munmap(memory, 4096);
       }
       globalThis.kept = mmap(null, 4096, 3, 0x22, -1, 0);
     })\`;
     let running = 2;
     for (let i = 0; i < 2; i++) new Worker(program, { eval: true }).on("exit", () => running--);
     let wrong = 0;
     (function map() {
       for (let i = 0; i < 100; i++) {
         const memory = mmap(null, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
         if (memory[0] !== 0 || memory.length !== 4096) wrong++;
         memory[0] = 1;
         if (munmap(memory, 4096) !== 0) wrong++;
       }
       if (running > 0) setImmediate(map);
       else console.log("wrong", wrong);
     })();`,
  );
  expect([child.status, child.stderr, child.stdout]).toEqual([0, "", "wrong 0\n"]);
});

(hasCompiler ? it : it.skip)("errors are those of C (skipped without a C compiler)", () => {
  const [path] = file("0123456789");
  const maps: [string, () => string][] = [
    ["0, 3, 0x22, -1, 0", () => failingMap(0, 3, 0x22, -1, 0)],
    ["4096, 3, 0x20, -1, 0", () => failingMap(PAGE, 3, 0x20, -1, 0)],
    ["4096, 3, 0x22, -1, 1", () => failingMap(PAGE, 3, 0x22, -1, 1)],
    ["4096, 3, 1, -1, 0", () => failingMap(PAGE, 3, 1, -1, 0)],
    ["4096, 3, 1, reading, 0", () => failingMap(PAGE, 3, 1, opened(open(path, O_RDONLY)), 0)],
    ["4096, 2, 1, reading, 0", () => failingMap(PAGE, 2, 1, opened(open(path, O_RDONLY)), 0)],
    ["4096, 3, 2, reading, 0", () => failingMap(PAGE, 3, 2, opened(open(path, O_RDONLY)), 0)],
    ["4096, 3, 2, reading, 100", () => failingMap(PAGE, 3, 2, opened(open(path, O_RDONLY)), 100)],
    ["4096, 3, 2, reading, -4096", () => failingMap(PAGE, 3, 2, opened(open(path, O_RDONLY)), -PAGE)],
    ["9007199254740991, 3, 0x22, -1, 0", () => failingMap(2 ** 53 - 1, 3, 0x22, -1, 0)],
    ["1L << 46, 3, 0x22, -1, 0", () => failingMap(2 ** 46, 3, 0x22, -1, 0)],
  ];
  const output = runC(`#include <errno.h>
    #include <fcntl.h>
    #include <stdio.h>
    #include <sys/mman.h>
    int main(void) {
      int reading = open(${JSON.stringify(path)}, O_RDONLY);
      ${maps.map(([c]) => `printf("%d\\n", mmap(NULL, ${c}) == MAP_FAILED ? errno : 0);`).join("\n")}
    }`);
  const expected = output.trimEnd().split("\n").map(Number);
  expect(maps.map(([, call]) => call())).toEqual(expected.map((error) => (error === 0 ? "mapped" : nameOf(error))));
});
