import { array, bytes, int, int64_t, resize, uint16_t } from "berkeley/memory";
import { htons, sockaddr_in } from "berkeley/netinet/in";
import { AF_UNIX, SOCK_STREAM, socketpair } from "berkeley/sys/socket";
import { memset } from "berkeley/string";
import { read, write } from "berkeley/unistd";

import { openedPair, openedPipe } from "../support/descriptors.ts";
import { thrown } from "../support/thrown.ts";

describe("array", () => {
  it("of numbers is a TypedArray", () => {
    const numbers = array(int, 3);
    expect([numbers.constructor.name, numbers.length, [...numbers]]).toEqual(["Int32Array", 3, [0, 0, 0]]);
    expect(array(uint16_t, 2).constructor.name).toBe("Uint16Array");
    expect(openedPair((fds) => socketpair(AF_UNIX, SOCK_STREAM, 0, fds))).toHaveLength(2);
  });

  it("of structs has an index, a length and an iterator", () => {
    const addresses = array(sockaddr_in, 3);
    addresses[1].sin_port = htons(80);
    expect(addresses.length).toBe(3);
    expect([...addresses].map(({ sin_port }) => sin_port)).toEqual([0, htons(80), 0]);
    expect(addresses[3]).toBeUndefined();
    expect(addresses[1]).toBe(addresses[1]);
  });

  it("of structs is contiguous memory, which calls take", () => {
    const addresses = array(sockaddr_in, 2);
    addresses[1].sin_family = 7;
    expect(bytes(addresses).readUInt16LE(16)).toBe(7);
    const [reading, writing] = openedPipe();
    const copy = array(sockaddr_in, 2);
    expect(write(writing, addresses, 32)).toBe(32);
    expect(read(reading, copy, 32)).toBe(32);
    expect(copy[1].sin_family).toBe(7);
    memset(addresses, 0, 32);
    expect(addresses[1].sin_family).toBe(0);
  });

  it("of 64 bits has numbers by value", () => {
    const numbers = array(int64_t, 2);
    numbers[1].value = 2 ** 40;
    expect(bytes(numbers).readBigInt64LE(8)).toBe(2n ** 40n);
  });

  it("may be empty", () => {
    expect([array(int, 0).length, array(sockaddr_in, 0).length]).toEqual([0, 0]);
  });

  it.each([-1, 1.5, NaN, Infinity, 2 ** 53])("has no length of %p", (length) => {
    expect(thrown(() => array(int, length))).toMatch(/^RangeError: array: length: /);
    expect(thrown(() => array(sockaddr_in, length))).toMatch(/^RangeError: array: length: /);
  });

  it.each(["2", null, undefined])("has no length of %p", (length) => {
    expect(thrown(() => array(int, length as never))).toMatch(/^TypeError: array: length: expected an integer/);
  });

  it("of more than there is memory is a RangeError", () => {
    expect(thrown(() => array(int, 2 ** 52))).toMatch(/^RangeError/);
    expect(thrown(() => array(sockaddr_in, 2 ** 52))).toMatch(/^RangeError/);
  });
});

describe("resize", () => {
  it("keeps what fits, and makes the rest zero", () => {
    const numbers = array(int, 2);
    numbers.set([1, 2]);
    expect([...resize(numbers, 4)]).toEqual([1, 2, 0, 0]);
    expect([...resize(numbers, 1)]).toEqual([1]);
    const addresses = array(sockaddr_in, 1);
    addresses[0].sin_family = 7;
    const more = resize(addresses, 3);
    expect([more.length, ...[...more].map(({ sin_family }) => sin_family)]).toEqual([3, 7, 0, 0]);
    // The old one is as it was.
    more[0].sin_family = 8;
    expect(addresses[0].sin_family).toBe(7);
  });

  it("refuses a length that is none", () => {
    expect(thrown(() => resize(array(int, 2), -1))).toMatch(/^RangeError/);
    expect(thrown(() => resize(array(sockaddr_in, 2), 1.5))).toMatch(/^RangeError/);
  });
});
