import { spawnSync, type SpawnSyncReturns } from "node:child_process";

import { bytes, cast, int, type Memory, sizeof } from "berkeley/memory";
import * as netinet from "berkeley/netinet/in";
import {
  group_filter,
  GROUP_FILTER_SIZE,
  group_req,
  group_source_req,
  htonl,
  htons,
  IN6_ARE_ADDR_EQUAL,
  in6_addr,
  IN6_IS_ADDR_LINKLOCAL,
  IN6_IS_ADDR_LOOPBACK,
  IN6_IS_ADDR_MULTICAST,
  IN6_IS_ADDR_SITELOCAL,
  IN6_IS_ADDR_UNSPECIFIED,
  IN6_IS_ADDR_V4COMPAT,
  IN6_IS_ADDR_V4MAPPED,
  in6addr_any,
  IN6ADDR_ANY_INIT,
  in6addr_loopback,
  IN6ADDR_LOOPBACK_INIT,
  in_addr,
  IN_CLASSA,
  IN_CLASSB,
  IN_CLASSC,
  IN_CLASSD,
  IN_MULTICAST,
  INADDR_BROADCAST,
  INADDR_LOOPBACK,
  ip_mreq,
  ip_mreq_source,
  ip_mreqn,
  ip_msfilter,
  IP_MSFILTER_SIZE,
  IPPROTO_ICMP,
  IPPROTO_IP,
  IPPROTO_IPV6,
  ipv6_mreq,
  ntohl,
  ntohs,
  sockaddr_in,
  sockaddr_in6,
} from "berkeley/netinet/in";
import { inet_ntoa, inet_pton } from "berkeley/arpa/inet";
import {
  AF_INET,
  AF_INET6,
  getsockopt,
  recv,
  sendto,
  setsockopt,
  sockaddr_storage,
  SOCK_DGRAM,
  SOCK_RAW,
  socklen_t,
} from "berkeley/sys/socket";

import { ok } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { boundSocket, ipv4, loopback, openedSocket, udp } from "../support/network.ts";
import { root } from "../support/root.ts";
import { isRoot } from "../support/children.ts";
import { thrown } from "../support/thrown.ts";

describe("byte order", () => {
  it("turns the bytes round on a little-endian machine", () => {
    expect(bytes(new sockaddr_in({ sin_port: htons(0x1234) })).readUInt16BE(2)).toBe(0x1234);
    expect(bytes(new in_addr({ s_addr: htonl(0x12345678) })).readUInt32BE(0)).toBe(0x12345678);
  });

  it.each([0, 1, 80, 255, 256, 0x8000, 0xffff])("16 bits there and back: %i", (value) => {
    expect(ntohs(htons(value))).toBe(value);
  });

  it.each([0, 1, 255, 0x7f000001, 0x7fffffff, 0x80000000, 0xffffffff])("32 bits there and back: %i", (value) => {
    expect(ntohl(htonl(value))).toBe(value);
  });

  it("loses further bits, as C does", () => {
    expect(htons(0x11234)).toBe(htons(0x1234));
    expect(htons(-1)).toBe(0xffff);
    expect(htonl(-1)).toBe(0xffffffff);
    expect(htonl(2 ** 32 + 1)).toBe(htonl(1));
  });

  it("does not matter to the constants that are typed so", () => {
    expect(htonl(INADDR_BROADCAST)).toBe(INADDR_BROADCAST);
    expect(htonl(netinet.INADDR_ANY)).toBe(netinet.INADDR_ANY);
    expect(htonl(netinet.INADDR_NONE)).toBe(netinet.INADDR_NONE);
    expect(INADDR_LOOPBACK).toBe(0x7f000001);
  });
});

describe("classes of IPv4 addresses", () => {
  it.each([
    ["0.0.0.1", "A"],
    ["127.255.255.255", "A"],
    ["128.0.0.0", "B"],
    ["191.255.255.255", "B"],
    ["192.0.0.0", "C"],
    ["223.255.255.255", "C"],
    ["224.0.0.0", "D"],
    ["239.255.255.255", "D"],
    ["240.0.0.0", ""],
  ])("%s is in class %s", (text, name) => {
    const address = ntohl(ipv4(text).sin_addr.s_addr);
    const isIn = { A: IN_CLASSA, B: IN_CLASSB, C: IN_CLASSC, D: IN_CLASSD };
    const found = Object.entries(isIn).filter(([, test]) => test(address));
    expect(found.map(([letter]) => letter).join()).toBe(name);
    expect(IN_MULTICAST(address)).toBe(name === "D");
  });
});

describe("kinds of IPv6 addresses", () => {
  const tests = {
    unspecified: IN6_IS_ADDR_UNSPECIFIED,
    loopback: IN6_IS_ADDR_LOOPBACK,
    multicast: IN6_IS_ADDR_MULTICAST,
    linkLocal: IN6_IS_ADDR_LINKLOCAL,
    siteLocal: IN6_IS_ADDR_SITELOCAL,
    mapped: IN6_IS_ADDR_V4MAPPED,
    compatible: IN6_IS_ADDR_V4COMPAT,
  };

  it.each([
    ["::", "unspecified"],
    ["::1", "loopback"],
    ["::2", "compatible"],
    ["::1.2.3.4", "compatible"],
    ["::ffff:1.2.3.4", "mapped"],
    ["ff02::1", "multicast"],
    ["fe80::1", "linkLocal"],
    ["febf::1", "linkLocal"],
    ["fec0::1", "siteLocal"],
    ["fd00::1", ""],
    ["2001:db8::1", ""],
    ["1::", ""],
  ])("%s is %s", (text, name) => {
    const address = new in6_addr();
    expect(inet_pton(AF_INET6, text, address)).toBe(1);
    const found = Object.entries(tests).filter(([, test]) => test(address));
    expect(found.map(([kind]) => kind).join()).toBe(name);
  });

  it("knows two addresses that are the same", () => {
    expect(IN6_ARE_ADDR_EQUAL(in6addr_any, new in6_addr())).toBe(true);
    expect(IN6_ARE_ADDR_EQUAL(in6addr_any, in6addr_loopback)).toBe(false);
  });

  it("initialises with the constants", () => {
    expect(IN6_IS_ADDR_UNSPECIFIED(new in6_addr(IN6ADDR_ANY_INIT))).toBe(true);
    expect(IN6_IS_ADDR_LOOPBACK(new in6_addr(IN6ADDR_LOOPBACK_INIT))).toBe(true);
    const address = new sockaddr_in6({ sin6_addr: in6addr_loopback });
    expect(IN6_IS_ADDR_LOOPBACK(address.sin6_addr)).toBe(true);
    // It is a copy.
    address.sin6_addr.s6_addr[0] = 1;
    expect(IN6_IS_ADDR_LOOPBACK(in6addr_loopback)).toBe(true);
  });
});

const group = ipv4("239.1.2.3").sin_addr;
const here = loopback().sin_addr;

describe("multicast groups", () => {
  /** Sends over the loopback interface, from one of the addresses there. */
  function send(to: sockaddr_in, text = "Hello", from = loopback()): void {
    const fd = boundSocket(SOCK_DGRAM, from);
    ok(setsockopt(fd, IPPROTO_IP, netinet.IP_MULTICAST_IF, here, sizeof(here)));
    expect(sendto(fd, text, text.length, 0, to, sizeof(to))).toBe(text.length);
  }

  function receiver(): [number, sockaddr_in] {
    const address = ipv4("239.1.2.3");
    return [boundSocket(SOCK_DGRAM, address), address];
  }

  it.each<[string, (fd: number) => number]>([
    [
      "IP_ADD_MEMBERSHIP, ip_mreq",
      (fd) => {
        const request = new ip_mreq({ imr_multiaddr: group, imr_interface: here });
        return setsockopt(fd, IPPROTO_IP, netinet.IP_ADD_MEMBERSHIP, request, sizeof(request));
      },
    ],
    [
      "IP_ADD_MEMBERSHIP, ip_mreqn",
      (fd) => {
        const request = new ip_mreqn({ imr_multiaddr: group, imr_ifindex: 1 });
        return setsockopt(fd, IPPROTO_IP, netinet.IP_ADD_MEMBERSHIP, request, sizeof(request));
      },
    ],
    [
      "IP_ADD_SOURCE_MEMBERSHIP, ip_mreq_source",
      (fd) => {
        const request = new ip_mreq_source({ imr_multiaddr: group, imr_interface: here, imr_sourceaddr: here });
        return setsockopt(fd, IPPROTO_IP, netinet.IP_ADD_SOURCE_MEMBERSHIP, request, sizeof(request));
      },
    ],
    [
      "MCAST_JOIN_GROUP, group_req",
      (fd) => {
        const request = new group_req({ gr_interface: 1 });
        bytes(request.gr_group).set(bytes(ipv4("239.1.2.3")));
        return setsockopt(fd, IPPROTO_IP, netinet.MCAST_JOIN_GROUP, request, sizeof(request));
      },
    ],
    [
      "MCAST_JOIN_SOURCE_GROUP, group_source_req",
      (fd) => {
        const request = new group_source_req({ gsr_interface: 1 });
        bytes(request.gsr_group).set(bytes(ipv4("239.1.2.3")));
        bytes(request.gsr_source).set(bytes(loopback()));
        return setsockopt(fd, IPPROTO_IP, netinet.MCAST_JOIN_SOURCE_GROUP, request, sizeof(request));
      },
    ],
  ])("are joined with %s", (_name, join) => {
    const [fd, address] = receiver();
    expect(join(fd)).toBe(0);
    expect(failing(() => join(fd))).toMatch(/^(EADDRINUSE|EADDRNOTAVAIL)$/);
    send(address);
    expect(recv(fd, Buffer.alloc(10), 10, 0)).toBe(5);
  });

  const sources = ["127.0.0.1", "127.0.0.2"] as const;
  const [one, two] = sources.map((source) => ipv4(source));

  /** A socket that has datagrams of groups only where it has joined them itself, and its port. */
  function member(): [number, sockaddr_in["sin_port"]] {
    const address = ipv4("0.0.0.0");
    const fd = boundSocket(SOCK_DGRAM, address);
    ok(setsockopt(fd, IPPROTO_IP, netinet.IP_MULTICAST_ALL, new int(0), sizeof(int)));
    return [fd, address.sin_port];
  }

  /** From which of the sources it has what they send to the group. What is sent to itself comes last. */
  function heard(fd: number, port: sockaddr_in["sin_port"]): string[] {
    const [all, itself] = [ipv4("239.1.2.3"), loopback()];
    all.sin_port = itself.sin_port = port;
    for (const source of sources) send(all, source, ipv4(source));
    send(itself, "end");
    const buffer = Buffer.alloc(20);
    const texts = [];
    do texts.push(buffer.toString("latin1", 0, ok(recv(fd, buffer, buffer.length, 0))));
    while (texts[texts.length - 1] !== "end");
    return texts.slice(0, -1);
  }

  function of(address: sockaddr_in): sockaddr_storage {
    const storage = new sockaddr_storage();
    bytes(storage).set(bytes(address));
    return storage;
  }

  const inGroup = { imr_multiaddr: group, imr_interface: here };
  const member_of = new ip_mreq(inGroup);
  const source_one = new ip_mreq_source({ ...inGroup, imr_sourceaddr: one.sin_addr });
  const source_two = new ip_mreq_source({ ...inGroup, imr_sourceaddr: two.sin_addr });
  const interfaceOne = new group_req({ gr_interface: 1, gr_group: of(ipv4("239.1.2.3")) });
  const from = (source: sockaddr_in): group_source_req =>
    new group_source_req({ gsr_interface: 1, gsr_group: of(ipv4("239.1.2.3")), gsr_source: of(source) });

  type Step = [name: string, option: number, request: Memory, heard: readonly string[]];
  const steps: readonly (readonly [string, readonly Step[]])[] = [
    [
      "IP_*",
      [
        ["IP_ADD_MEMBERSHIP", netinet.IP_ADD_MEMBERSHIP, member_of, sources],
        ["IP_BLOCK_SOURCE", netinet.IP_BLOCK_SOURCE, source_one, ["127.0.0.2"]],
        ["IP_UNBLOCK_SOURCE", netinet.IP_UNBLOCK_SOURCE, source_one, sources],
        ["IP_DROP_MEMBERSHIP", netinet.IP_DROP_MEMBERSHIP, member_of, []],
        ["IP_ADD_SOURCE_MEMBERSHIP", netinet.IP_ADD_SOURCE_MEMBERSHIP, source_one, ["127.0.0.1"]],
        ["IP_ADD_SOURCE_MEMBERSHIP", netinet.IP_ADD_SOURCE_MEMBERSHIP, source_two, sources],
        ["IP_DROP_SOURCE_MEMBERSHIP", netinet.IP_DROP_SOURCE_MEMBERSHIP, source_one, ["127.0.0.2"]],
        ["IP_DROP_SOURCE_MEMBERSHIP", netinet.IP_DROP_SOURCE_MEMBERSHIP, source_two, []],
      ],
    ],
    [
      "MCAST_*",
      [
        ["MCAST_JOIN_GROUP", netinet.MCAST_JOIN_GROUP, interfaceOne, sources],
        ["MCAST_BLOCK_SOURCE", netinet.MCAST_BLOCK_SOURCE, from(one), ["127.0.0.2"]],
        ["MCAST_UNBLOCK_SOURCE", netinet.MCAST_UNBLOCK_SOURCE, from(one), sources],
        ["MCAST_LEAVE_GROUP", netinet.MCAST_LEAVE_GROUP, interfaceOne, []],
        ["MCAST_JOIN_SOURCE_GROUP", netinet.MCAST_JOIN_SOURCE_GROUP, from(one), ["127.0.0.1"]],
        ["MCAST_JOIN_SOURCE_GROUP", netinet.MCAST_JOIN_SOURCE_GROUP, from(two), sources],
        ["MCAST_LEAVE_SOURCE_GROUP", netinet.MCAST_LEAVE_SOURCE_GROUP, from(one), ["127.0.0.2"]],
        ["MCAST_LEAVE_SOURCE_GROUP", netinet.MCAST_LEAVE_SOURCE_GROUP, from(two), []],
      ],
    ],
  ];

  it.each(steps)("are joined, heard in part, and left with %s", (_name, list) => {
    const [fd, port] = member();
    expect(heard(fd, port)).toEqual([]);
    const found = list.map(([name, option, request]) => {
      // None is taken for a shorter one.
      expect(failing(() => setsockopt(fd, IPPROTO_IP, option, request, sizeof(request) - 1))).toBe("EINVAL");
      expect(setsockopt(fd, IPPROTO_IP, option, request, sizeof(request))).toBe(0);
      return [name, heard(fd, port)];
    });
    expect(found).toEqual(list.map(([name, , , sources]) => [name, sources]));
  });

  it("that are not joined cannot be left", () => {
    const [fd] = member();
    for (const [, option, request] of steps.flatMap(([, list]) =>
      list.filter(([, , , sources]) => sources.length === 0),
    )) {
      expect(failing(() => setsockopt(fd, IPPROTO_IP, option, request, sizeof(request)))).toMatch(
        /^(EADDRNOTAVAIL|EINVAL)$/,
      );
    }
  });

  describe("have a filter", () => {
    function joined(): [number, sockaddr_in["sin_port"]] {
      const [fd, port] = member();
      ok(setsockopt(fd, IPPROTO_IP, netinet.IP_ADD_MEMBERSHIP, member_of, sizeof(member_of)));
      return [fd, port];
    }

    /** The filters of both kinds: what they say of the group, and where their sources lie. */
    const kinds = [
      {
        name: "IP_MSFILTER",
        option: netinet.IP_MSFILTER as number,
        sizeOf: IP_MSFILTER_SIZE,
        make: (memory: Buffer, mode: number, count: number, ...list: sockaddr_in[]) => {
          const filter = cast(ip_msfilter, memory);
          Object.assign(filter, { imsf_multiaddr: group, imsf_interface: here, imsf_fmode: mode, imsf_numsrc: count });
          filter.imsf_slist = list.map(({ sin_addr }) => sin_addr);
          return filter;
        },
        read: (memory: Buffer) => {
          const { imsf_fmode, imsf_numsrc, imsf_slist } = cast(ip_msfilter, memory);
          return [imsf_fmode, imsf_numsrc, ...[...imsf_slist].map((address) => inet_ntoa(address))];
        },
      },
      {
        name: "MCAST_MSFILTER",
        option: netinet.MCAST_MSFILTER as number,
        sizeOf: GROUP_FILTER_SIZE,
        make: (memory: Buffer, mode: number, count: number, ...list: sockaddr_in[]) => {
          const filter = cast(group_filter, memory);
          Object.assign(filter, { gf_interface: 1, gf_group: of(ipv4("239.1.2.3")), gf_fmode: mode, gf_numsrc: count });
          filter.gf_slist = list.map(of);
          return filter;
        },
        read: (memory: Buffer) => {
          const { gf_fmode, gf_numsrc, gf_slist } = cast(group_filter, memory);
          return [
            gf_fmode,
            gf_numsrc,
            ...[...gf_slist].map((address) => inet_ntoa(cast(sockaddr_in, address).sin_addr)),
          ];
        },
      },
    ];
    const { MCAST_EXCLUDE, MCAST_INCLUDE } = netinet;

    describe.each(kinds)("$name", ({ option, sizeOf, make, read }) => {
      const get = (fd: number, memory: Buffer | null, length: socklen_t | null): number =>
        getsockopt(fd, IPPROTO_IP, option, memory, length);

      it.each([
        ["only one", MCAST_INCLUDE, [one], ["127.0.0.1"]],
        ["both", MCAST_INCLUDE, [one, two], sources],
        ["all but one", MCAST_EXCLUDE, [one], ["127.0.0.2"]],
        ["all but both", MCAST_EXCLUDE, [two, one], []],
        ["all", MCAST_EXCLUDE, [], sources],
      ] as const)("that lets through %s, and is read", (_name, mode, list, expected) => {
        const [fd, port] = joined();
        const filter = make(Buffer.alloc(sizeOf(2)), mode, list.length, ...list);
        expect(setsockopt(fd, IPPROTO_IP, option, filter, sizeOf(list.length))).toBe(0);
        expect(heard(fd, port)).toEqual(expected);

        const memory = Buffer.alloc(sizeOf(3));
        make(memory, 77, 3);
        const length = new socklen_t(sizeof(memory));
        expect(get(fd, memory, length)).toBe(0);
        expect(length.value).toBe(sizeOf(list.length));
        expect(read(memory.subarray(0, Math.max(length.value, sizeOf(1)))).slice(0, 2 + list.length)).toEqual([
          mode,
          list.length,
          ...list.map(({ sin_addr }) => inet_ntoa(sin_addr)),
        ]);
      });

      it("whose sources are read as far as there is room, whatever optlen says", () => {
        const [fd] = joined();
        const filter = make(Buffer.alloc(sizeOf(2)), MCAST_INCLUDE, 2, one, two);
        expect(setsockopt(fd, IPPROTO_IP, option, filter, sizeOf(2))).toBe(0);
        const memory = Buffer.alloc(sizeOf(3));
        make(memory, 0, 1);
        const length = new socklen_t(sizeOf(0));
        expect(get(fd, memory, length)).toBe(0);
        expect(length.value).toBe(sizeOf(1));
        const [mode, count, first, second] = read(memory);
        expect([mode, count, sources.includes(first as never)]).toEqual([MCAST_INCLUDE, 2, true]);
        expect(second).toBe("0.0.0.0"); // It was not written to.
        expect(memory.subarray(sizeOf(1))).toEqual(Buffer.alloc(sizeOf(3) - sizeOf(1)));
      });

      it("whose count is more than its length or memory", () => {
        const [fd] = joined();
        const set = (count: number, size: number): number =>
          setsockopt(fd, IPPROTO_IP, option, make(Buffer.alloc(sizeOf(2)), MCAST_INCLUDE, count, one, two), size);
        expect(failing(() => set(3, sizeOf(2)))).toBe("EINVAL");
        expect(failing(() => set(2, sizeOf(2) - 1))).toBe("EINVAL");
        expect(failing(() => set(-1, sizeOf(2)))).toBe("ENOBUFS");
        expect(failing(() => set(0, sizeOf(0) - 1))).toBe("EINVAL");
        expect(thrown(() => set(3, sizeOf(3)))).toBe(
          `RangeError: setsockopt: optlen: ${sizeOf(3)} bytes asked for, but the memory has ${sizeOf(2)}`,
        );

        const memory = Buffer.alloc(sizeOf(3) - 1);
        for (const count of [3, 2 ** 31 - 1, -1]) {
          make(memory, MCAST_INCLUDE, count);
          const before = Buffer.from(memory);
          for (const size of [sizeof(memory), sizeOf(0)]) {
            expect(thrown(() => get(fd, memory, new socklen_t(size)))).toBe(
              `RangeError: getsockopt: optlen: ${count >>> 0} sources asked for, but the memory has room for 2`,
            );
          }
          expect(memory).toEqual(before);
        }
      });

      it("which the kernel refuses as it refuses C's", () => {
        const [fd] = joined();
        const memory = Buffer.alloc(sizeOf(1));
        make(memory, MCAST_INCLUDE, 1);
        expect(failing(() => get(fd, memory, new socklen_t(sizeOf(0) - 1)))).toBe("EINVAL");
        expect(failing(() => get(fd, memory, null))).toBe("EFAULT");
        expect(failing(() => get(fd, null, new socklen_t(sizeOf(1))))).toBe("EFAULT");
        expect(failing(() => get(-1, memory, new socklen_t(sizeOf(1))))).toBe("EBADF");
        const [stranger] = member();
        expect(failing(() => get(stranger, memory, new socklen_t(sizeOf(1))))).toBe("EADDRNOTAVAIL");
      });
    });
  });

  it("of IPv6 are joined with ipv6_mreq and left", () => {
    const fd = udp(AF_INET6);
    const request = new ipv6_mreq({ ipv6mr_interface: 1 });
    ok(inet_pton(AF_INET6, "ff01::1234", request.ipv6mr_multiaddr));
    expect(setsockopt(fd, IPPROTO_IPV6, netinet.IPV6_JOIN_GROUP, request, sizeof(request))).toBe(0);
    expect(failing(() => setsockopt(fd, IPPROTO_IPV6, netinet.IPV6_JOIN_GROUP, request, sizeof(request)))).toBe(
      "EADDRINUSE",
    );
    expect(setsockopt(fd, IPPROTO_IPV6, netinet.IPV6_LEAVE_GROUP, request, sizeof(request))).toBe(0);
  });

  // The loopback interface has no route to IPv6's groups, which a namespace of the test's own can be given.
  const setUp = "ip link set lo up && ip -6 route add local ff00::/8 dev lo";
  const namespace = (...command: string[]): SpawnSyncReturns<string> =>
    spawnSync("unshare", ["-Urn", "sh", "-c", `${setUp} && exec "$@"`, "sh", ...command], {
      cwd: root,
      encoding: "utf8",
      timeout: 50_000,
    });
  const hasNamespace = namespace("true").status === 0;

  (hasNamespace ? it : it.skip)("of IPv6 are received from (skipped where no network namespace can be made)", () => {
    const program = `
      import assert from "node:assert/strict";
      import * as c from "berkeley";
      const ok = (value) => { assert.notEqual(value, -1, c.strerror(c.errno)); return value; };
      const address = new c.sockaddr_in6({ sin6_family: c.AF_INET6, sin6_port: c.htons(5000), sin6_scope_id: 1 });
      ok(c.inet_pton(c.AF_INET6, "ff01::1234", address.sin6_addr));
      const fd = ok(c.socket(c.AF_INET6, c.SOCK_DGRAM, 0));
      ok(c.bind(fd, address, c.sizeof(address)));
      const sender = ok(c.socket(c.AF_INET6, c.SOCK_DGRAM, 0));
      ok(c.setsockopt(sender, c.IPPROTO_IPV6, c.IPV6_MULTICAST_IF, new c.int(1), 4));
      const received = () => {
        ok(c.sendto(sender, "Hello", 5, 0, address, c.sizeof(address)));
        return c.recv(fd, Buffer.alloc(10), 10, c.MSG_DONTWAIT);
      };
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.IPV6_MULTICAST_ALL, new c.int(0), 4));
      console.log(received());
      const request = new c.ipv6_mreq({ ipv6mr_multiaddr: address.sin6_addr, ipv6mr_interface: 1 });
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.IPV6_JOIN_GROUP, request, c.sizeof(request)));
      console.log(received());
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.IPV6_LEAVE_GROUP, request, c.sizeof(request)));
      console.log(received());
      const group = new c.group_req({ gr_interface: 1 });
      c.bytes(group.gr_group).set(c.bytes(address));
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.MCAST_JOIN_GROUP, group, c.sizeof(group)));
      console.log(received());
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.MCAST_LEAVE_GROUP, group, c.sizeof(group)));
      const source = new c.group_source_req({ gsr_interface: 1 });
      c.bytes(source.gsr_group).set(c.bytes(address));
      c.bytes(source.gsr_source).set(c.bytes(new c.sockaddr_in6({ sin6_family: c.AF_INET6, sin6_addr: c.in6addr_loopback })));
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.MCAST_JOIN_SOURCE_GROUP, source, c.sizeof(source)));
      console.log(received());
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.MCAST_LEAVE_SOURCE_GROUP, source, c.sizeof(source)));
      console.log(received());
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.MCAST_JOIN_GROUP, group, c.sizeof(group)));
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.MCAST_BLOCK_SOURCE, source, c.sizeof(source)));
      console.log(received());
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.MCAST_UNBLOCK_SOURCE, source, c.sizeof(source)));
      console.log(received());
      const memory = Buffer.alloc(c.GROUP_FILTER_SIZE(2));
      const filter = c.cast(c.group_filter, memory);
      Object.assign(filter, { gf_interface: 1, gf_group: group.gr_group, gf_fmode: c.MCAST_EXCLUDE, gf_numsrc: 1 });
      filter.gf_slist = [source.gsr_source];
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.MCAST_MSFILTER, filter, c.GROUP_FILTER_SIZE(1)));
      console.log(received());
      Object.assign(filter, { gf_fmode: c.MCAST_INCLUDE });
      ok(c.setsockopt(fd, c.IPPROTO_IPV6, c.MCAST_MSFILTER, filter, c.GROUP_FILTER_SIZE(1)));
      console.log(received());
      Object.assign(filter, { gf_fmode: 77, gf_numsrc: 2, gf_slist: [] });
      const length = new c.socklen_t(c.sizeof(memory));
      ok(c.getsockopt(fd, c.IPPROTO_IPV6, c.MCAST_MSFILTER, filter, length));
      const { sin6_addr } = c.cast(c.sockaddr_in6, filter.gf_slist[0]);
      console.log(filter.gf_fmode === c.MCAST_INCLUDE, filter.gf_numsrc, c.IN6_IS_ADDR_LOOPBACK(sin6_addr),
        length.value === c.GROUP_FILTER_SIZE(1));
      filter.gf_numsrc = 3;
      try { c.getsockopt(fd, c.IPPROTO_IPV6, c.MCAST_MSFILTER, filter, length); } catch ({ name }) { console.log(name); }`;
    const { status, stdout, stderr } = namespace(process.execPath, "--input-type=module", "-e", program);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "-1\n5\n-1\n5\n5\n-1\n-1\n5\n-1\n5\ntrue 1 true true\nRangeError\n",
      stderr: "",
    });
  });

  it("have an interface that is an in_addr", () => {
    const fd = udp();
    ok(setsockopt(fd, IPPROTO_IP, netinet.IP_MULTICAST_IF, here, sizeof(here)));
    const value = new in_addr();
    expect(getsockopt(fd, IPPROTO_IP, netinet.IP_MULTICAST_IF, value, new socklen_t(4))).toBe(0);
    expect(value.s_addr).toBe(here.s_addr);
  });
});

describe("options of IP", () => {
  it.each([
    ["IP_TTL", IPPROTO_IP, netinet.IP_TTL, AF_INET, 42, "EINVAL", 256],
    ["IP_TOS", IPPROTO_IP, netinet.IP_TOS, AF_INET, 0x10, 0, 0],
    ["IP_MULTICAST_TTL", IPPROTO_IP, netinet.IP_MULTICAST_TTL, AF_INET, 7, "EINVAL", 256],
    ["IPV6_UNICAST_HOPS", IPPROTO_IPV6, netinet.IPV6_UNICAST_HOPS, AF_INET6, 42, "EINVAL", 256],
    ["IPV6_V6ONLY", IPPROTO_IPV6, netinet.IPV6_V6ONLY, AF_INET6, 1, 0, 0],
  ])("%s is set and read, within its range", (_name, level, option, family, good, error, bad) => {
    const fd = udp(family);
    const value = new int(good);
    expect(setsockopt(fd, level, option, value, sizeof(value))).toBe(0);
    const read = new int();
    expect(getsockopt(fd, level, option, read, new socklen_t(sizeof(read)))).toBe(0);
    expect(read.value).toBe(good);
    value.value = bad;
    expect(failing(() => setsockopt(fd, level, option, value, sizeof(value)))).toBe(error);
  });
});

/** RFC 1071. */
function checksum(packet: Buffer): number {
  let sum = 0;
  for (let i = 0; i < packet.length; i += 2) sum += packet.readUInt16BE(i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

(isRoot ? it : it.skip)("a raw socket sends an echo request and receives the reply (skipped where not root)", () => {
  const fd = openedSocket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  const request = Buffer.from("08000000" + "abcd0001" + "0102030405060708", "hex");
  request.writeUInt16BE(checksum(request), 2);
  expect(sendto(fd, request, request.length, 0, loopback(), sizeof(sockaddr_in))).toBe(request.length);
  const packet = Buffer.alloc(100);
  // The request itself comes by as well, and whatever else this host is asked.
  for (let i = 0; i < 100; i++) {
    const size = ok(recv(fd, packet, packet.length, 0));
    const icmp = packet.subarray((packet[0] & 0xf) * 4, size);
    if (icmp[0] === 0 && icmp.readUInt16BE(4) === 0xabcd) {
      expect(icmp.subarray(8)).toEqual(request.subarray(8));
      return;
    }
  }
  throw new Error("no reply among 100 packets");
});

it("a sockaddr_in lies over a sockaddr_in6's first fields", () => {
  const address = new sockaddr_in6({ sin6_family: AF_INET6, sin6_port: htons(80), sin6_scope_id: 3 });
  const { sin_family, sin_port } = cast(sockaddr_in, address);
  expect([sin_family, ntohs(sin_port), address.sin6_scope_id]).toEqual([AF_INET6, 80, 3]);
});
