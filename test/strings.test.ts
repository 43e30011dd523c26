import { sockaddr_in } from "berkeley/netinet/in";
import { bcmp, bcopy, bzero, ffs, index, rindex, strcasecmp, strncasecmp } from "berkeley/strings";

import { thrown } from "./support/thrown.ts";

it("bzero fills with zeros", () => {
  const address = new sockaddr_in({ sin_family: 2 });
  expect(bzero(address, 2)).toBeUndefined();
  expect(address.sin_family).toBe(0);
  const memory = Buffer.from("abcd");
  bzero(memory, 2);
  expect(memory.toString("latin1")).toBe("\0\0cd");
  expect(thrown(() => bzero(memory, 5))).toMatch(/^RangeError: /);
});

it("bcopy copies from its first to its second, which may overlap", () => {
  const memory = Buffer.from("abcdef");
  bcopy(memory, memory.subarray(1), 5);
  expect(memory.toString()).toBe("aabcde");
  bcopy("xy", memory, 2);
  expect(memory.toString()).toBe("xybcde");
  expect(thrown(() => bcopy("xy", memory, 4))).toMatch(/^RangeError: /);
});

it("bcmp is 0 for the same bytes", () => {
  expect(bcmp("abc", Buffer.from("abd"), 2)).toBe(0);
  expect(bcmp("abc", Buffer.from("abd"), 3)).not.toBe(0);
});

it.each<[number, () => number]>([
  [0, () => strcasecmp("Hello", "hELLO")],
  [0, () => strcasecmp("", Buffer.alloc(0))],
  [-1, () => strcasecmp("Hello", "help")],
  [1, () => strcasecmp("b", "A")],
  [-1, () => strcasecmp("Ab", "aBc")],
  // Only ASCII has cases.
  [-1, () => strcasecmp("É", "é")],
  [0, () => strncasecmp("Hello", "hELP", 3)],
  [-1, () => strncasecmp("Hello", "hELP", 4)],
  [0, () => strncasecmp("a", "b", 0)],
  [0, () => strncasecmp("A\0x", "a\0y", 100)],
])("strcasecmp and strncasecmp give %i: %s", (sign, call) => {
  expect(Math.sign(call())).toBe(sign);
});

it("ffs finds the lowest bit that is set", () => {
  expect([0, 1, 2, 12, -1, 2 ** 31, -(2 ** 31), 2 ** 32 - 2].map(ffs)).toEqual([0, 1, 2, 3, 1, 32, 32, 2]);
});

it("index and rindex are strchr and strrchr", () => {
  const memory = Buffer.from("a/b/c\0/");
  expect(index(memory, "/")!.toString()).toBe("/b/c\0/");
  expect(rindex(memory, "/")!.toString()).toBe("/c\0/");
  expect([index("a/b/c", "/"), rindex("a/b/c", 47), index("abc", "/"), rindex("abc", "/")]).toEqual([
    ...["/b/c", "/c", null, null],
  ]);
});
