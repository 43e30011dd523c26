import { array, bytes, cast, int, type Memory, ptr, sizeof } from "berkeley/memory";
import { htons, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import { sockaddr, sockaddr_storage, socklen_t } from "berkeley/sys/socket";

import { thrown } from "../support/thrown.ts";

describe("sizeof", () => {
  it.each<[string, number, Parameters<typeof sizeof>[0]]>([
    ["a struct", 16, new sockaddr_in()],
    ["its class", 16, sockaddr_in],
    ["a scalar", 4, new int()],
    ["a Buffer", 10, Buffer.alloc(10)],
    ["a TypedArray, in bytes", 16, new Float64Array(2)],
    ["a DataView", 3, new DataView(new ArrayBuffer(8), 5)],
    ["an array of structs", 48, array(sockaddr_in, 3)],
    ["an array of ints", 8, array(int, 2)],
    ["a string with its NUL", 6, "Hello"],
    ["a string in UTF-8", 7, "naïve"],
    ["an empty string", 1, ""],
    ["a pointer", 8, ptr],
  ])("of %s is %i", (_name, size, value) => {
    expect(sizeof(value)).toBe(size);
  });

  it.each([undefined, null, 1, {}, [], () => 0, new ArrayBuffer(4)])("has none of %p", (value) => {
    expect(thrown(() => sizeof(value as never))).toMatch(
      /^TypeError: sizeof: value: expected memory, a struct, its class or a string, got /,
    );
  });
});

describe("cast", () => {
  it("is another view of the same bytes", () => {
    const storage = new sockaddr_storage();
    const address = cast(sockaddr_in, storage);
    address.sin_family = 2;
    address.sin_port = htons(0x1234);
    expect(storage.ss_family).toBe(2);
    expect(cast(sockaddr, address).sa_data.readUInt16BE()).toBe(0x1234);
  });

  it("lies over Buffers, at any offset", () => {
    const memory = Buffer.alloc(32);
    const address = cast(sockaddr_in, memory.subarray(3));
    address.sin_port = htons(0x1234);
    expect(memory.readUInt16BE(5)).toBe(0x1234);
    expect(bytes(address).byteOffset).toBe(memory.byteOffset + 3);
  });

  it("wants as many bytes as the struct has", () => {
    expect(thrown(() => cast(sockaddr_in6, new sockaddr_in()))).toBe(
      "RangeError: cast: memory: a sockaddr_in6 has 28 bytes, but there are 16",
    );
    expect(thrown(() => cast(sockaddr_in, Buffer.alloc(0)))).toMatch(/^RangeError: cast: memory/);
  });

  it("wants the class of a struct", () => {
    for (const type of [undefined, null, "int", {}, Object, Buffer, new int()]) {
      expect(thrown(() => cast(type as never, Buffer.alloc(16)))).toMatch(
        /^TypeError: cast: type: expected a struct's class, got /,
      );
    }
  });

  it("wants memory", () => {
    for (const value of [null, undefined, "text", {}, new ArrayBuffer(16), new Proxy(Buffer.alloc(16), {})]) {
      expect(thrown(() => cast(sockaddr_in, value as Memory))).toMatch(/^TypeError: cast: memory: expected a Buffer/);
    }
  });
});

describe("bytes", () => {
  it("are the same memory", () => {
    const value = new socklen_t(16);
    bytes(value)[0] = 7;
    expect(value.value).toBe(7);
    const wide = new Uint16Array([0x0102, 0x0304]);
    expect(bytes(wide.subarray(1))).toHaveLength(2);
  });
});
