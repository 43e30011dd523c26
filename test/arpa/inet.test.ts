import {
  in_addr,
  INET6_ADDRSTRLEN,
  INET_ADDRSTRLEN,
  inet_addr,
  inet_aton,
  inet_lnaof,
  inet_makeaddr,
  inet_netof,
  inet_network,
  inet_ntoa,
  inet_ntop,
  inet_pton,
  ntohl,
} from "berkeley/arpa/inet";
import { EAFNOSUPPORT, ENOSPC, errno, set_errno } from "berkeley/errno";
import { bytes } from "berkeley/memory";
import { htonl, in6_addr, INADDR_NONE } from "berkeley/netinet/in";
import { AF_INET, AF_INET6, AF_UNIX } from "berkeley/sys/socket";

import { failing } from "../support/errors.ts";
import { hasCompiler, runC } from "../support/children.ts";
import { thrown } from "../support/thrown.ts";

const address = (host: number): in_addr => new in_addr({ s_addr: htonl(host) });

describe("inet_pton and inet_ntop", () => {
  it.each([
    [AF_INET, "0.0.0.0", "00000000"],
    [AF_INET, "127.0.0.1", "7f000001"],
    [AF_INET, "255.255.255.255", "ffffffff"],
    [AF_INET6, "::", "00000000000000000000000000000000"],
    [AF_INET6, "::1", "00000000000000000000000000000001"],
    [AF_INET6, "2001:db8::8:800:200c:417a", "20010db80000000000080800200c417a"],
    [AF_INET6, "::ffff:1.2.3.4", "00000000000000000000ffff01020304"],
  ])("%i: %s", (family, text, hex) => {
    const value = family === AF_INET ? new in_addr() : new in6_addr();
    expect(inet_pton(family, text, value)).toBe(1);
    expect(bytes(value).toString("hex")).toBe(hex);
    const memory = Buffer.alloc(INET6_ADDRSTRLEN, 0xee);
    expect(inet_ntop(family, value, memory, memory.length)).toBe(text);
    expect(memory.toString("latin1", 0, text.length + 1)).toBe(`${text}\0`);
    expect(inet_ntop(family, value, null, INET6_ADDRSTRLEN)).toBe(text);
  });

  it.each([
    [AF_INET, ""],
    [AF_INET, "1.2.3"],
    [AF_INET, "1.2.3.4.5"],
    [AF_INET, "1.2.3.256"],
    [AF_INET, "0x7f.0.0.1"],
    [AF_INET, "::1"],
    [AF_INET, " 1.2.3.4"],
    [AF_INET6, "1.2.3.4"],
    [AF_INET6, ":::"],
    [AF_INET6, "12345::"],
    [AF_INET6, "fe80::1%lo"],
  ])("%i: '%s' is no address, and nothing is written", (family, text) => {
    const memory = Buffer.alloc(16, 0xee);
    set_errno(0);
    expect([inet_pton(family, text, memory), errno]).toEqual([0, 0]);
    expect(memory).toEqual(Buffer.alloc(16, 0xee));
  });

  it("answer EAFNOSUPPORT for another family", () => {
    expect(failing(() => inet_pton(AF_UNIX, "1.2.3.4", Buffer.alloc(0)))).toBe("EAFNOSUPPORT");
    set_errno(0);
    expect([inet_ntop(AF_UNIX, Buffer.alloc(0), null, 100), errno]).toEqual([null, EAFNOSUPPORT]);
  });

  it("answer ENOSPC where the text does not fit, and leave the memory", () => {
    for (const size of [0, 1, 9]) {
      const memory = Buffer.alloc(20, 0xee);
      set_errno(0);
      expect([inet_ntop(AF_INET, address(0x7f000001), memory, size), errno]).toEqual([null, ENOSPC]);
      expect(memory).toEqual(Buffer.alloc(20, 0xee));
    }
    const memory = Buffer.alloc(20, 0xee);
    expect(inet_ntop(AF_INET, address(0x7f000001), memory, 10)).toBe("127.0.0.1");
    expect(memory.subarray(10)).toEqual(Buffer.alloc(10, 0xee));
  });

  it("refuse memory that is shorter than the address", () => {
    expect(thrown(() => inet_ntop(AF_INET, Buffer.alloc(3), null, 100))).toMatch(/^RangeError: inet_ntop: /);
    expect(thrown(() => inet_ntop(AF_INET6, new in_addr(), null, 100))).toMatch(/^RangeError: inet_ntop: /);
    expect(thrown(() => inet_pton(AF_INET, "1.2.3.4", Buffer.alloc(3)))).toMatch(/^RangeError: inet_pton: dst/);
    expect(thrown(() => inet_pton(AF_INET6, "::", new in_addr()))).toMatch(/^RangeError: inet_pton: dst/);
  });

  it("take text from memory, up to its NUL or its end", () => {
    const value = new in_addr();
    expect(inet_pton(AF_INET, Buffer.from("1.2.3.4\0garbage"), value)).toBe(1);
    expect(inet_pton(AF_INET, Buffer.from("4.3.2.1"), value)).toBe(1);
    expect(ntohl(value.s_addr)).toBe(0x04030201);
  });
});

const numbers = [
  "1.2.3.4",
  "1.2.3",
  "1.2",
  "1",
  "0x7f.1",
  "017.1",
  "4294967295",
  "1.2.3.4 x",
  " 1",
  "",
  "x",
  "256.1",
  "1.2.3.4x",
  "1.2.3.4.5",
];

describe("inet_aton and inet_addr", () => {
  it.each([
    ["1.2.3.4", 0x01020304],
    ["1.2.3", 0x01020003],
    ["1.2", 0x01000002],
    ["1", 0x00000001],
    ["0x7f.1", 0x7f000001],
    ["017.1", 0x0f000001],
    ["1.2.3.4 x", 0x01020304],
  ])("read %s", (text, host) => {
    const value = new in_addr();
    expect(inet_aton(text, value)).toBe(1);
    expect(ntohl(value.s_addr)).toBe(host);
    expect(inet_aton(text, null)).toBe(1);
    expect(ntohl(inet_addr(text))).toBe(host);
  });

  it.each(["", "x", "256.1", "1.2.3.4x", "1.2.3.4.5"])("do not read '%s'", (text) => {
    const value = new in_addr({ s_addr: htonl(7) });
    expect(inet_aton(text, value)).toBe(0);
    expect(ntohl(value.s_addr)).toBe(7);
    expect(inet_addr(text)).toBe(INADDR_NONE);
  });
});

it("inet_ntoa writes numbers and dots", () => {
  expect(inet_ntoa(address(0x01020304))).toBe("1.2.3.4");
  expect(inet_ntoa(address(0xffffffff))).toHaveLength(INET_ADDRSTRLEN - 1);
});

(hasCompiler ? it : it.skip)(
  "the functions of networks and hosts answer as in C (skipped without a C compiler)",
  () => {
    const hosts = [0x7f000001, 0x01020304, 0x80010203, 0xbfffffff, 0xc0a80102, 0xe0000001, 0xffffffff, 0];
    const pairs = hosts.flatMap((net) =>
      [0, 1, 127, 255, 65535, 65536, 2 ** 24 - 1, 2 ** 24].map((host) => [host, net]),
    );
    const output = runC(`
    #include <arpa/inet.h>
    #include <stdio.h>
    static struct in_addr of(unsigned host) { return (struct in_addr){htonl(host)}; }
    int main(void) {
      ${hosts.map((host) => `printf("%u %u\\n", inet_lnaof(of(${host}u)), inet_netof(of(${host}u)));`).join("\n")}
      ${pairs.map(([net, host]) => `printf("%u\\n", ntohl(inet_makeaddr(${net}u, ${host}u).s_addr));`).join("\n")}
      ${numbers.map((text) => `printf("%u %u\\n", inet_network("${text}"), inet_addr("${text}"));`).join("\n")}
    }`);
    expect([
      ...hosts.map((host) => `${inet_lnaof(address(host))} ${inet_netof(address(host))}`),
      ...pairs.map(([net, host]) => `${ntohl(inet_makeaddr(net, host).s_addr)}`),
      ...numbers.map((text) => `${inet_network(text)} ${inet_addr(text)}`),
    ]).toEqual(output.trimEnd().split("\n"));
  },
);
