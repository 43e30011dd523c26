import { inspect } from "node:util";

import { f_owner_ex, flock } from "berkeley/fcntl";
import { scm_timestamping } from "berkeley/linux/errqueue";
import {
  array,
  bytes,
  cast,
  double,
  int,
  int64_t,
  long,
  size_t,
  sizeof,
  ssize_t,
  uint16_t,
  uint64_t,
  uint8_t,
} from "berkeley/memory";
import {
  htonl,
  htons,
  in6_addr,
  in6addr_loopback,
  in_addr,
  ip_mreq,
  ip_msfilter,
  IP_MSFILTER_SIZE,
  sockaddr_in,
  sockaddr_in6,
} from "berkeley/netinet/in";
import { tcp_info } from "berkeley/netinet/tcp";
import { AF_INET, linger, sockaddr_storage } from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { sockaddr_un } from "berkeley/sys/un";
import { timespec } from "berkeley/time";

import { thrown } from "../support/thrown.ts";

describe("a struct", () => {
  it("is zero when it is new", () => {
    expect(bytes(new sockaddr_in6()).every((byte) => byte === 0)).toBe(true);
  });

  it("takes an initialiser, nested ones too", () => {
    const address = new sockaddr_in({ sin_family: AF_INET, sin_port: htons(80), sin_addr: { s_addr: htonl(1) } });
    expect(bytes(address).toString("hex")).toMatch(/^....0050000000010{16}$/);
    expect(new sockaddr_in({ sin_addr: new in_addr({ s_addr: htonl(7) }) }).sin_addr.s_addr).toBe(htonl(7));
  });

  it("is copied by `new` and by assignment of a field", () => {
    const original = new sockaddr_in({ sin_port: htons(80) });
    const copy = new sockaddr_in(original);
    original.sin_port = htons(81);
    expect(copy.sin_port).toBe(htons(80));
    const request = new ip_mreq();
    const group = new in_addr({ s_addr: htonl(5) });
    request.imr_multiaddr = group;
    group.s_addr = htonl(6);
    expect(request.imr_multiaddr.s_addr).toBe(htonl(5));
  });

  it("has nested structs over its own bytes", () => {
    const address = new sockaddr_in();
    const nested = address.sin_addr;
    nested.s_addr = htonl(0x01020304);
    expect(bytes(address).subarray(4, 8)).toEqual(Buffer.from([1, 2, 3, 4]));
    expect(address.sin_addr).toBe(nested);
  });

  it("has arrays of structs over its own bytes", () => {
    const stamps = new scm_timestamping({ ts: [{ tv_sec: 1 }, new timespec({ tv_nsec: 2 })] });
    expect([...stamps.ts].map(({ tv_sec, tv_nsec }) => [tv_sec, tv_nsec])).toEqual([
      [1, 0],
      [0, 2],
      [0, 0],
    ]);
    expect(stamps.ts).toBe(stamps.ts);
    expect(bytes(stamps.ts)).toEqual(bytes(stamps));
    stamps.ts[2].tv_sec = 3;
    expect(bytes(stamps).readUInt8(2 * sizeof(timespec))).toBe(3);
    // As in C, what an initialiser leaves is zero.
    stamps.ts = [stamps.ts[2], { tv_nsec: 4 }];
    expect([...stamps.ts].map(({ tv_sec, tv_nsec }) => [tv_sec, tv_nsec])).toEqual([
      [3, 0],
      [0, 4],
      [0, 0],
    ]);
    expect(thrown(() => (stamps.ts = array(timespec, 4)))).toBe(
      "RangeError: scm_timestamping: 64 bytes do not fit into 48",
    );
    expect(thrown(() => (stamps.ts = [new linger() as never]))).toMatch(/^TypeError: timespec: expected /);
  });

  it("has arrays that go on to the end of the memory", () => {
    const memory = Buffer.alloc(IP_MSFILTER_SIZE(3) + 3);
    const filter = cast(ip_msfilter, memory);
    expect([sizeof(filter), filter.imsf_slist.length]).toEqual([sizeof(memory), 3]);
    filter.imsf_slist[2].s_addr = htonl(0x01020304);
    expect(memory.subarray(IP_MSFILTER_SIZE(2)).toString("hex")).toBe("01020304000000");
    filter.imsf_slist = [{ s_addr: htonl(5) }];
    expect([...filter.imsf_slist].map(({ s_addr }) => s_addr)).toEqual([htonl(5), 0, 0]);
    expect(new ip_msfilter().imsf_slist.length).toBe(1);
    expect([sizeof(ip_msfilter), IP_MSFILTER_SIZE(1), IP_MSFILTER_SIZE(0)]).toEqual([20, 20, 16]);
    const smaller = new ip_msfilter(filter);
    expect(bytes(smaller)).toEqual(memory.subarray(0, 20));
  });

  it("takes no other struct for a field or a copy", () => {
    const address = new sockaddr_in();
    expect(thrown(() => (address.sin_addr = new in6_addr() as never))).toMatch(/^TypeError: in_addr: expected /);
    expect(thrown(() => new sockaddr_in(new linger() as never))).toMatch(/^TypeError: sockaddr_in: expected /);
  });

  it("takes nothing but a bigint for 64 bits that are any", () => {
    const number = new uint64_t(1n);
    for (const value of ["2", "two", true, [3], { valueOf: () => 4n }]) {
      expect(thrown(() => (number.value = value as never))).toBe(
        `TypeError: uint64_t: expected a bigint, got ${typeof value}`,
      );
    }
    expect(number.value).toBe(1n);
  });

  it("has numbers of C's sizes", () => {
    const small = new uint16_t(65535);
    small.value++;
    expect(small.value).toBe(0);
    expect(new uint8_t(-1).value).toBe(255);
    expect(new int(2 ** 31).value).toBe(-(2 ** 31));
  });

  it("of one number takes it as it is", () => {
    expect([new int(-1).value, new uint8_t(300).value, new long(2 ** 40).value, new int().value]).toEqual([
      -1,
      44,
      2 ** 40,
      0,
    ]);
    expect(new int(new int(7)).value).toBe(7);
    expect([new ssize_t(-1).value, new double(0.1).value, new uint64_t(2n ** 64n - 1n).value]).toEqual([
      -1,
      0.1,
      2n ** 64n - 1n,
    ]);
    expect(bytes(new double(-2)).toString("hex")).toBe("00000000000000c0");
    expect(thrown(() => new long(2 ** 53))).toMatch(/^RangeError: long: /);
  });

  it("has 64 bits as numbers, up to 2^53", () => {
    const largest = Number.MAX_SAFE_INTEGER;
    expect(new timeval({ tv_sec: largest }).tv_sec).toBe(largest);
    expect(new flock({ l_start: -largest }).l_start).toBe(-largest);
    for (const bad of [2 ** 53, 1.5, NaN, Infinity, "1", 1n]) {
      expect(thrown(() => new timeval({ tv_sec: bad as never }))).toMatch(/^RangeError: timeval: /);
    }
    for (const [type, hex] of [
      [int64_t, "ffffffffffffff7f"],
      [long, "0000000000002000"],
      [size_t, "ffffffffffffffff"],
    ] as const) {
      const value = new (type as typeof int64_t)();
      bytes(value).set(Buffer.from(hex, "hex"));
      expect(thrown(() => value.value)).toMatch(/^RangeError: .* is no integer that a number and the field can hold$/);
    }
  });

  it("of unsigned numbers takes no negative one that it could not give back", () => {
    const size = new size_t();
    expect(thrown(() => (size.value = -1))).toMatch(/^RangeError: size_t: /);
    expect(size.value).toBe(0);
  });

  it("has arrays of bytes, which strings and bytes fill, the rest with zeros", () => {
    const address = new sockaddr_un({ sun_path: "/long/path" });
    address.sun_path = "/x";
    expect(address.sun_path.toString("latin1", 0, 12)).toBe("/x" + "\0".repeat(10));
    address.sun_path = Buffer.from([1, 2]);
    expect([...address.sun_path.subarray(0, 3)]).toEqual([1, 2, 0]);
    address.sun_path.write("written");
    expect(bytes(address).toString("latin1", 2, 9)).toBe("written");
    expect(thrown(() => (address.sun_path = "x".repeat(109)))).toMatch(/^RangeError: sockaddr_un: 109 bytes .* 108$/);
    expect(new in6_addr({ s6_addr: in6addr_loopback.s6_addr }).s6_addr[15]).toBe(1);
  });

  it("has bit fields beside each other", () => {
    const info = new tcp_info({ tcpi_snd_wscale: 5, tcpi_rcv_wscale: 10 });
    expect([info.tcpi_snd_wscale, info.tcpi_rcv_wscale]).toEqual([5, 10]);
    info.tcpi_snd_wscale = 0x1f;
    expect([info.tcpi_snd_wscale, info.tcpi_rcv_wscale]).toEqual([15, 10]);
    expect(bytes(info).filter((byte) => byte !== 0)).toHaveLength(1);
  });

  it("is shown with its fields", () => {
    expect(inspect(new linger({ l_onoff: 1, l_linger: 2 }))).toBe("linger { l_onoff: 1, l_linger: 2 }");
    expect(inspect(new ip_mreq(), { breakLength: Infinity })).toBe(
      "ip_mreq { imr_multiaddr: in_addr { s_addr: 0 }, imr_interface: in_addr { s_addr: 0 } }",
    );
  });

  it("has C's name and size", () => {
    expect([sockaddr_storage.name, sockaddr_storage.size, f_owner_ex.size]).toEqual(["sockaddr_storage", 128, 8]);
    expect(sizeof(new sockaddr_storage())).toBe(128);
  });

  it("lies over shared memory as over other", () => {
    const memory = new SharedArrayBuffer(16);
    const [a, b] = [cast(sockaddr_in, new Uint8Array(memory)), cast(sockaddr_in, new Uint8Array(memory))];
    a.sin_port = htons(80);
    expect(b.sin_port).toBe(htons(80));
  });

  it("is lost with its memory", () => {
    const memory = new ArrayBuffer(16);
    const address = cast(sockaddr_in, new Uint8Array(memory));
    structuredClone(memory, { transfer: [memory] });
    expect(thrown(() => address.sin_port)).toMatch(/^TypeError/);
    expect(thrown(() => (address.sin_family = 1))).toMatch(/^TypeError/);
    expect(thrown(() => address.sin_addr.s_addr)).toMatch(/^TypeError/);
  });
});
