import { Buffer } from "node:buffer";

import { bytes, cast, type Memory, ptr, type RawMemory } from "berkeley/memory";
import { sockaddr_in } from "berkeley/netinet/in";
import {
  type Character,
  memchr,
  memcmp,
  memcpy,
  memmem,
  memmove,
  mempcpy,
  memrchr,
  memset,
  stpcpy,
  strcasestr,
  strcat,
  strchr,
  strchrnul,
  strcmp,
  strcpy,
  strcspn,
  strdup,
  strerror,
  strerror_r,
  strlcat,
  strlcpy,
  strlen,
  strncat,
  strncmp,
  strncpy,
  strndup,
  strnlen,
  strpbrk,
  strrchr,
  strsep,
  strsignal,
  strspn,
  strstr,
  strtok,
  strtok_r,
} from "berkeley/string";
import * as errors from "berkeley/errno";

import { hasCompiler, runC } from "./support/children.ts";
import { thrown } from "./support/thrown.ts";

/** Eight bytes to write to; what is not written stays "........". */
const dots = (): Buffer => Buffer.from("........");
const text = (memory: Memory): string => bytes(memory).toString("latin1");

describe("memset", () => {
  it("fills bytes and returns the memory", () => {
    const memory = dots();
    expect(memset(memory, "a", 3)).toBe(memory);
    expect(memset(memory.subarray(4), 0x162, 2).toString()).toBe("bb..");
    expect(text(memset(memory, -1, 0))).toBe("aaa.bb..");
    expect(text(memset(new Uint16Array(2), 0x7a, 4) as never)).toBe("zzzz");
  });

  it("clears a struct", () => {
    const address = new sockaddr_in({ sin_family: 2 });
    memset(address, 0, 16);
    expect(address.sin_family).toBe(0);
  });
});

describe("memcpy and memmove", () => {
  it("copy bytes and return the destination", () => {
    const memory = dots();
    expect(memcpy(memory, Buffer.from("abc"), 3)).toBe(memory);
    expect(text(memory)).toBe("abc.....");
    expect(text(memmove(memory, "xy", 3))).toBe("xy\0.....");
    expect(text(memcpy(memory, null as never, 0))).toBe("xy\0.....");
    expect(thrown(() => memcpy(memory, null as never, 1))).toMatch(/^TypeError: memcpy: src: expected memory/);
  });

  it("may overlap", () => {
    const memory = Buffer.from("abcdefgh");
    memmove(memory.subarray(2), memory, 6);
    expect(text(memory)).toBe("ababcdef");
    memmove(memory, memory.subarray(2), 6);
    expect(text(memory)).toBe("abcdefef");
  });

  it("copy between structs and bytes", () => {
    const address = new sockaddr_in({ sin_family: 2 });
    const copy = new sockaddr_in();
    memcpy(copy, address, 16);
    expect(copy.sin_family).toBe(2);
    expect(cast(sockaddr_in, memcpy(Buffer.alloc(16), address, 16)).sin_family).toBe(2);
  });
});

describe("comparison", () => {
  it.each<[number, () => number]>([
    [0, () => memcmp("abc", Buffer.from("abd"), 2)],
    [-1, () => memcmp("abc", "abd", 3)],
    [1, () => memcmp(Buffer.from([0xff]), Buffer.from([1]), 1)],
    [0, () => memcmp("a\0b", "a\0b", 4)],
    [-1, () => memcmp("a\0b", "a\0c", 4)],
    [0, () => memcmp(Buffer.alloc(0), "x", 0)],
    [0, () => strcmp("", "")],
    [0, () => strcmp("abc", Buffer.from("abc"))],
    [0, () => strcmp("abc", Buffer.from("abc\0x"))],
    [0, () => strcmp("a\0b", "a\0c")],
    [-1, () => strcmp("ab", "abc")],
    [1, () => strcmp("b", "abc")],
    [1, () => strcmp("é", "z")],
    [0, () => strncmp("abc", "abd", 2)],
    [-1, () => strncmp("abc", "abd", 3)],
    [0, () => strncmp("abc", "abc", 2 ** 53 - 1)],
    [-1, () => strncmp("", "a", 1)],
    [0, () => strncmp("x", "y", 0)],
  ])("gives %i: %s", (sign, call) => {
    expect(Math.sign(call())).toBe(sign);
  });

  it("of memory takes no byte more than either has", () => {
    expect(thrown(() => memcmp("abc", "abcdef", 5))).toMatch(/^RangeError: memcmp: n: 5 .* has 4$/);
  });
});

describe("strlen", () => {
  it.each([
    ["", 0],
    ["Hello", 5],
    ["naïve", 6],
    ["a\0b", 1],
    ["x".repeat(100_000), 100_000],
  ])("of '%.10s' is %i", (string, length) => {
    expect(strlen(string)).toBe(length);
    expect(strlen(Buffer.from(string))).toBe(length);
    expect(strlen(Buffer.from(`${string}\0x`))).toBe(length);
  });
});

describe("strcpy, strncpy, strcat, strncat", () => {
  it.each<[string, (memory: Buffer) => Buffer]>([
    ["abc\0....", (memory) => strcpy(memory, "abc")],
    ["1234567\0", (memory) => strcpy(memory, "1234567")],
    ["\0.......", (memory) => strcpy(memory, Buffer.alloc(0))],
    ["abc\0\0...", (memory) => strncpy(memory, "abc", 5)],
    // There is no NUL where there is no place for it.
    ["abc.....", (memory) => strncpy(memory, "abcdef", 3)],
    ["abcdefgh", (memory) => strncpy(memory, "abcdefghij", 8)],
    ["........", (memory) => strncpy(memory, "abc", 0)],
    ["abcd\0...", (memory) => strcat(strcpy(memory, "ab"), "cd")],
    ["ab\0.....", (memory) => strcat(strcpy(memory, "ab"), "")],
    ["abcd\0...", (memory) => strncat(strcpy(memory, "ab"), "cdef", 2)],
    ["abcd\0...", (memory) => strncat(strcpy(memory, "ab"), "cd", 100)],
  ])("make %j", (expected, call) => {
    const memory = dots();
    expect(call(memory)).toBe(memory);
    expect(text(memory)).toBe(expected);
  });

  it.each<[string, (memory: Buffer) => Buffer]>([
    ["strcpy", (memory) => strcpy(memory, "12345678")],
    ["strcpy", (memory) => strcpy(memory.subarray(8), "")],
    ["strncpy", (memory) => strncpy(memory, "x", 9)],
    ["strcat", (memory) => strcat(memory, "x")],
    ["strncat", (memory) => strncat(memory, "xyz", 1)],
  ])("%s writes nothing where it does not fit", (name, call) => {
    const memory = dots();
    expect(thrown(() => call(memory))).toMatch(new RegExp(`^RangeError: ${name}: `));
    expect(text(memory)).toBe("........");
  });

  it("say how much does not fit", () => {
    expect(thrown(() => strcpy(dots(), "12345678"))).toBe(
      "RangeError: strcpy: src: 9 bytes do not fit into memory of 8",
    );
    expect(thrown(() => strcat(dots(), "x"))).toBe("RangeError: strcat: src: 10 bytes do not fit into memory of 8");
  });
});

describe("strchr, strrchr and strstr", () => {
  it.each<[string | null, (s: string) => string | null]>([
    ["b/c", (s) => strchr(s, "b")],
    ["/b/c", (s) => strchr(s, 0x2f)],
    ["/c", (s) => strrchr(s, "/")],
    ["", (s) => strchr(s, 0)],
    ["", (s) => strrchr(s, "\0")],
    [null, (s) => strchr(s, "x")],
    [null, (s) => strrchr(s, "x")],
    ["b/c", (s) => strstr(s, "b/")],
    ["a/b/c", (s) => strstr(s, "")],
    [null, (s) => strstr(s, "ca")],
    [null, (s) => strstr(s, "a/b/c/")],
  ])("find %j", (expected, call) => {
    expect(call("a/b/c")).toBe(expected);
  });

  it.each<[string, (s: Buffer, c: Character) => Buffer | null, number]>([
    ["strchr", strchr, 1],
    ["strrchr", strrchr, 3],
  ])("%s shares the memory of a Buffer", (_name, find, offset) => {
    const memory = Buffer.from("a/b/c\0/");
    const found = find(memory, "/")!;
    expect(found.byteOffset).toBe(memory.byteOffset + offset);
    found[0] = 0;
    expect(memory[offset]).toBe(0);
    expect(find(memory, "x")).toBeNull();
  });

  it("find nothing behind a NUL", () => {
    expect(strchr(Buffer.from("a\0b"), "b")).toBeNull();
    expect(strstr("a\0b", "b")).toBeNull();
  });

  it("count bytes, not characters", () => {
    expect(strchr("né/x", "/")).toBe("/x");
    expect(strstr("né/x", "é")).toBe("é/x");
  });

  it("give a part of any memory, counted in bytes", () => {
    const wide = new Uint16Array(4);
    Buffer.from(wide.buffer).write("a/b");
    const found = strchr(wide, "/")!;
    expect(found.toString()).toBe("/b\0\0\0\0\0");
    found[0] = "x".charCodeAt(0);
    expect(strstr(new DataView(wide.buffer), "xb")).toEqual(found);
  });
});

(hasCompiler ? it : it.skip)("strerror and strsignal say what C's say (skipped without a C compiler)", () => {
  const numbers = [...Array(140).keys(), -1, 1000];
  const output = runC(`
    #include <stdio.h>
    #include <string.h>
    int main(void) {
      int numbers[] = {${numbers.join()}};
      for (int i = 0; i < ${numbers.length}; i++) printf("%s|%s\\n", strerror(numbers[i]), strsignal(numbers[i]));
    }`);
  expect(numbers.map((number) => `${strerror(number)}|${strsignal(number)}`)).toEqual(output.trimEnd().split("\n"));
  expect(strerror(errors.ECONNREFUSED)).toBe("Connection refused");
});

describe("spans and sets", () => {
  it("strspn and strcspn count, strpbrk finds", () => {
    const line = Buffer.from("key = value\0=");
    expect([strspn(line, "eky"), strspn(line, ""), strspn("", "a"), strspn("aaa", "a")]).toEqual([3, 0, 0, 3]);
    expect([strcspn(line, " ="), strcspn(line, ""), strcspn(line, "z"), strcspn(line, "k")]).toEqual([3, 11, 11, 0]);
    expect(strpbrk(line, "= ")!.toString()).toBe(" = value\0=");
    expect([strpbrk("a.b:c", ":."), strpbrk("abc", ":"), strpbrk("abc", "")]).toEqual([".b:c", null, null]);
    expect(strpbrk(Buffer.from("abc\0:"), ":")).toBeNull();
    expect(strspn(Buffer.from([0xff, 0xfe, 1]), Buffer.from([0xfe, 0xff]))).toBe(2);
  });

  it("strnlen counts up to its limit", () => {
    expect([strnlen("abc", 2), strnlen("abc", 3), strnlen("abc", 9), strnlen(Buffer.from("a\0c"), 3)]).toEqual([
      ...[2, 3, 3, 1],
    ]);
  });

  it("memchr goes on behind NULs, but not beyond its memory", () => {
    const memory = Buffer.from("a\0bc");
    expect(memchr(memory, "b", 4)!.toString()).toBe("bc");
    expect(memchr(memory, 0, 4)!.length).toBe(3);
    expect(memchr(memory, "c", 3)).toBeNull();
    expect([memchr("abc", "c", 4), memchr("abc", 0, 4), memchr(Buffer.alloc(0), 0, 0)]).toEqual(["c", "", null]);
    expect(thrown(() => memchr(memory, "z", 5))).toBe("RangeError: memchr: n: 5 bytes asked for, but the memory has 4");
  });

  it("strcasestr finds whatever the case", () => {
    expect(strcasestr("Content-LENGTH: 5", "length:")).toBe("LENGTH: 5");
    expect(strcasestr(Buffer.from("aBc\0D"), "d")).toBeNull();
    expect([strcasestr("abc", ""), strcasestr("", "a"), strcasestr("ab", "abc")]).toEqual(["abc", null, null]);
  });
});

describe("strtok", () => {
  /** The tokens, each up to its NUL. */
  function tokens(string: RawMemory, delim: string): string[] {
    const found: string[] = [];
    for (let token = strtok(string, delim); token !== null; token = strtok(null, delim)) {
      found.push(token.toString("latin1", 0, strlen(token)));
    }
    return found;
  }

  it("cuts a string into tokens, in its own memory", () => {
    const line = Buffer.from("  GET /path  HTTP/1.0\r\n\0 x");
    expect(tokens(line, " \r\n")).toEqual(["GET", "/path", "HTTP/1.0"]);
    expect(line.toString()).toBe("  GET\0/path\0 HTTP/1.0\0\n\0 x");
    expect(strtok(null, " ")).toBeNull();
  });

  it("takes other delimiters each time, and memory without a NUL", () => {
    expect(strtok(Buffer.from("a=b;c"), "=")!.toString()).toBe("a\0b;c");
    expect(strtok(null, ";")!.toString()).toBe("b\0c");
    expect(strtok(null, "=")!.toString()).toBe("c");
    expect(strtok(null, "=")).toBeNull();
    expect(tokens(Buffer.from(";;;"), ";")).toEqual([]);
    expect(tokens(Buffer.alloc(0), ";")).toEqual([]);
  });

  it("a token is C's pointer: what lies behind it can be reached", () => {
    const token = strtok(Buffer.from("one two\0"), " ")!;
    expect(token.subarray(strlen(token) + 1).toString()).toBe("two\0");
    token[0] = 0x4f;
    expect(token.toString("latin1", 0, 3)).toBe("One");
  });

  it("strtok_r keeps its place where it is told, and so can be nested", () => {
    const [outer, inner] = [new ptr<RawMemory>(), new ptr<RawMemory>()];
    const found: string[] = [];
    for (let row = strtok_r(Buffer.from("a,b;c,d"), ";", outer); row !== null; row = strtok_r(null, ";", outer)) {
      for (let cell = strtok_r(row, ",", inner); cell !== null; cell = strtok_r(null, ",", inner)) {
        found.push(cell.toString("latin1", 0, strlen(cell)));
      }
    }
    expect(found).toEqual(["a", "b", "c", "d"]);
  });

  (hasCompiler ? it : it.skip)("does what C's does, to 2,000 strings (skipped without a C compiler)", () => {
    // Strings of few different characters, from a sequence that both programs draw.
    let state = 1;
    const draw = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 16) % below;
    };
    const output = runC(`
      #include <stdio.h>
      #include <string.h>
      static unsigned state = 1;
      static unsigned draw(unsigned below) { state = state * 1103515245u + 12345u; return (state >> 16) % below; }
      int main(void) {
        for (int n = 0; n < 2000; n++) {
          char string[20] = "", delim[4] = "";
          unsigned length = draw(16);
          for (unsigned i = 0; i < length; i++) string[i] = "ab,;"[draw(4)];
          length = draw(4);
          for (unsigned i = 0; i < length; i++) delim[i] = "b,;"[draw(3)];
          for (char *token = strtok(string, delim); token != NULL; token = strtok(NULL, delim)) printf("[%s]", token);
          for (int i = 0; i < 16; i++) putchar(string[i] == 0 ? '0' : string[i]);
          putchar('\\n');
        }
      }`);
    const lines = Array.from({ length: 2000 }, () => {
      const string = Buffer.alloc(20);
      for (let i = 0, length = draw(16); i < length; i++) string[i] = "ab,;".charCodeAt(draw(4));
      const delim = Array.from({ length: draw(4) }, () => "b,;"[draw(3)]).join("");
      const cut = tokens(string, delim).map((token) => `[${token}]`);
      return cut.join("") + string.toString("latin1", 0, 16).replaceAll("\0", "0");
    });
    expect(lines).toEqual(output.trimEnd().split("\n"));
  });
});

describe("strsep", () => {
  it("cuts a string at each delimiter, and finds empty tokens", () => {
    const line = Buffer.from("a,;b;\0rest");
    const rest = new ptr<RawMemory>(line);
    const tokens = [];
    for (let token; (token = strsep(rest, ",;")) !== null;) tokens.push(token.toString("latin1", 0, strlen(token)));
    expect(tokens).toEqual(["a", "", "b", ""]);
    expect(rest.value).toBeNull();
    expect(text(line)).toBe("a\0\0b\0\0rest");
    expect(strsep(rest, ",")).toBeNull();
  });

  it("leaves a string without delimiters as it is", () => {
    const word = Buffer.from("word");
    const rest = new ptr<RawMemory>(word);
    expect([text(strsep(rest, ",")!), rest.value, text(word)]).toEqual(["word", null, "word"]);
    rest.value = word;
    expect([text(strsep(rest, "")!), rest.value]).toEqual(["word", null]);
  });
});

describe("strlcpy and strlcat", () => {
  it.each<[number, string, (memory: Buffer) => number]>([
    [2, "ab\0.....", (memory) => strlcpy(memory, "ab", 8)],
    [5, "abc\0....", (memory) => strlcpy(memory, "abcde", 4)],
    [5, "\0.......", (memory) => strlcpy(memory, "abcde", 1)],
    [5, "........", (memory) => strlcpy(memory, "abcde", 0)],
    [4, "abcd\0...", (memory) => strlcat(strcpy(memory, "ab"), "cd", 8)],
    [5, "abc\0....", (memory) => strlcat(strcpy(memory, "ab"), "cde", 4)],
    [4, "ab\0.....", (memory) => strlcat(strcpy(memory, "ab"), "cd", 3)],
    [4, "ab\0.....", (memory) => strlcat(strcpy(memory, "ab"), "cde", 1)],
    [11, "........", (memory) => strlcat(memory, "cde", 8)],
  ])("return %i and leave %j: %s", (length, left, call) => {
    const memory = dots();
    expect([call(memory), text(memory)]).toEqual([length, left]);
  });

  it("write no byte where there are fewer than they are told of", () => {
    const memory = dots();
    expect(thrown(() => strlcpy(memory, "a", 9))).toMatch(/^RangeError: strlcpy: /);
    expect(thrown(() => strlcat(memory, "a", 9))).toMatch(/^RangeError: strlcat: /);
    expect(text(memory)).toBe("........");
  });
});

it("stpcpy and mempcpy return the end of what they wrote", () => {
  const memory = dots();
  stpcpy(stpcpy(memory, "ab"), "cd")[0] = 0x21;
  expect(text(memory)).toBe("abcd!...");
  mempcpy(mempcpy(memory, "xy", 2), "z", 1)[0] = 0x3f;
  expect(text(memory)).toBe("xyz?!...");
  expect(thrown(() => stpcpy(memory, "12345678"))).toMatch(/^RangeError: stpcpy: /);
  expect(thrown(() => mempcpy(memory, "12345678", 9))).toMatch(/^RangeError: mempcpy: /);
});

it("strchrnul finds a character or the end", () => {
  expect([strchrnul("a/b/c", "/"), strchrnul("abc", "/"), strchrnul("é/x", "/")]).toEqual(["/b/c", "", "/x"]);
  expect(text(strchrnul(Buffer.from("ab\0/"), "/"))).toBe("\0/");
});

it("memrchr finds the last byte, memmem other memory", () => {
  expect([memrchr("a/b/c", "/", 5), memrchr("a/b/c", "/", 3), memrchr("abc", "/", 3), memrchr("abc", "a", 0)]).toEqual([
    ...["/c", "/b/c", null, null],
  ]);
  const memory = Buffer.from("a\0bc\0bd");
  expect(text(memmem(memory, 7, Buffer.from("\0bd"), 3)!)).toBe("\0bd");
  expect(memmem(memory, 6, Buffer.from("\0bd"), 3)).toBeNull();
  expect(text(memmem(memory, 7, "b", 0)!)).toBe("a\0bc\0bd");
  expect(memmem(memory, 0, "b", 1)).toBeNull();
  expect(thrown(() => memmem(memory, 8, "b", 1))).toMatch(/^RangeError: memmem: /);
  expect(thrown(() => memmem(memory, 7, "b", 3))).toMatch(/^RangeError: memmem: /);
  expect(thrown(() => memrchr(memory, "b", 8))).toMatch(/^RangeError: memrchr: /);
});

describe("strdup and strndup", () => {
  it("copy a string and its NUL into memory of its own", () => {
    const source = Buffer.from("Hello\0x");
    const copy = strdup(source)!;
    source[0] = 0;
    expect(copy.toString()).toBe("Hello\0");
    expect(strdup("é")!.toString()).toBe("é\0");
    expect(strndup("Hello", 3)!.toString()).toBe("Hel\0");
    expect(strndup("Hello", 30)!.toString()).toBe("Hello\0");
    expect(strdup("")!.toString()).toBe("\0");
  });
});

it("strerror_r writes what fits, and returns its error", () => {
  const text = Buffer.alloc(30, ".");
  expect(strerror_r(errors.EACCES, text, 30)).toBe(0);
  expect(text.toString("latin1", 0, 19)).toBe("Permission denied\0.");
  expect(strerror_r(errors.EACCES, text, 5)).toBe(errors.ERANGE);
  expect(text.toString("latin1", 0, 5)).toBe("Perm\0");
  expect(strerror_r(9999, text, 30)).toBe(errors.EINVAL);
  expect(text.toString("latin1", 0, 19)).toBe("Unknown error 9999\0");
  expect(strerror_r(1, text, 0)).toBe(errors.ERANGE);
});
