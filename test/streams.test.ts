/** stdio.h's streams; test/stdio.test.ts has its formats. */

import { readFileSync, writeFileSync } from "node:fs";

import { O_NONBLOCK, O_RDONLY, open } from "berkeley/fcntl";
import { errno, set_errno } from "berkeley/errno";
import * as all from "berkeley";
import { int, type Memory, ptr, size_t, sizeof } from "berkeley/memory";
import {
  _IOFBF,
  _IOLBF,
  _IONBF,
  BUFSIZ,
  clearerr,
  dprintf,
  EOF,
  fclose,
  fdopen,
  feof,
  ferror,
  fflush,
  fgetc,
  fgets,
  type FILE,
  fileno,
  fopen,
  fprintf,
  fputc,
  fputs,
  fread,
  freopen,
  fscanf,
  fseek,
  fseeko,
  ftell,
  ftello,
  fwrite,
  getc,
  getdelim,
  getline,
  pclose,
  popen,
  putc,
  remove,
  rename,
  rewind,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
  setbuf,
  setvbuf,
  snprintf,
  sprintf,
  sscanf,
  stdin,
  stdout,
  tmpfile,
  ungetc,
} from "berkeley/stdio";
import { close, read, write } from "berkeley/unistd";
import { WEXITSTATUS, WIFEXITED, WIFSIGNALED, WTERMSIG } from "berkeley/sys/wait";

import { closedDescriptor, ok, opened, openedPair, openedPipe, temporaryPath } from "./support/descriptors.ts";
import { nameOf } from "./support/errors.ts";
import { unixPair } from "./support/network.ts";
import { runForking, well } from "./support/forking.ts";
import { runModule } from "./support/children.ts";
import { thrown } from "./support/thrown.ts";

let streams: FILE[] = [];

afterEach(() => {
  for (const stream of streams) thrown(() => fclose(stream));
  streams = [];
});

/** A stream that the test's end closes. */
function there(stream: FILE | null): FILE {
  if (stream === null) throw new Error(nameOf(errno));
  streams.push(stream);
  return stream;
}

/** A stream over a new file with this in it, at its beginning. */
function fileWith(text: string, mode = "r+"): FILE {
  const path = temporaryPath();
  writeFileSync(path, text);
  return there(fopen(path, mode));
}

/** What a call returned, with the name of its error, if it set one. */
function answer(call: () => unknown): unknown[] {
  set_errno(0);
  const value = call();
  return errno === 0 ? [value] : [value, nameOf(errno)];
}

describe("fopen", () => {
  it("opens as its mode says", () => {
    const path = temporaryPath();
    expect(answer(() => fopen(path, "r"))).toEqual([null, "ENOENT"]);
    const written = there(fopen(path, "wx"));
    expect([fputs("one\n", written), fclose(written)]).toEqual([1, 0]);
    expect(answer(() => fopen(path, "wx"))).toEqual([null, "EEXIST"]);
    const added = there(fopen(path, "a"));
    expect([ftell(added), fputs("two\n", added), fclose(added)]).toEqual([4, 1, 0]);
    expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
    expect(fclose(there(fopen(Buffer.from(`${path}\0x`), Buffer.from("w+\0x"))))).toBe(0);
    expect(readFileSync(path, "utf8")).toBe("");
  });

  it("refuses other modes and what it cannot open", () => {
    const path = temporaryPath();
    for (const mode of ["", "q", "+r", " r"]) expect(answer(() => fopen(path, mode))).toEqual([null, "EINVAL"]);
    expect(answer(() => fopen(null, "r"))).toEqual([null, "EFAULT"]);
    expect(answer(() => fopen("/", "w"))).toEqual([null, "EISDIR"]);
    expect(answer(() => fopen("/nonexistent/file", "w"))).toEqual([null, "ENOENT"]);
  });

  it("makes streams that only read or only write", () => {
    const reading = fileWith("x", "r");
    expect(answer(() => fputc("y", reading))).toEqual([EOF, "EBADF"]);
    expect(ferror(reading)).toBe(1);
    clearerr(reading);
    expect([ferror(reading), fgetc(reading)]).toEqual([0, 120]);
    const writing = fileWith("x", "a");
    expect(answer(() => fgetc(writing))).toEqual([EOF, "EBADF"]);
    expect(answer(() => fgets(Buffer.alloc(9), 9, writing))).toEqual([null, "EBADF"]);
    expect(answer(() => fread(Buffer.alloc(9), 1, 9, writing))).toEqual([0, "EBADF"]);
  });

  it("closes the descriptor with the stream", () => {
    const stream = fileWith("");
    const fd = fileno(stream);
    expect(all.fcntl(fd, all.F_GETFD)).toBe(0);
    expect(fclose(stream)).toBe(0);
    expect(answer(() => read(fd, Buffer.alloc(1), 1))).toEqual([-1, "EBADF"]);
    const cloexec = there(fopen("/dev/null", "re"));
    expect(all.fcntl(fileno(cloexec), all.F_GETFD)).toBe(all.FD_CLOEXEC);
  });
});

describe("fdopen", () => {
  it("refuses what the descriptor is not open for", () => {
    const [reading, writing] = openedPipe();
    expect(answer(() => fdopen(reading, "w"))).toEqual([null, "EINVAL"]);
    expect(answer(() => fdopen(writing, "r"))).toEqual([null, "EINVAL"]);
    expect(answer(() => fdopen(writing, "r+"))).toEqual([null, "EINVAL"]);
    expect(answer(() => fdopen(writing, "z"))).toEqual([null, "EINVAL"]);
    expect(answer(() => fdopen(closedDescriptor(), "r"))).toEqual([null, "EBADF"]);
    expect(answer(() => fdopen(-1, "r"))).toEqual([null, "EBADF"]);
  });

  it("leaves Node's descriptors alone", () => {
    const { stdout } = runModule(`
      import { readdirSync, readlinkSync } from "node:fs";
      import { fdopen } from "berkeley/stdio";
      import { errno, EBADF } from "berkeley/errno";
      const loop = readdirSync("/proc/self/fd").filter((fd) => {
        try { return readlinkSync("/proc/self/fd/" + fd).includes("eventpoll"); } catch { return false; }
      });
      console.log(loop.length > 0, loop.every((fd) => fdopen(Number(fd), "r+") === null && errno === EBADF));`);
    expect(stdout).toBe("true true\n");
  });

  it("sets O_APPEND where the mode asks for it", () => {
    const path = temporaryPath();
    writeFileSync(path, "one ");
    const fd = opened(open(path, all.O_WRONLY));
    const stream = there(fdopen(fd, "a"));
    expect(all.fcntl(fd, all.F_GETFL) & all.O_APPEND).toBe(all.O_APPEND);
    expect([ftell(stream), fputs("two", stream), fclose(stream)]).toEqual([4, 1, 0]);
    expect(readFileSync(path, "utf8")).toBe("one two");
  });

  it("makes a protocol of lines of a socket: the name and the age", () => {
    const [a, b] = unixPair();
    const [request, answers] = [there(fdopen(all.dup(a), "w")), there(fdopen(all.dup(a), "r"))];
    const [input, output] = [there(fdopen(all.dup(b), "r")), there(fdopen(all.dup(b), "w"))];
    expect(fprintf(request, "%s %d\n", "Ada", 36)).toBe(7);
    expect(fflush(request)).toBe(0);
    const name = Buffer.alloc(20);
    const age = new int();
    expect(fscanf(input, "%19s %d", name, age)).toBe(2);
    expect([name.toString("utf8", 0, 3), age.value]).toEqual(["Ada", 36]);
    expect(fprintf(output, "%s will be %d\n", name, age.value + 1)).toBe(15);
    expect(fflush(output)).toBe(0);
    expect(fgets(name, sizeof(name), answers)).toBe(name);
    expect(name.toString("utf8", 0, 15)).toBe("Ada will be 37\n");
  });
});

describe("fgets", () => {
  it("reads lines with their newline and a NUL, and the rest", () => {
    const stream = fileWith("one\ntwo\n\nrest");
    const buf = Buffer.alloc(20, "~");
    const lines: string[] = [];
    for (; fgets(buf, sizeof(buf), stream) !== null; buf.fill("~")) lines.push(buf.toString());
    expect(lines).toEqual(["one\n\0", "two\n\0", "\n\0", "rest\0"].map((line) => line.padEnd(20, "~")));
    expect([feof(stream), ferror(stream), errno]).toEqual([1, 0, errno]);
    expect(answer(() => fgets(buf, 20, stream))).toEqual([null]);
    expect(buf).toEqual(Buffer.alloc(20, "~"));
  });

  it("fills what there is, a byte being for the NUL", () => {
    const stream = fileWith("abcdef\n");
    const one = Buffer.alloc(1, "~");
    expect(fgets(one, 1, stream)).toBe(one);
    expect(one[0]).toBe(0);
    const two = Buffer.alloc(2);
    const read: string[] = [];
    while (fgets(two, 2, stream) !== null) read.push(two.toString());
    expect(read.join("")).toBe("a\0b\0c\0d\0e\0f\0\n\0");
    expect(answer(() => fgets(two, 0, stream))).toEqual([null]);
    expect(answer(() => fgets(two, -1, stream))).toEqual([null]);
    expect(thrown(() => fgets(two, 3, stream))).toBe(
      "RangeError: fgets: size: 3 bytes asked for, but the memory has 2",
    );
  });

  it("keeps NULs of the file", () => {
    const stream = fileWith("a\0b\nc");
    const buf = Buffer.alloc(10, "~");
    expect(fgets(buf, 10, stream)).toBe(buf);
    expect(buf.toString()).toBe("a\0b\n\0~~~~~");
  });

  it("reads lines that are longer than every buffer", () => {
    const line = `${"x".repeat(100_000)}\n`;
    const stream = fileWith(line + line);
    const buf = Buffer.alloc(200_000);
    expect(fgets(buf, sizeof(buf), stream)).toBe(buf);
    expect(buf.toString("utf8", 0, line.length + 1) === `${line}\0`).toBe(true);
  });

  it("takes all kinds of memory", () => {
    const memory = new Uint16Array(4);
    expect(fgets(memory, 8, fileWith("ab\n"))).toBe(memory);
    expect(Buffer.from(memory.buffer).toString("latin1", 0, 4)).toBe("ab\n\0");
  });
});

it("fgetpos notes a place that fsetpos goes back to", () => {
  const stream = fileWith("abcdef");
  const pos = new all.fpos_t();
  expect([fgetc(stream), fgetc(stream), all.fgetpos(stream, pos), fgetc(stream)]).toEqual([97, 98, 0, 99]);
  expect([all.fsetpos(stream, pos), fgetc(stream)]).toEqual([0, 99]);
  const pipe = there(fdopen(openedPipe()[0], "r"));
  expect(answer(() => all.fgetpos(pipe, pos))).toEqual([-1, "ESPIPE"]);
  expect(answer(() => all.fsetpos(pipe, pos))).toEqual([-1, "ESPIPE"]);
});

it("setlinebuf writes out at the end of each line", () => {
  const [a, b] = unixPair();
  const stream = there(fdopen(a, "w"));
  all.setlinebuf(stream);
  fputs("one\ntwo", stream);
  const buffer = Buffer.alloc(10);
  expect([all.recv(b, buffer, 10, 0), buffer.toString("latin1", 0, 4)]).toEqual([4, "one\n"]);
});

describe("printing what an array has", () => {
  it("is printing its values", () => {
    const stream = fileWith("");
    const memory = Buffer.alloc(10);
    expect([all.vfprintf(stream, "%s %d\n", ["a", 1]), rewind(stream), fgets(memory, 10, stream)]).toEqual([
      ...[4, undefined, memory],
    ]);
    expect(memory.toString("latin1", 0, 5)).toBe("a 1\n\0");
    expect([all.vsprintf(memory, "%x", [255]), memory.toString("latin1", 0, 3)]).toEqual([2, "ff\0"]);
    expect([all.vsnprintf(memory, 3, "%s", ["long"]), memory.toString("latin1", 0, 3)]).toEqual([4, "lo\0"]);
    const { stdout } = runModule(`import * as c from "berkeley"; c.vprintf("%d-%s\\n", [7, "x"]);`);
    expect(stdout).toBe("7-x\n");
  });
});

it("asprintf prints into memory of its own", () => {
  const memory = new ptr<Buffer>();
  expect([all.asprintf(memory, "%s %d", "é", 1), memory.value!.toString()]).toEqual([4, "é 1\0"]);
  all.free(memory.value);
  expect(memory.value).toHaveLength(0);
});

describe("bytes", () => {
  it("are read and written one by one", () => {
    const stream = fileWith("");
    expect([fputc("a", stream), putc(0xff, stream), fputc(-1, stream), putc(256 + 98, stream)]).toEqual([
      97, 255, 255, 98,
    ]);
    rewind(stream);
    expect([fgetc(stream), getc(stream), fgetc(stream), getc(stream), fgetc(stream)]).toEqual([97, 255, 255, 98, EOF]);
    expect(feof(stream)).toBe(1);
  });

  it("of standard input and output, too", () => {
    const { stdout, stderr } = runModule(
      `import * as c from "berkeley";
       for (let byte; (byte = c.getchar()) !== c.EOF; ) if (c.putchar(byte) !== byte) throw byte;
       c.putchar("!");`,
      { input: "a\xff\n" },
    );
    expect([stdout, stderr]).toEqual(["a\xff\n!", ""]);
  });

  it("can be put back", () => {
    const stream = fileWith("bc");
    expect([ungetc("a", stream), fgetc(stream), fgetc(stream), ungetc(0x158, stream)]).toEqual([97, 97, 98, 0x58]);
    const buf = Buffer.alloc(9);
    expect(fgets(buf, 9, stream)).toBe(buf);
    expect(buf.toString("latin1", 0, 3)).toBe("Xc\0");
    expect([fgetc(stream), feof(stream), ungetc(EOF, stream), feof(stream)]).toEqual([EOF, 1, EOF, 1]);
    expect([ungetc(0xffffffff, stream), feof(stream)]).toEqual([EOF, 1]); // As an int it is EOF.
    expect([ungetc("z", stream), feof(stream), fgetc(stream)]).toEqual([122, 0, 122]);
  });

  it("count for the position when they are put back, and end with fseek", () => {
    const stream = fileWith("abcdef");
    expect([fgetc(stream), fgetc(stream), fgetc(stream), ungetc("x", stream), ftell(stream)].slice(3)).toEqual([
      120, 2,
    ]);
    expect([fseek(stream, 1, SEEK_CUR), ftell(stream), fgetc(stream)]).toEqual([0, 3, 100]);
    rewind(stream);
    expect([ungetc("x", stream), ...answer(() => ftell(stream))]).toEqual([120, -1, "EINVAL"]);
    expect([fgetc(stream), ftell(stream), fgetc(stream)]).toEqual([120, 0, 97]);
    rewind(stream);
    expect([ungetc("x", stream), ...answer(() => fseek(stream, 0, SEEK_CUR))]).toEqual([120, -1, "EINVAL"]);
    expect([fseek(stream, 0, SEEK_SET), ftell(stream), fgetc(stream)]).toEqual([0, 0, 97]);
  });

  it("can be put back first of all", () => {
    const stream = fileWith("abcdef");
    expect([ungetc("x", stream), ...answer(() => ftell(stream))]).toEqual([120, -1, "EINVAL"]); // glibc has no buffer: 0.
    expect([fputc("y", stream), fflush(stream), ftell(stream)]).toEqual([121, 0, 1]); // There it would end the process.
  });

  it("are not put back behind output, nor is the buffer exchanged after it", () => {
    const stream = fileWith("abc");
    expect(fputs("x", stream)).toBe(1);
    expect(answer(() => ungetc("y", stream))).toEqual([EOF]);
    expect(fseek(stream, 0, SEEK_CUR)).toBe(0);
    expect(ungetc("y", stream)).toBe(121);
    expect(answer(() => setvbuf(stream, null, _IONBF, 0))).toEqual([EOF]);
    expect([fgetc(stream), fgetc(stream)]).toEqual([121, 98]);
  });
});

describe("fseek", () => {
  it("goes from where the last output ended", () => {
    const stream = fileWith("");
    expect([fputs("abcd", stream), fseek(stream, 1, SEEK_SET), fputs("123456", stream)]).toEqual([1, 0, 1]);
    expect([fseek(stream, -2, SEEK_CUR), ftell(stream), fgetc(stream)]).toEqual([0, 5, 0x35]);
    expect([fseek(stream, 0, SEEK_CUR), fputs("x", stream), fseek(stream, -1, SEEK_CUR)]).toEqual([0, 1, 0]);
    expect([fgetc(stream), fgetc(stream)]).toEqual([0x78, EOF]);
  });

  it("fails where that cannot be written out", () => {
    const stream = there(fopen("/dev/full", "r+"));
    expect([fputs("x", stream), ...answer(() => fseek(stream, 0, SEEK_CUR)), ferror(stream)]).toEqual([
      1,
      -1,
      "ENOSPC",
      1,
    ]);
    expect([...answer(() => rewind(stream)), ferror(stream), fclose(stream)]).toEqual([undefined, 0, 0]);
  });
});

describe("getline and getdelim", () => {
  it("make room for lines of any length", () => {
    const long = "y".repeat(70_000);
    const stream = fileWith(`one\n${long}\n\nrest`);
    const line = new ptr<Buffer>();
    const n = new size_t();
    const next = (): [number, string] => {
      const length = getline(line, n, stream);
      return [length, length < 0 ? "" : line.value!.toString("latin1", 0, length + 1)];
    };
    expect(next()).toEqual([4, "one\n\0"]);
    expect(n.value).toBe(120);
    const first = line.value;
    expect(next()).toEqual([70_001, `${long}\n\0`]);
    expect([line.value === first, line.value!.length === n.value, n.value > 70_001]).toEqual([false, true, true]);
    const second = line.value;
    expect(next()).toEqual([1, "\n\0"]);
    expect(next()).toEqual([4, "rest\0"]);
    expect(answer(() => getline(line, n, stream))).toEqual([-1]);
    expect(line.value === second).toBe(true);
  });

  it("use the memory that there is up to its size", () => {
    const mine = Buffer.alloc(10, "~");
    const line = new ptr<Buffer>(mine);
    const stream = fileWith("abc;abcd;abcde;");
    const n = new size_t(5);
    expect([getdelim(line, n, ";", stream), line.value === mine, mine.toString()]).toEqual([4, true, "abc;\0~~~~~"]);
    expect([getdelim(line, n, 59, stream), line.value === mine, n.value]).toEqual([5, false, 10]);
    expect(mine.toString()).toBe("abc;\0~~~~~");
    expect([getdelim(line, n, ";", stream), line.value!.toString("latin1", 0, 7)]).toEqual([6, "abcde;\0"]);
    n.value = 11;
    expect(thrown(() => getline(line, n, stream))).toBe(
      "RangeError: getline: n: 11 bytes asked for, but the memory has 10",
    );
  });

  it("want a ptr and a size_t", () => {
    const stream = fileWith("x\n");
    const [line, n] = [new ptr<Buffer>(), new size_t()];
    expect(thrown(() => getline(null as never, n, stream))).toMatch(/^TypeError: getline: lineptr: expected a ptr/);
    expect(thrown(() => getline(line, 3 as never, stream))).toMatch(/^TypeError: getline: n: expected a size_t/);
    expect(thrown(() => getdelim(line, n, "ab", stream))).toMatch(/^TypeError: getdelim: delim: expected a character/);
    expect(thrown(() => getline(line, n, 3 as never))).toMatch(/^TypeError: getline: stream: expected a FILE/);
    line.value = "text" as never;
    expect(thrown(() => getline(line, n, stream))).toMatch(/^TypeError: getline: lineptr: expected a Buffer/);
    expect(fgetc(stream)).toBe(120);
  });
});

describe("fread and fwrite", () => {
  it("move items, and count those that are whole", () => {
    const stream = fileWith("");
    const numbers = new Uint32Array([1, 2, 3]);
    expect(fwrite(numbers, 4, 3, stream)).toBe(3);
    expect(fwrite("ab", 1, 3, stream)).toBe(3);
    rewind(stream);
    const back = new Uint32Array(4);
    expect(fread(back, 4, 4, stream)).toBe(3);
    expect([...back.subarray(0, 3)]).toEqual([1, 2, 3]);
    expect(Buffer.from(back.buffer, 12).toString("latin1")).toBe("ab\0\0");
    expect([feof(stream), fread(back, 0, 4, stream), fread(back, 4, 0, stream)]).toEqual([1, 0, 0]);
  });

  it("move more than any buffer has", () => {
    const stream = fileWith("");
    const data = Buffer.alloc(1_000_003, "0123456789");
    expect(fwrite(data, 1, data.length, stream)).toBe(data.length);
    rewind(stream);
    const back = Buffer.alloc(data.length);
    expect(fread(back, 1, back.length, stream)).toBe(data.length);
    expect(back.equals(data)).toBe(true);
  });

  it("take no byte more than there is", () => {
    const stream = fileWith("0123456789");
    const memory = Buffer.alloc(6);
    for (const [size, count] of [
      [7, 1],
      [1, 7],
      [4, 2],
      [2 ** 52, 2 ** 52],
      [2 ** 53 - 1, 2 ** 12],
    ]) {
      const message = `nmemb: ${count} items of ${size} bytes asked for, but the memory has 6`;
      expect(thrown(() => fread(memory, size, count, stream))).toBe(`RangeError: fread: ${message}`);
      expect(thrown(() => fwrite(memory, size, count, stream))).toBe(`RangeError: fwrite: ${message}`);
    }
    expect(ftell(stream)).toBe(0);
  });

  it("answer how much there was before an error", () => {
    const [reading, writing] = openedPipe();
    all.fcntl(reading, all.F_SETFL, O_NONBLOCK);
    ok(write(writing, "abcde", 5));
    const stream = there(fdopen(all.dup(reading), "r"));
    const memory = Buffer.alloc(10);
    expect(answer(() => fread(memory, 2, 5, stream))).toEqual([2, "EAGAIN"]);
    expect(memory.toString("latin1", 0, 5)).toBe("abcde");
    expect([ferror(stream), feof(stream)]).toEqual([1, 0]);
  });
});

describe("positions", () => {
  it("are set and told", () => {
    const stream = fileWith("0123456789");
    expect([fseek(stream, 4, SEEK_SET), fgetc(stream), ftell(stream)]).toEqual([0, 52, 5]);
    expect([fseeko(stream, -2, SEEK_END), fgetc(stream), ftello(stream)]).toEqual([0, 56, 9]);
    expect([fseek(stream, -4, SEEK_CUR), fgetc(stream), ftell(stream)]).toEqual([0, 53, 6]);
    expect(answer(() => fseek(stream, -1, SEEK_SET))).toEqual([-1, "EINVAL"]);
    expect(answer(() => fseek(stream, 0, 9))).toEqual([-1, "EINVAL"]);
    rewind(stream);
    expect([ftell(stream), fgetc(stream)]).toEqual([0, 48]);
  });

  it("are what pipes and sockets have none of", () => {
    const [reading] = openedPipe();
    const stream = there(fdopen(all.dup(reading), "r"));
    expect(answer(() => fseek(stream, 0, SEEK_SET))).toEqual([-1, "ESPIPE"]);
    expect(answer(() => ftell(stream))).toEqual([-1, "ESPIPE"]);
    expect(answer(() => rewind(stream))).toEqual([undefined, "ESPIPE"]);
  });

  it("let one stream read and write", () => {
    const stream = fileWith("one\ntwo\nsix\n");
    const buf = Buffer.alloc(10);
    expect(fgets(buf, 10, stream)).toBe(buf);
    expect([fseek(stream, 0, SEEK_CUR), fputs("TWO", stream), fseek(stream, 0, SEEK_CUR)]).toEqual([0, 1, 0]);
    expect([fgetc(stream), fgetc(stream)]).toEqual([10, 115]);
    rewind(stream);
    const text = Buffer.alloc(20);
    expect(fread(text, 1, 20, stream)).toBe(12);
    expect(text.toString("latin1", 0, 12)).toBe("one\nTWO\nsix\n");
  });

  it("are the descriptor's own after fflush of what was read ahead", () => {
    const stream = fileWith("0123456789");
    expect([fgetc(stream), all.lseek(fileno(stream), 0, SEEK_CUR)]).toEqual([48, 10]);
    expect([fflush(stream), all.lseek(fileno(stream), 0, SEEK_CUR)]).toEqual([0, 1]);
  });
});

describe("buffers", () => {
  /** What has arrived at the other end of a pipe. */
  function pipe(): { stream: FILE; arrived: () => string; reading: number } {
    const [reading, writing] = openedPipe();
    all.fcntl(reading, all.F_SETFL, O_NONBLOCK);
    const stream = there(fdopen(all.dup(writing), "w"));
    const buf = Buffer.alloc(100_000);
    const arrived = (): string => {
      const n = read(reading, buf, buf.length);
      return n < 0 ? "" : buf.toString("latin1", 0, n);
    };
    return { stream, arrived, reading };
  }

  it("are full by default, and as large as suits the file", () => {
    const { stream, arrived } = pipe();
    fputs("line\n", stream);
    expect(arrived()).toBe("");
    fputs("x".repeat(5000), stream);
    expect(arrived()).toHaveLength(4096);
    expect([fflush(stream), arrived().length]).toEqual([0, 909]);
  });

  it("are by line, or none, where setvbuf says so", () => {
    const { stream, arrived } = pipe();
    expect(setvbuf(stream, null, _IOLBF, 0)).toBe(0);
    fputs("one\ntw", stream);
    expect(arrived()).toBe("one\n");
    fputs("o\n", stream);
    expect(arrived()).toBe("two\n");
    expect(setvbuf(stream, null, _IONBF, 0)).toBe(0);
    fputc("x", stream);
    expect(arrived()).toBe("x");
    expect(setvbuf(stream, null, _IOFBF, 0)).toBe(0);
    fputc("y", stream);
    expect(arrived()).toBe("");
  });

  it("are as large as the memory that is given, none of which is used", () => {
    const { stream, arrived } = pipe();
    const memory = Buffer.alloc(300, "~");
    expect(setvbuf(stream, memory, _IOFBF, 200)).toBe(0);
    fputs("x".repeat(199), stream);
    expect(arrived()).toBe("");
    fputs("yz", stream);
    expect(arrived()).toBe(`${"x".repeat(199)}y`);
    expect(memory).toEqual(Buffer.alloc(300, "~"));
    expect(thrown(() => setvbuf(stream, memory, _IOFBF, 301))).toBe(
      "RangeError: setvbuf: size: 301 bytes asked for, but the memory has 300",
    );
    expect(answer(() => setvbuf(stream, null, 9, 0))).toEqual([EOF]);
  });

  it("are those of setbuf", () => {
    const { stream, arrived } = pipe();
    setbuf(stream, null);
    fputs("x", stream);
    expect(arrived()).toBe("x");
    setbuf(stream, Buffer.alloc(BUFSIZ));
    fputs("x".repeat(BUFSIZ - 1), stream);
    expect(arrived()).toBe("");
    expect([fflush(stream), arrived().length]).toEqual([0, BUFSIZ - 1]);
    expect(thrown(() => setbuf(stream, Buffer.alloc(BUFSIZ - 1)))).toMatch(/^RangeError: setbuf: size: /);
  });

  it("are all written out by fflush(null)", () => {
    const [a, b] = [pipe(), pipe()];
    fputs("a", a.stream);
    fputs("b", b.stream);
    expect(fflush(null)).toBe(0);
    expect([a.arrived(), b.arrived()]).toEqual(["a", "b"]);
  });

  it("are lost with EPIPE where nobody reads, and the error is told once", () => {
    const { stream, reading } = pipe();
    close(reading);
    expect(fputs("lost", stream)).toBe(1);
    expect(answer(() => fflush(stream))).toEqual([EOF, "EPIPE"]);
    expect(ferror(stream)).toBe(1);
    expect(answer(() => fputs("x".repeat(10_000), stream))).toEqual([EOF, "EPIPE"]);
    expect(answer(() => fwrite("x".repeat(10_000), 1, 10_000, stream))[1]).toBe("EPIPE");
    expect(answer(() => fclose(stream))).toEqual([0]);
  });

  it("are not lost where a pipe is full", () => {
    const { stdout } = runModule(`
      import { spawn } from "node:child_process";
      import * as c from "berkeley";
      const pipe = c.popen("sleep 0.3; wc -c", "w");
      c.printf("%d ", c.fputs("x".repeat(300_000), pipe));
      c.fflush(c.stdout);
      c.pclose(pipe);`);
    expect(stdout).toBe("1 300000\n");
  });

  it("answer EAGAIN where a full pipe does not block", () => {
    const [, writing] = openedPair((fds) => all.pipe2(fds, O_NONBLOCK));
    const stream = there(fdopen(all.dup(writing), "w"));
    expect(answer(() => fputs("x".repeat(300_000), stream))).toEqual([EOF, "EAGAIN"]);
    expect([ferror(stream), ...answer(() => fclose(stream))]).toEqual([1, 0]);
  });
});

describe("freopen", () => {
  it("opens another file under the same descriptor", () => {
    const path = temporaryPath();
    const stream = fileWith("one\n");
    const fd = fileno(stream);
    expect(freopen(path, "w", stream)).toBe(stream);
    expect(fileno(stream)).toBe(fd);
    expect([fputs("two\n", stream), fclose(stream)]).toEqual([1, 0]);
    expect(readFileSync(path, "utf8")).toBe("two\n");
  });

  it("writes out what there was before it empties the file", () => {
    const path = temporaryPath();
    const stream = there(fopen(path, "w"));
    fputs("old", stream);
    expect(freopen(path, "a+", stream)).toBe(stream);
    expect(readFileSync(path, "utf8")).toBe("old");
    fputs("more", stream);
    expect(freopen(path, "w", stream)).toBe(stream);
    expect([fclose(stream), readFileSync(path, "utf8")]).toEqual([0, ""]);
  });

  it("opens the same file with another mode", () => {
    const stream = fileWith("text", "r");
    expect(freopen(null, "r+", stream)).toBe(stream);
    expect([fputs("T", stream), fflush(stream)]).toEqual([1, 0]);
  });

  it("closes the stream where it fails", () => {
    const stream = fileWith("x");
    const fd = fileno(stream);
    expect(answer(() => freopen("/nonexistent/file", "r", stream))).toEqual([null, "ENOENT"]);
    expect(thrown(() => fgetc(stream))).toBe("RangeError: fgetc: stream: the FILE is closed");
    expect(answer(() => close(fd))).toEqual([-1, "EBADF"]);
  });

  it("redirects standard output", () => {
    const path = temporaryPath();
    const { stdout } = runModule(`
      import { freopen, printf, stdout } from "berkeley/stdio";
      printf("before ");
      freopen(${JSON.stringify(path)}, "w", stdout);
      printf("after");`);
    expect([stdout, readFileSync(path, "utf8")]).toEqual(["before ", "after"]);
  });
});

describe("a FILE that is closed", () => {
  it("is refused by name", () => {
    const stream = fileWith("x");
    fclose(stream);
    const closed = "stream: the FILE is closed";
    expect(thrown(() => fclose(stream))).toBe(`RangeError: fclose: ${closed}`);
    expect(thrown(() => pclose(stream))).toBe(`RangeError: pclose: ${closed}`);
    expect(thrown(() => fgets(Buffer.alloc(1), 1, stream))).toBe(`RangeError: fgets: ${closed}`);
    expect(thrown(() => fprintf(stream, "x"))).toBe(`RangeError: fprintf: ${closed}`);
    expect(thrown(() => fscanf(stream, "x"))).toBe(`RangeError: fscanf: ${closed}`);
    expect(thrown(() => ungetc("x", stream))).toBe(`RangeError: ungetc: ${closed}`);
    expect(thrown(() => ungetc(EOF, stream))).toBe(`RangeError: ungetc: ${closed}`);
    expect(thrown(() => freopen(null, "r", stream))).toBe(`RangeError: freopen: ${closed}`);
    expect(thrown(() => getline(new ptr(), new size_t(), stream))).toBe(`RangeError: getline: ${closed}`);
  });

  it("is not another one that was opened later", () => {
    const first = fileWith("first");
    fclose(first);
    const others = Array.from({ length: 20 }, () => fileWith("other"));
    expect(thrown(() => fgetc(first))).toBe("RangeError: fgetc: stream: the FILE is closed");
    expect(others.map((other) => fgetc(other))).toEqual(Array(20).fill(111));
  });

  it("may be standard output", () => {
    const { stderr } = runModule(`
      import { fclose, fprintf, printf, stdout, stderr } from "berkeley/stdio";
      fprintf(stderr, "%d ", fclose(stdout));
      try { printf("x"); } catch (error) { fprintf(stderr, "%s", String(error)); }`);
    expect(stderr).toBe("0 RangeError: printf: stream: the FILE is closed");
  });

  it("cannot be made of a number", () => {
    const Made = stdout.constructor as new (number: unknown) => FILE;
    for (const number of [-1, 3e9, 2 ** 53 - 1, 65536 + 1, 65536 * 7]) {
      expect(thrown(() => fgetc(new Made(number)))).toBe("RangeError: fgetc: stream: the FILE is closed");
    }
    expect(thrown(() => fgetc(new Made("x")))).toMatch(/^TypeError: fgetc: stream: expected an integer/);
    expect(thrown(() => fgetc(Object.create(stdin) as FILE))).toMatch(/^TypeError: fgetc: stream: expected a FILE/);
  });

  it("leaves room for another: 100,000 in turn", () => {
    const path = temporaryPath();
    writeFileSync(path, "x");
    for (let i = 0; i < 100_000; i++) {
      const stream = fopen(path, "r")!;
      if (fclose(stream) !== 0) throw new Error(String(i));
    }
    expect(fgetc(there(fopen(path, "r")))).toBe(120);
  });
});

describe("sprintf and snprintf", () => {
  it("leave a NUL behind their text and the rest as it was", () => {
    const str = Buffer.alloc(10, "~");
    expect([sprintf(str, "%d-%s", 42, "ab"), str.toString()]).toEqual([5, "42-ab\0~~~~"]);
    expect([snprintf(str, 4, "%s", "abcdef"), str.toString()]).toEqual([6, "abc\0b\0~~~~"]);
    expect([snprintf(str, 1, "%s", "xyz"), str.toString()]).toEqual([3, "\0bc\0b\0~~~~"]);
    expect([snprintf(null, 0, "%s", "xyz"), snprintf(str, 0, "%s", "xyz")]).toEqual([3, 3]);
    expect([sprintf(str, "%s", "ab"), sprintf(str, "%s+%s", str, str), str.toString("latin1", 0, 6)]).toEqual([
      2,
      5,
      "ab+ab\0",
    ]);
  });

  it("never write beyond the memory", () => {
    const str = Buffer.alloc(5, "~");
    expect(thrown(() => sprintf(str, "%s", "12345"))).toBe(
      "RangeError: sprintf: values: 5 bytes and a NUL do not fit into memory of 5",
    );
    expect(thrown(() => snprintf(str, 6, "x"))).toBe(
      "RangeError: snprintf: size: 6 bytes asked for, but the memory has 5",
    );
    expect(str).toEqual(Buffer.alloc(5, "~"));
    expect([sprintf(str, "%s", "1234"), str.toString()]).toEqual([4, "1234\0"]);
  });
});

describe("dprintf", () => {
  it("writes to a descriptor at once", () => {
    const [reading, writing] = openedPipe();
    expect(dprintf(writing, "%s %d", "x", 1)).toBe(3);
    const buf = Buffer.alloc(9);
    expect([read(reading, buf, 9), buf.toString("latin1", 0, 3)]).toEqual([3, "x 1"]);
    expect(answer(() => dprintf(-1, "x"))).toEqual([-1, "EBADF"]);
  });
});

describe("scanf's values", () => {
  it.each<[string, string, Memory[]]>([
    ["TypeError: sscanf: value 1 of the format: %d expects a number of 4 bytes by its address", "%d", []],
    ["TypeError: sscanf: value 1 of the format: %d expects a number of 4 bytes", "%d", [new all.long()]],
    ["TypeError: sscanf: value 1 of the format: %ld expects a number of 8 bytes", "%ld", [new int()]],
    ["TypeError: sscanf: value 2 of the format: %hd expects a number of 2 bytes", "%d%hd", [new int(), new int()]],
    ["TypeError: sscanf: value 1 of the format: %lf expects a number of 8 bytes", "%lf", [new all.float()]],
    ["TypeError: sscanf: value 1 of the format: %d expects a number of 4 bytes", "%d", [Buffer.alloc(8)]],
    ["TypeError: sscanf: value 1 of the format: %d expects a number of 4 bytes", "%d", [new Int32Array(0)]],
    ["TypeError: sscanf: value 1 of the format: %9s expects memory", "%9s", ["x" as never]],
    ["RangeError: sscanf: value 1 of the format: the memory holds no character", "%s", [Buffer.alloc(1)]],
    ["RangeError: sscanf: value 1 of the format: the memory holds no character", "%c", [Buffer.alloc(0)]],
    ["TypeError: sscanf: format: %ms is not supported", "%ms", [Buffer.alloc(9)]],
    ["TypeError: sscanf: format: %ls is not supported", "%ls", [Buffer.alloc(9)]],
    ["TypeError: sscanf: format: %Lf is not supported", "%Lf", [Buffer.alloc(16)]],
    ["TypeError: sscanf: format: %1$ is not supported", "%1$d", [new int()]],
    ["TypeError: sscanf: format: it ends inside of %", "%", []],
    ["TypeError: sscanf: format: it ends inside of %[a-z", "%[a-z", [Buffer.alloc(9)]],
  ])("%s", (message, format, values) => {
    expect(thrown(() => sscanf("1 2 3", format, ...values))).toContain(message);
  });

  it("are never written beyond, whatever the width", () => {
    const memory = Buffer.alloc(8, "~");
    const some = memory.subarray(2, 6);
    for (const format of ["%s", "%100s", "%[a-z]", "%0s", "%99999999999999999999s"]) {
      memory.fill("~");
      expect([sscanf("abcdefgh", format, some), memory.toString()]).toEqual([1, "~~abc\0~~"]);
    }
    memory.fill("~");
    expect([sscanf("abcdefgh", "%7c", some), memory.toString()]).toEqual([1, "~~abcd~~"]);
  });

  it("may be elements of arrays", () => {
    const numbers = new Int32Array(3);
    expect(sscanf("7 8 9", "%d%d%d", numbers.subarray(2), numbers.subarray(1), numbers)).toBe(3);
    expect([...numbers]).toEqual([9, 8, 7]);
  });

  it("may share memory: a conversion overwrites those before it, and only with what it read", () => {
    const memory = Buffer.alloc(20);
    expect([sscanf("hello world", "%s %s", memory.subarray(10), memory), memory.toString()]).toEqual([
      2,
      "world\0\0\0\0\0hello\0\0\0\0\0",
    ]);
    const number = all.cast(int, memory.subarray(16));
    expect([sscanf("5 abc", "%d %s", number, memory), number.value, memory.toString("latin1", 0, 4)]).toEqual([
      2,
      5,
      "abc\0",
    ]);
    memory.fill("~");
    expect([sscanf("abcd", "%4c%n", memory, number), number.value]).toEqual([1, 4]);
    expect([sscanf("ab", "%4c", memory.subarray(1)), memory.toString("latin1", 0, 5)]).toEqual([1, "aabd~"]);
  });

  it("cost what they have read, not what they could hold", () => {
    const large = Buffer.alloc(2 ** 28);
    const start = process.cpuUsage();
    for (let i = 0; i < 3; i++) sscanf("abc", "%s", large);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(1000); // In ms. Once all of it was copied: that took 1,500 for each.
    expect(large.toString("latin1", 0, 4)).toBe("abc\0");
  });

  it("that were not read are as others have left them meanwhile", () => {
    const { stdout, stderr } = runModule(`
      import * as c from "berkeley";
      const { cast, int } = c;
      const [memory, first, other] = [Buffer.alloc(8), new int(1), new int(2)];
      const fds = new Int32Array(2);
      c.pipe(fds);
      const stream = c.fdopen(fds[0], "r");
      const handle = (sig) => {
        first.value = other.value = 7;
        memory.fill("h");
        c.write(fds[1], "5 abc x", 7);
        c.close(fds[1]);
      };
      c.sigaction(c.SIGALRM, new c.sigaction({ sa_handler: handle, sa_flags: c.SA_RESTART }), null);
      c.setitimer(c.ITIMER_REAL, new c.itimerval({ it_value: { tv_usec: 1000 } }), null);
      const count = c.fscanf(stream, "%d %s %d", first, memory, other);
      c.printf("%d: %d %.8s %d", count, first.value, memory.toString().replace("\\0", "0"), other.value);`);
    expect([stdout, stderr]).toEqual(["2: 5 abc0hhhh 7", ""]);
  });

  it("are EOF at the end, whatever a handler has written meanwhile", () => {
    const { stdout, stderr } = runModule(`
      import * as c from "berkeley";
      const fds = new Int32Array(2);
      c.pipe(fds);
      const stream = c.fdopen(fds[0], "r");
      const handle = () => { c.fwrite("written ", 1, 8, c.stdout); c.close(fds[1]); };
      c.sigaction(c.SIGALRM, new c.sigaction({ sa_handler: handle, sa_flags: c.SA_RESTART }), null);
      c.setitimer(c.ITIMER_REAL, new c.itimerval({ it_value: { tv_usec: 1000 } }), null);
      c.printf("%d", c.fscanf(stream, "%d", new c.int()));`);
    expect([stdout, stderr]).toEqual(["written -1", ""]);
  });

  it("may be taken away meanwhile, if nothing is read for them", () => {
    const { stdout, stderr } = runModule(`
      import * as c from "berkeley";
      const fds = new Int32Array(2);
      const scan = (input, format, ...values) => {
        c.pipe(fds);
        const stream = c.fdopen(fds[0], "r");
        c.sigaction(c.SIGALRM, new c.sigaction({ sa_handler: () => {
          c.write(fds[1], input, input.length);
          c.close(fds[1]);
          for (const { buffer } of values) structuredClone(buffer, { transfer: [buffer] });
        }, sa_flags: c.SA_RESTART }), null);
        c.setitimer(c.ITIMER_REAL, new c.itimerval({ it_value: { tv_usec: 1000 } }), null);
        try { return c.fscanf(stream, format, ...values); } catch (error) { return String(error); }
      };
      c.printf("%d\\n", scan("x", "%d%s%c%n", new c.int(), Buffer.from(new ArrayBuffer(9)), new Uint8Array(2), new c.int()));
      c.printf("%s\\n", scan("1", "%d", new c.int()));
      c.printf("%s\\n", scan("a", "%c", new Uint8Array(2)));`);
    const gone = "RangeError: fscanf: values: memory has been taken away while the call waited";
    expect([stdout, stderr]).toEqual([`0\n${gone}\n${gone}\n`, ""]);
  });

  it("are at most 64", () => {
    const numbers = new Int32Array(65);
    const values = Array.from({ length: 65 }, (_, i) => numbers.subarray(i));
    const text = Array.from({ length: 65 }, (_, i) => i + 1).join(" ");
    expect(sscanf(text, "%d".repeat(64), ...values)).toBe(64);
    expect([...numbers]).toEqual(Array.from({ length: 65 }, (_, i) => (i === 64 ? 0 : i + 1)));
    expect(thrown(() => sscanf(text, "%d".repeat(65), ...values))).toMatch(/format: it has more than 64 conversions/);
    const letters = Buffer.alloc(130, "~");
    const places = Array.from({ length: 64 }, (_, i) => letters.subarray(2 * i));
    expect(sscanf("x".repeat(64), "%1s".repeat(64), ...places)).toBe(64);
    expect(letters.toString()).toBe(`${"x\0".repeat(64)}~~`);
  });

  it("are those of the end and of errors", () => {
    const n = new int();
    expect(answer(() => sscanf("", "%d", n))).toEqual([EOF]);
    expect(answer(() => sscanf("x", "%d", n))).toEqual([0]);
    expect(answer(() => fscanf(fileWith(""), "%d", n))).toEqual([EOF]);
    expect(answer(() => fscanf(fileWith("", "a"), "%d", n))).toEqual([EOF, "EBADF"]);
  });

  it("are counted where a number is out of range, which errno tells", () => {
    const [large, real, small] = [new BigInt64Array(1), new Float64Array(1), new int()];
    expect(answer(() => sscanf("99999999999999999999", "%ld", large))).toEqual([1, "ERANGE"]);
    expect(answer(() => sscanf("1e999 5", "%lf%d", real, small))).toEqual([2, "ERANGE"]);
    expect(answer(() => fscanf(fileWith("18446744073709551616 5 x"), "%*lu%d%d", small, small))).toEqual([1, "ERANGE"]);
    expect([large[0], real[0], small.value]).toEqual([2n ** 63n - 1n, Infinity, 5]);
  });
});

describe("popen and pclose", () => {
  it("read what a command prints, and tell its status", () => {
    const stream = there(popen("echo one; echo two >&2; exit 3", "r"));
    const buf = Buffer.alloc(20);
    expect(fgets(buf, 20, stream)).toBe(buf);
    expect([buf.toString("latin1", 0, 4), fgets(buf, 20, stream)]).toEqual(["one\n", null]);
    const status = pclose(stream);
    expect([WIFEXITED(status), WEXITSTATUS(status)]).toEqual([true, 3]);
    const killed = pclose(there(popen("kill -TERM $$", "r")));
    expect([WIFSIGNALED(killed), WTERMSIG(killed)]).toEqual([true, all.SIGTERM]);
  });

  it("write what a command reads", () => {
    const path = temporaryPath();
    const stream = there(popen(`cat > ${path}`, "w"));
    expect([fputs("text", stream), pclose(stream), readFileSync(path, "utf8")]).toEqual([1, 0, "text"]);
  });

  it("give the command what a C program would", () => {
    const { stdout } = runModule(
      `import * as c from "berkeley";
       process.stdin.resume();
       const first = c.popen("cat", "w");
       const stream = c.popen("grep -E '^Sig(Ign|Blk)' /proc/self/status; ls /proc/self/fd", "r");
       const buf = Buffer.alloc(100);
       const lines = [];
       while (c.fgets(buf, 100, stream) !== null) lines.push(buf.toString("latin1", 0, c.strlen(buf) - 1));
       const [blocked, ignored, ...fds] = lines;
       c.printf("%s %s\\n", blocked, ignored);
       c.printf("%d %d %d\\n", Number(fds.includes(String(c.fileno(first)))), c.pclose(stream), c.pclose(first));
       c.exit(0);`,
    );
    // The C library's popen ignores its own signals 32 and 33.
    expect(stdout).toBe("SigBlk:\t0000000000000000 SigIgn:\t0000000180000000\n0 0 0\n");
  });

  it("answer the errors", () => {
    for (const type of ["", "rw", "x", "a"]) expect(answer(() => popen("true", type))).toEqual([null, "EINVAL"]);
    expect(pclose(fileWith("x"))).toBe(0);
    const cloexec = there(popen("true", "re"));
    expect(all.fcntl(fileno(cloexec), all.F_GETFD)).toBe(all.FD_CLOEXEC);
    expect(pclose(cloexec)).toBe(0);
    // In a process that has no other children.
    const { stdout } = runModule(
      `import * as c from "berkeley";
       const stream = c.popen("true", "r");
       console.log(c.wait(null) > 0, c.pclose(stream), c.errno === c.ECHILD);`,
    );
    expect(stdout).toBe("true -1 true\n");
  });
});

describe("files", () => {
  it("are renamed and removed", () => {
    const [a, b] = [temporaryPath(), temporaryPath()];
    writeFileSync(a, "x");
    expect([rename(a, b), readFileSync(b, "utf8")]).toEqual([0, "x"]);
    expect(answer(() => rename(a, b))).toEqual([-1, "ENOENT"]);
    expect([remove(b), ok(all.mkdir(b, 0o700)), remove(b)]).toEqual([0, 0, 0]);
    expect(answer(() => remove(b))).toEqual([-1, "ENOENT"]);
    expect(answer(() => remove(null))).toEqual([-1, "EFAULT"]);
  });

  it("need no name", () => {
    const stream = there(tmpfile());
    expect([fputs("x", stream), fseek(stream, 0, SEEK_SET), fgetc(stream)]).toEqual([1, 0, 120]);
    expect(answer(() => open(`/proc/self/fd/${fileno(stream)}`, O_RDONLY))[0]).toBeGreaterThan(2);
  });
});

describe("standard input", () => {
  /** What a program prints that reads this. */
  const run = (source: string, input: string): string =>
    runModule(`import * as c from "berkeley"; const { printf, stdin, scanf, int } = c; ${source}`, { input }).stdout;

  it("is read by line, byte and format", () => {
    const source = `
      const buf = Buffer.alloc(20), n = new int();
      c.fgets(buf, 20, stdin);
      printf("%s%c", buf, c.getchar());
      printf("%d %d\\n", scanf("%d", n), n.value);
      printf("%d %d", scanf("%d", n), c.feof(stdin));`;
    expect(run(source, "line\nx 42\n")).toBe("line\nx1 42\n-1 1");
  });

  it("is at the place that was read to when a program has ended", () => {
    const path = temporaryPath();
    writeFileSync(path, "one\ntwo\n");
    const source = 'import { fgets, stdin } from "berkeley/stdio"; fgets(Buffer.alloc(9), 9, stdin);';
    const { stdout } = runModule("", { after: `exec < ${path}; "$0" --input-type=module -e '${source}'; cat; true` });
    expect(stdout).toBe("two\n");
  });

  it("is the whole process's: a Worker that waits for it does not keep others from standard output", () => {
    const source = `
      import { Worker } from "node:worker_threads";
      import { once } from "node:events";
      const worker = new Worker(\`
        import("berkeley").then(({ fgets, stdin, printf }) => {
          const buf = Buffer.alloc(9);
          fgets(buf, 9, stdin);
          printf("%s", buf);
        });\`, { eval: true });
      await once(worker, "online");
      printf("first\\n");
      c.fflush(c.stdout);
      await once(worker, "exit");
      printf("last\\n");`;
    expect(run(source, "line\n")).toBe("first\nline\nlast\n");
  });
});

it("a child of fork has what was not written out, too", () => {
  expect(
    runForking(`
      c.printf("text ");
      const path = "/tmp/berkeley-fork-" + getpid();
      const file = c.fopen(path, "w");
      c.fputs("file ", file);
      const pid = fork();
      if (pid === 0) c.exit(0);
      assert.equal(c.waitpid(pid, null, 0), pid);
      assert.equal(c.fclose(file), 0);
      c.printf("%s\\n", fs.readFileSync(path, "utf8"));
      c.remove(path);`),
  ).toEqual(well("text text file file \n"));
});
