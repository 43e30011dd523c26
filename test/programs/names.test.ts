/** The examples of names and numbers, against their twins in C; those that look up names are in lookups.test.ts. */

import { endianness } from "node:os";

import { both, languageNames, listening, program, run, testUsage } from "../support/pairs.ts";
import type { Ended } from "../support/processes.ts";

const well = (stdout: string): Ended => ({ status: 0, stdout, stderr: "" });

describe("byte-order", () => {
  it("shows numbers byte by byte", async () => {
    const { status, stdout, stderr } = await both("byte-order", "0x12345678");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`this machine is ${endianness() === "LE" ? "little" : "big"}-endian\n`);
    expect(stdout).toMatch(/^ {2}after htonl +12 34 56 78$/m);
    expect(stdout).toMatch(/^ {2}after htons +56 78$/m);
    expect(stdout).toMatch(/^ {2}the whole +(02 00|00 02) 56 78 7f 00 00 01( 00){8}$/m);
  });

  it.each(["0", "1", "65535", "65536", "0xffffffff", "0x80000000", "077", "no number"])("knows %s", async (number) => {
    expect(await both("byte-order", number)).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("address-class", () => {
  it.each([
    ["127.0.0.1", "IPv4, class A, loopback\n  network 127.0.0.0, host 1\n"],
    ["10.1.2.3", "IPv4, class A, private\n  network 10.0.0.0, host 66051\n"],
    ["129.128.243.70", "IPv4, class B, public\n  network 129.128.0.0, host 62278\n"],
    ["172.16.0.1", "IPv4, class B, private\n  network 172.16.0.0, host 1\n"],
    ["172.32.0.1", "IPv4, class B, public\n  network 172.32.0.0, host 1\n"],
    ["169.254.1.1", "IPv4, class B, link-local\n  network 169.254.0.0, host 257\n"],
    ["192.168.1.10", "IPv4, class C, private\n  network 192.168.1.0, host 10\n"],
    ["224.0.0.1", "IPv4, class D, multicast\n"],
    ["240.0.0.1", "IPv4, class E, reserved\n"],
    ["255.255.255.255", "IPv4, class E, broadcast to this network\n"],
    ["0.0.0.0", "IPv4, class A, any address of this machine\n  network 0.0.0.0, host 0\n"],
    ["::", "IPv6, any address of this machine\n"],
    ["::1", "IPv6, loopback\n"],
    ["fe80::1", "IPv6, link-local\n"],
    ["fd00::1", "IPv6, private\n"],
    ["ff02::1", "IPv6, multicast\n"],
    ["::ffff:10.0.0.1", "IPv6, an IPv4 address\n"],
    ["2001:db8::1", "IPv6, public\n"],
  ])("tells what %s is", async (address, told) => {
    expect(await both("address-class", address)).toEqual(well(`${address}: ${told}`));
  });

  it("goes on after what is none", async () => {
    const { status, stdout, stderr } = await both("address-class", "256.1.1.1", "localhost", "::1");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "::1: IPv6, loopback\n" });
    expect(stderr).toBe("256.1.1.1: not a numeric address\nlocalhost: not a numeric address\n");
  });
});

describe.each(languageNames)("ports in %s", (language) => {
  it("tells what they are, and chooses one", async () => {
    const [, taken] = await listening(program("C", "sixteen-server", "0"));
    const { status, stdout, stderr } = await run(program(language, "ports", "1023", "1024", "49151", "49152", taken));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^1023: well known, /);
    expect(lines[1]).toMatch(/^1024: registered, /);
    expect(lines[2]).toMatch(/^49151: registered, /);
    expect(lines[3]).toMatch(/^49152: ephemeral, /);
    expect(lines[4]).toMatch(new RegExp(`^${taken}: (registered|ephemeral), .*, Address already in use$`));
    expect(lines[5]).toMatch(/^the kernel chooses from \d+ to \d+$/);
    expect(lines[6]).toMatch(/^now it has chosen \d+$/);
  });
});

it("interfaces are the same in three ways", async () => {
  for (const way of ["index", "ioctl", "ifaddrs"]) {
    expect(await both("interfaces", way)).toMatchObject({ status: 0, stderr: "" });
  }
});

it("a port has 16 bits", async () => {
  expect(await both("ports", "65536")).toEqual({ status: 1, stdout: "", stderr: "65536: not a port\n" });
});

testUsage(
  ["services"],
  ["byte-order"],
  ["byte-order", "1", "2"],
  ["byte-order", "4294967296"],
  ["byte-order", "-1"],
  ["address-class"],
  ["ports"],
  ["interfaces", "all"],
);
