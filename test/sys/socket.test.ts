import { closeSync, openSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";

import { set_errno } from "berkeley/errno";
import { F_GETFD, F_GETFL, F_SETFL, fcntl, FD_CLOEXEC, O_NONBLOCK, open, O_RDONLY } from "berkeley/fcntl";
import { array, bytes, cast, int, sizeof } from "berkeley/memory";
import {
  htonl,
  INADDR_ANY,
  INADDR_LOOPBACK,
  IPPROTO_TCP,
  IPPROTO_UDP,
  sockaddr_in,
  sockaddr_in6,
} from "berkeley/netinet/in";
import * as sockets from "berkeley/sys/socket";
import {
  accept,
  accept4,
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  AF_UNSPEC,
  bind,
  connect,
  getpeername,
  getsockname,
  getsockopt,
  linger,
  listen,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_OOB,
  MSG_PEEK,
  MSG_TRUNC,
  MSG_WAITALL,
  MSG_ZEROCOPY,
  recv,
  recvfrom,
  send,
  sendto,
  setsockopt,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
  shutdown,
  SO_BROADCAST,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_SNDBUF,
  SO_TYPE,
  sockaddr,
  sockaddr_storage,
  sockatmark,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  socket,
  socketpair,
  socklen_t,
  SOL_SOCKET,
  ucred,
} from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { sockaddr_un } from "berkeley/sys/un";
import { close, read, write } from "berkeley/unistd";

import { closedDescriptor, ok, opened, openedPair, openedPipe, temporaryPath } from "../support/descriptors.ts";
import { failing, nameOf } from "../support/errors.ts";
import {
  boundSocket,
  connection,
  ipv4,
  listener,
  loopback,
  loopback6,
  openedSocket,
  pathAddress,
  tcp,
  udp,
  unixPair,
} from "../support/network.ts";
import { isRoot, readSource, itUnprivileged, runModule, unprivileged } from "../support/children.ts";
import { thrown } from "../support/thrown.ts";

/** What arrived, as text. */
function received(fd: number, size = 100, flags = 0): string {
  const buffer = Buffer.alloc(size);
  const count = ok(recv(fd, buffer, size, flags));
  return buffer.toString("latin1", 0, Math.min(count, size));
}

function optionOf(fd: number, option: number, level = SOL_SOCKET): number {
  const value = new int();
  ok(getsockopt(fd, level, option, value, new socklen_t(sizeof(value))));
  return value.value;
}

function setOption(fd: number, option: number, value: number): void {
  ok(setsockopt(fd, SOL_SOCKET, option, new int(value), sizeof(int)));
}

/** A regular file, which is no socket. */
const file = (): number => opened(open(process.execPath, O_RDONLY));

function plainFile(): string {
  const path = temporaryPath();
  writeFileSync(path, "");
  return path;
}

describe("socket", () => {
  it.each([
    ["IPv4 stream", AF_INET, SOCK_STREAM, 0],
    ["IPv4 stream, its protocol named", AF_INET, SOCK_STREAM, IPPROTO_TCP],
    ["IPv4 datagram", AF_INET, SOCK_DGRAM, IPPROTO_UDP],
    ["IPv6 stream", AF_INET6, SOCK_STREAM, 0],
    ["IPv6 datagram", AF_INET6, SOCK_DGRAM, 0],
    ["UNIX stream", AF_UNIX, SOCK_STREAM, 0],
    ["UNIX datagram", AF_UNIX, SOCK_DGRAM, 0],
    ["UNIX seqpacket", AF_UNIX, SOCK_SEQPACKET, 0],
    ["netlink", AF_NETLINK, SOCK_RAW, 0],
  ])("makes a socket: %s", (_name, domain, type, protocol) => {
    const fd = opened(socket(domain, type, protocol));
    expect(optionOf(fd, SO_TYPE)).toBe(type);
    expect(optionOf(fd, sockets.SO_DOMAIN)).toBe(domain);
  });

  it("takes SOCK_NONBLOCK and SOCK_CLOEXEC", () => {
    const plain = opened(socket(AF_INET, SOCK_STREAM, 0));
    expect([fcntl(plain, F_GETFL) & O_NONBLOCK, fcntl(plain, F_GETFD)]).toEqual([0, 0]);
    const both = opened(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    expect([fcntl(both, F_GETFL) & O_NONBLOCK, fcntl(both, F_GETFD)]).toEqual([O_NONBLOCK, FD_CLOEXEC]);
  });

  it.each([
    ["EAFNOSUPPORT", 12345, SOCK_STREAM, 0],
    ["EAFNOSUPPORT", -1, SOCK_STREAM, 0],
    ["EPROTONOSUPPORT", AF_INET, SOCK_STREAM, IPPROTO_UDP],
    ["EPROTONOSUPPORT", AF_UNIX, SOCK_STREAM, 42],
    ["ESOCKTNOSUPPORT", AF_INET, SOCK_SEQPACKET, 0],
    ["EINVAL", AF_INET, 999, 0],
    ["EINVAL", AF_INET, SOCK_STREAM | 0x10000, 0],
  ])("answers %s for (%i, %i, %i)", (error, domain, type, protocol) => {
    expect(failing(() => socket(domain, type, protocol))).toBe(error);
  });

  (isRoot ? it : it.skip)("makes a packet socket (skipped where not root)", () => {
    const fd = opened(socket(AF_PACKET, SOCK_DGRAM, 0));
    expect(optionOf(fd, sockets.SO_DOMAIN)).toBe(AF_PACKET);
  });

  itUnprivileged()("answers EPERM for a raw socket without the privilege", () => {
    const { stdout } = runModule(
      `import { AF_INET, SOCK_RAW, socket } from "berkeley/sys/socket";
       import { EPERM, errno } from "berkeley/errno";
       console.log(socket(AF_INET, SOCK_RAW, 1), errno === EPERM);`,
      unprivileged,
    );
    expect(stdout).toBe("-1 true\n");
  });

  it("and all others answer EMFILE when there are no more descriptors", () => {
    const { stdout, stderr } = runModule(
      `import { EMFILE, errno, set_errno } from "berkeley/errno";
       import { creat, fcntl, F_DUPFD, F_DUPFD_CLOEXEC, open } from "berkeley/fcntl";
       import { array, int } from "berkeley/memory";
       import { sockaddr_in } from "berkeley/netinet/in";
       import * as s from "berkeley/sys/socket";
       import { close, dup, pipe, pipe2 } from "berkeley/unistd";
       const listening = s.socket(s.AF_INET, s.SOCK_STREAM, 0), client = s.socket(s.AF_INET, s.SOCK_STREAM, 0);
       const address = new sockaddr_in(), length = new s.socklen_t({ value: 16 }), fds = array(int, 2);
       if (s.listen(listening, 1) !== 0 || s.getsockname(listening, address, length) !== 0) throw errno;
       if (s.connect(client, address, 16) !== 0) throw errno;
       while (dup(client) >= 0);
       for (const call of [
         () => s.socket(s.AF_INET, s.SOCK_STREAM, 0),
         () => s.socketpair(s.AF_UNIX, s.SOCK_STREAM, 0, fds),
         () => s.accept(listening, null, null),
         () => s.accept4(listening, null, null, 0),
         () => dup(client),
         () => pipe(fds),
         () => pipe2(fds, 0),
         () => open("/", 0),
         () => fcntl(client, F_DUPFD, 0),
         () => fcntl(client, F_DUPFD_CLOEXEC, 0),
       ]) {
         set_errno(0);
         if (call() !== -1 || errno !== EMFILE) console.log(call.toString(), errno);
       }
       if (fds[0] !== 0 || fds[1] !== 0) console.log("a pair that failed was written");
       // One more is free: what cannot have two must give it back.
       if (close(client) !== 0 || pipe(fds) !== -1 || s.accept(listening, null, null) !== client) console.log(errno);
       console.log("end");`,
      { after: "ulimit -n 64" },
    );
    expect({ stdout, stderr }).toEqual({ stdout: "end\n", stderr: "" });
  });
});

describe("socketpair", () => {
  it.each([
    ["stream", SOCK_STREAM],
    ["datagram", SOCK_DGRAM],
    ["seqpacket", SOCK_SEQPACKET],
  ])("makes two that talk to each other: %s", (_name, type) => {
    const [a, b] = unixPair(type);
    expect(write(a, "ping", 4)).toBe(4);
    expect(received(b)).toBe("ping");
    expect(send(b, "pong", 4, 0)).toBe(4);
    expect(received(a)).toBe("pong");
  });

  it("takes SOCK_NONBLOCK and SOCK_CLOEXEC", () => {
    const pair = openedPair((fds) => socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds));
    for (const fd of pair) {
      expect([fcntl(fd, F_GETFL) & O_NONBLOCK, fcntl(fd, F_GETFD)]).toEqual([O_NONBLOCK, FD_CLOEXEC]);
    }
  });

  it.each([
    ["EOPNOTSUPP", AF_INET, SOCK_STREAM, 0],
    ["EAFNOSUPPORT", 12345, SOCK_STREAM, 0],
    ["EPROTONOSUPPORT", AF_UNIX, SOCK_STREAM, 42],
    ["EINVAL", AF_UNIX, SOCK_STREAM | 0x10000, 0],
  ])("answers %s for (%i, %i, %i)", (error, domain, type, protocol) => {
    expect(failing(() => socketpair(domain, type, protocol, array(int, 2)))).toBe(error);
  });
});

describe("bind", () => {
  it.each([
    ["IPv4", loopback, AF_INET],
    ["IPv6", loopback6, AF_INET6],
  ])("gives a port that getsockname tells: %s", (_name, make, family) => {
    const address = make();
    boundSocket(SOCK_STREAM, address as sockaddr_in);
    const { sin_family, sin_port } = cast(sockaddr_in, address);
    expect(sin_family).toBe(family);
    expect(sin_port).not.toBe(0);
  });

  it("answers EADDRINUSE for an address that another has", () => {
    const [, address] = listener();
    expect(failing(() => bind(tcp(), address, sizeof(address)))).toBe("EADDRINUSE");
  });

  it("may share an address with SO_REUSEPORT", () => {
    const address = loopback();
    for (const fd of [tcp(), tcp()]) {
      setOption(fd, SO_REUSEPORT, 1);
      expect(bind(fd, address, sizeof(address))).toBe(0);
      ok(getsockname(fd, address, new socklen_t(sizeof(address))));
    }
  });

  it("may take the address of a connection that lives on, as a server that starts again, with SO_REUSEADDR", () => {
    const address = loopback();
    const listening = tcp();
    setOption(listening, SO_REUSEADDR, 1);
    ok(bind(listening, address, sizeof(address)));
    ok(getsockname(listening, address, new socklen_t(sizeof(address))));
    ok(listen(listening, 1));
    ok(connect(tcp(), address, sizeof(address)));
    opened(accept(listening, null, null));
    ok(close(listening));
    expect(failing(() => bind(tcp(), address, sizeof(address)))).toBe("EADDRINUSE");
    const reusing = tcp();
    setOption(reusing, SO_REUSEADDR, 1);
    expect(bind(reusing, address, sizeof(address))).toBe(0);
  });

  it.each<[string, string, () => number]>([
    ["EADDRNOTAVAIL", "an address of another host", () => bind(tcp(), ipv4("192.0.2.1"), sizeof(sockaddr_in))],
    [
      "EAFNOSUPPORT",
      "another family",
      () => bind(tcp(), new sockaddr_in({ sin_family: AF_UNIX }), sizeof(sockaddr_in)),
    ],
    ["EINVAL", "a socket that is bound", () => bind(boundSocket(SOCK_STREAM, loopback()), loopback(), 16)],
    ["EINVAL", "an IPv4 address that is short", () => bind(tcp(), loopback(), 8)],
    ["EINVAL", "an IPv6 address that is short", () => bind(tcp(AF_INET6), loopback6(), 16)],
    ["EINVAL", "no address", () => bind(tcp(), loopback(), 0)],
    ["EINVAL", "null of no bytes", () => bind(tcp(), null, 0)],
    ["EINVAL", "an address beyond all", () => bind(tcp(), Buffer.alloc(200), 200)],
    ["EINVAL", "null of very many bytes", () => bind(tcp(), null, 2 ** 40)],
    ["EBADF", "a closed descriptor", () => bind(closedDescriptor(), loopback(), 16)],
    ["ENOTSOCK", "a file", () => bind(file(), loopback(), 16)],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  const firstFreePort = Number(readSource("/proc/sys/net/ipv4/ip_unprivileged_port_start")[0]);
  (firstFreePort > 1 ? itUnprivileged() : it.skip)(
    "answers EACCES for a privileged port (skipped where none is)",
    () => {
      const { stdout } = runModule(
        `import { EACCES, errno } from "berkeley/errno";
       import { htons, sockaddr_in } from "berkeley/netinet/in";
       import { AF_INET, bind, SOCK_STREAM, socket } from "berkeley/sys/socket";
       const address = new sockaddr_in({ sin_family: AF_INET, sin_port: htons(${Math.min(firstFreePort, 1024) - 1}) });
       console.log(bind(socket(AF_INET, SOCK_STREAM, 0), address, 16), errno === EACCES);`,
        unprivileged,
      );
      expect(stdout).toBe("-1 true\n");
    },
  );

  it("takes addresses of other families as bytes", () => {
    const fd = openedSocket(AF_NETLINK, SOCK_RAW);
    const address = Buffer.alloc(12);
    address.writeUInt16LE(AF_NETLINK);
    expect(bind(fd, address, 12)).toBe(0);
    const name = Buffer.alloc(12);
    const length = new socklen_t(12);
    expect(getsockname(fd, name, length)).toBe(0);
    expect(length.value).toBe(12);
    expect(name.readUInt16LE()).toBe(AF_NETLINK);
    // The kernel has chosen the port.
    expect(name.readUInt32LE(4)).not.toBe(0);
    expect(failing(() => bind(fd, address, 11))).toBe("EINVAL");
  });
});

describe("listen", () => {
  it("makes a socket accept", () => {
    const [fd] = listener();
    expect(optionOf(fd, sockets.SO_ACCEPTCONN)).toBe(1);
    expect(listen(fd, 0)).toBe(0);
    expect(listen(fd, -1)).toBe(0);
  });

  it.each<[string, string, () => number]>([
    ["EOPNOTSUPP", "a datagram socket", () => listen(udp(), 5)],
    ["EINVAL", "a connected socket", () => listen(connection()[0], 5)],
    ["EINVAL", "a UNIX socket without a name", () => listen(openedSocket(AF_UNIX, SOCK_STREAM), 5)],
    ["ENOTSOCK", "a file", () => listen(file(), 5)],
    ["EBADF", "a closed descriptor", () => listen(closedDescriptor(), 5)],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  it("answers EADDRINUSE where another listens on the address", () => {
    const address = loopback();
    const [first, second] = [tcp(), tcp()];
    for (const fd of [first, second]) {
      setOption(fd, SO_REUSEADDR, 1);
      ok(bind(fd, address, sizeof(address)));
      ok(getsockname(fd, address, new socklen_t(sizeof(address))));
    }
    expect(listen(first, 1)).toBe(0);
    expect(failing(() => listen(second, 1))).toBe("EADDRINUSE");
  });
});

describe("accept and accept4", () => {
  it.each<[string, (fd: number, address: sockaddr_in | null, length: socklen_t | null) => number]>([
    ["accept", accept],
    ["accept4", (fd, address, length) => accept4(fd, address, length, 0)],
  ])("%s takes a connection and tells the peer's address", (_name, take) => {
    const [listening, address] = listener();
    const client = tcp();
    ok(connect(client, address, sizeof(address)));
    const [peer, own] = [new sockaddr_in(), new sockaddr_in()];
    const length = new socklen_t(sizeof(peer));
    const server = opened(take(listening, peer, length));
    expect(length.value).toBe(sizeof(peer));
    ok(getsockname(client, own, length));
    expect(bytes(peer)).toEqual(bytes(own));
    expect(send(server, "Hello", 5, 0)).toBe(5);
    expect(received(client)).toBe("Hello");
  });

  it("tells the address's whole length where it did not fit", () => {
    const [listening, address] = listener();
    ok(connect(tcp(), address, sizeof(address)));
    const memory = Buffer.alloc(16, 0xee);
    const length = new socklen_t(4);
    opened(accept(listening, memory, length));
    expect(length.value).toBe(16);
    expect(memory.readUInt16LE()).toBe(AF_INET);
    expect(memory.subarray(4)).toEqual(Buffer.alloc(12, 0xee));
  });

  it("tells an unnamed peer's length", () => {
    const path = temporaryPath();
    const [listening] = listener(pathAddress(path));
    ok(connect(openedSocket(AF_UNIX, SOCK_STREAM), pathAddress(path), sizeof(sockaddr_un)));
    const peer = new sockaddr_un();
    const length = new socklen_t(sizeof(peer));
    opened(accept(listening, peer, length));
    expect(length.value).toBe(2);
    expect(peer.sun_family).toBe(AF_UNIX);
  });

  it("accept4 gives the new descriptor its flags, which are not inherited", () => {
    const [listening, address] = listener();
    ok(fcntl(listening, F_SETFL, O_NONBLOCK));
    for (const [flags, status, descriptor] of [
      [0, 0, 0],
      [SOCK_NONBLOCK, O_NONBLOCK, 0],
      [SOCK_CLOEXEC, 0, FD_CLOEXEC],
      [SOCK_NONBLOCK | SOCK_CLOEXEC, O_NONBLOCK, FD_CLOEXEC],
    ]) {
      ok(connect(tcp(), address, sizeof(address)));
      const fd = opened(accept4(listening, null, null, flags));
      expect([fcntl(fd, F_GETFL) & O_NONBLOCK, fcntl(fd, F_GETFD)]).toEqual([status, descriptor]);
    }
  });

  it.each<[string, string, () => number]>([
    ["EAGAIN", "nobody, not blocking", () => acceptNonBlocking()],
    ["EINVAL", "a socket that does not listen", () => accept(tcp(), null, null)],
    ["EINVAL", "other flags", () => accept4(listener()[0], null, null, 1)],
    ["EOPNOTSUPP", "a datagram socket", () => accept(udp(), null, null)],
    ["ENOTSOCK", "a file", () => accept(file(), null, null)],
    ["EBADF", "a closed descriptor", () => accept(closedDescriptor(), null, null)],
    ["EFAULT", "an address without the place of its length", () => acceptWithoutLength()],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  function acceptNonBlocking(): number {
    const [fd] = listener();
    ok(fcntl(fd, F_SETFL, O_NONBLOCK));
    return accept(fd, null, null);
  }

  function acceptWithoutLength(): number {
    const [fd, address] = listener();
    ok(connect(tcp(), address, sizeof(address)));
    return accept(fd, new sockaddr_in(), null);
  }

  it("is not interrupted by what Node does: its io_uring, a signal that it handles", () => {
    const { stdout } = runModule(
      `import { spawn, spawnSync } from "node:child_process";
       import { AF_INET, accept, listen, setsockopt, SO_RCVTIMEO, SOCK_STREAM, socket, SOL_SOCKET } from "berkeley/sys/socket";
       import { EAGAIN, errno } from "berkeley/errno";
       import { timeval } from "berkeley/sys/time";
       const fd = socket(AF_INET, SOCK_STREAM, 0);
       listen(fd, 1);
       setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, new timeval({ tv_usec: 300_000 }), 16);
       spawnSync("true");
       console.log(accept(fd, null, null), errno === EAGAIN);
       process.on("SIGURG", () => {});
       spawn("sh", ["-c", "kill -URG " + process.pid]);
       console.log(accept(fd, null, null), errno === EAGAIN);`,
    );
    expect(stdout).toBe("-1 true\n-1 true\n");
  });

  it("answers EAGAIN when SO_RCVTIMEO runs out", () => {
    const [fd] = listener();
    const timeout = new timeval({ tv_usec: 20_000 });
    ok(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, sizeof(timeout)));
    const start = process.hrtime.bigint();
    expect(failing(() => accept(fd, null, null))).toBe("EAGAIN");
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeGreaterThan(15);
  });
});

describe("connect", () => {
  it.each([
    ["IPv4", loopback],
    ["IPv6", loopback6],
  ])("makes a connection: %s", (_name, make) => {
    const [client, server] = connection(make());
    expect(send(client, "Hello", 5, 0)).toBe(5);
    expect(received(server)).toBe("Hello");
    expect(close(client)).toBe(0);
    expect(received(server)).toBe("");
  });

  it("from IPv6 reaches IPv4 as ::ffff:127.0.0.1", () => {
    const [listening, address] = listener();
    const mapped = new sockaddr_in6({ sin6_family: AF_INET6, sin6_port: address.sin_port });
    mapped.sin6_addr.s6_addr = Buffer.from("00000000000000000000ffff7f000001", "hex");
    expect(connect(tcp(AF_INET6), mapped, sizeof(mapped))).toBe(0);
    opened(accept(listening, null, null));
  });

  it.each<[string, string, () => number]>([
    ["ECONNREFUSED", "a port where nobody listens", () => connect(tcp(), unused(), 16)],
    ["EAFNOSUPPORT", "another family", () => connect(tcp(), new sockaddr_in({ sin_family: AF_UNIX }), 16)],
    ["EINVAL", "an address that is short", () => connect(tcp(), loopback(1), 8)],
    ["EINVAL", "no address", () => connect(tcp(), loopback(1), 0)],
    ["ENOTSOCK", "a file", () => connect(file(), loopback(1), 16)],
    ["EBADF", "a closed descriptor", () => connect(closedDescriptor(), loopback(1), 16)],
    ["EISCONN", "a connected socket", () => connect(connection()[0], listener()[1], 16)],
    ["EISCONN", "a listening socket", () => connect(listener()[0], listener()[1], 16)],
    ["EACCES", "a broadcast address", () => connect(udp(), ipv4("255.255.255.255", 9), 16)],
    ["ENOENT", "a path that is not there", () => connectPath(temporaryPath())],
    ["ECONNREFUSED", "a file that is no socket", () => connectPath(plainFile())],
    ["ENOTDIR", "a path below a file", () => connectPath("/dev/null/socket")],
    ["EPROTOTYPE", "a path of another type of socket", () => connectOtherType()],
    ["EAGAIN", "a UNIX listener whose backlog is full, not blocking", () => connectFull()],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  /** A port that was just given back. */
  function unused(): sockaddr_in {
    const address = loopback();
    ok(close(boundSocket(SOCK_STREAM, address)));
    return address;
  }

  function connectPath(path: string): number {
    return connect(openedSocket(AF_UNIX, SOCK_STREAM), pathAddress(path), sizeof(sockaddr_un));
  }

  function connectOtherType(): number {
    const path = temporaryPath();
    boundSocket(SOCK_DGRAM, pathAddress(path));
    return connectPath(path);
  }

  function connectFull(): number {
    const path = temporaryPath();
    const [listening] = listener(pathAddress(path));
    ok(listen(listening, 0));
    // Some may wait, then no more.
    for (let i = 0; i < 100; i++) {
      const fd = opened(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
      const value = connect(fd, pathAddress(path), sizeof(sockaddr_un));
      if (value < 0) return value;
    }
    return 0;
  }

  it("goes on in the background when it must not block: EINPROGRESS, EALREADY, then 0 or EISCONN", () => {
    const [listening, address] = listener();
    const fd = opened(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    // Where loopback answers at once the connection is there before the second call.
    expect(failing(() => connect(fd, address, sizeof(address)))).toBe("EINPROGRESS");
    opened(accept(listening, null, null));
    expect([0, "EISCONN"]).toContain(failing(() => connect(fd, address, sizeof(address))));
    expect(failing(() => connect(fd, address, sizeof(address)))).toBe("EISCONN");
    expect(optionOf(fd, SO_ERROR)).toBe(0);
  });

  it("answers EALREADY while it goes on", () => {
    const [listening, address] = listener();
    ok(listen(listening, 0));
    const attempts = Array.from({ length: 8 }, () => {
      const fd = opened(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
      connect(fd, address, sizeof(address));
      return fd;
    });
    // With a full backlog the later ones are not answered.
    expect(attempts.map((fd) => failing(() => connect(fd, address, sizeof(address))))).toContain("EALREADY");
  });

  it("of a datagram socket notes the peer, and AF_UNSPEC forgets it", () => {
    const address = loopback();
    const server = boundSocket(SOCK_DGRAM, address);
    const client = udp();
    expect(connect(client, address, sizeof(address))).toBe(0);
    expect(send(client, "one", 3, 0)).toBe(3);
    expect(received(server)).toBe("one");
    expect(connect(client, new sockaddr({ sa_family: AF_UNSPEC }), sizeof(sockaddr))).toBe(0);
    expect(failing(() => send(client, "two", 3, 0))).toBe("EDESTADDRREQ");
  });

  it("of a datagram socket makes a refusal known: ECONNREFUSED", () => {
    const address = loopback();
    ok(close(boundSocket(SOCK_DGRAM, address)));
    const fd = udp();
    ok(connect(fd, address, sizeof(address)));
    expect(send(fd, "x", 1, 0)).toBe(1);
    expect(failing(() => recv(fd, Buffer.alloc(1), 1, 0))).toBe("ECONNREFUSED");
  });
});

describe("getsockname and getpeername", () => {
  it("tell the two ends of a connection", () => {
    const [client, server] = connection();
    const [own, peer] = [new sockaddr_storage(), new sockaddr_storage()];
    const length = new socklen_t(sizeof(own));
    expect(getsockname(client, own, length)).toBe(0);
    expect(length.value).toBe(sizeof(sockaddr_in));
    length.value = sizeof(peer);
    expect(getpeername(server, peer, length)).toBe(0);
    expect(bytes(own)).toEqual(bytes(peer));
    expect(cast(sockaddr_in, own).sin_addr.s_addr).toBe(htonl(INADDR_LOOPBACK));
  });

  it("write no more than there is place, and tell the whole length", () => {
    const fd = boundSocket(SOCK_STREAM, loopback());
    const memory = Buffer.alloc(16, 0xee);
    const length = new socklen_t(2);
    expect(getsockname(fd, memory, length)).toBe(0);
    expect(length.value).toBe(16);
    expect(memory.subarray(2)).toEqual(Buffer.alloc(14, 0xee));
  });

  it("tell 0.0.0.0 and port 0 for what is not bound", () => {
    const address = new sockaddr_in();
    expect(getsockname(tcp(), address, new socklen_t(16))).toBe(0);
    expect([address.sin_family, address.sin_addr.s_addr, address.sin_port]).toEqual([AF_INET, INADDR_ANY, 0]);
  });

  const length = (value: number): socklen_t => new socklen_t(value);
  it.each<[string, string, () => number]>([
    ["ENOTCONN", "getpeername of what is not connected", () => getpeername(tcp(), loopback(), length(16))],
    ["ENOTSOCK", "getpeername of a file", () => getpeername(file(), loopback(), length(16))],
    ["ENOTSOCK", "getsockname of a file", () => getsockname(file(), loopback(), length(16))],
    ["EBADF", "getsockname of what is closed", () => getsockname(closedDescriptor(), loopback(), length(16))],
    ["EBADF", "getpeername of what is closed", () => getpeername(closedDescriptor(), loopback(), length(16))],
    ["EINVAL", "getsockname with a negative length", () => getsockname(tcp(), null, length(-1))],
    ["EINVAL", "getpeername with a negative length", () => getpeername(connection()[0], null, length(-1))],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("send and recv", () => {
  it("MSG_PEEK leaves what it shows", () => {
    const [client, server] = connection();
    ok(send(client, "Hello", 5, 0));
    expect(received(server, 3, MSG_PEEK)).toBe("Hel");
    expect(received(server)).toBe("Hello");
  });

  it("MSG_WAITALL waits for all of it, or the end", () => {
    const [client, server] = connection();
    ok(send(client, "abc", 3, 0));
    ok(send(client, "def", 3, 0));
    expect(received(server, 6, MSG_WAITALL)).toBe("abcdef");
    ok(send(client, "gh", 2, 0));
    ok(shutdown(client, SHUT_WR));
    expect(received(server, 6, MSG_WAITALL)).toBe("gh");
  });

  it("MSG_DONTWAIT and O_NONBLOCK answer EAGAIN", () => {
    const [a] = unixPair();
    expect(failing(() => recv(a, Buffer.alloc(1), 1, MSG_DONTWAIT))).toBe("EAGAIN");
    ok(fcntl(a, F_SETFL, O_NONBLOCK));
    expect(failing(() => recv(a, Buffer.alloc(1), 1, 0))).toBe("EAGAIN");
    expect(failing(() => read(a, Buffer.alloc(1), 1))).toBe("EAGAIN");
  });

  it("answers EAGAIN when the buffers are full", () => {
    const [a] = unixPair();
    const block = Buffer.alloc(65536);
    let result: number;
    do result = send(a, block, block.length, MSG_DONTWAIT);
    while (result > 0);
    expect(failing(() => send(a, block, block.length, MSG_DONTWAIT))).toBe("EAGAIN");
  });

  it("MSG_MORE keeps a datagram open for what comes next", () => {
    const address = loopback();
    const server = boundSocket(SOCK_DGRAM, address);
    const client = udp();
    ok(connect(client, address, sizeof(address)));
    expect([send(client, "one", 3, sockets.MSG_MORE), send(client, "two", 3, 0)]).toEqual([3, 3]);
    expect(received(server)).toBe("onetwo");
  });

  it("cuts a datagram, and MSG_TRUNC tells its length", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    for (let i = 0; i < 3; i++) ok(send(a, "0123456789", 10, 0));
    const buffer = Buffer.alloc(4);
    expect(recv(b, buffer, 4, MSG_TRUNC)).toBe(10);
    expect(buffer.toString()).toBe("0123");
    expect(recv(b, buffer, 4, 0)).toBe(4);
    expect(recv(b, null, 0, MSG_PEEK | MSG_TRUNC)).toBe(10);
    expect(received(b)).toBe("0123456789");
  });

  it("keeps the bounds of messages, empty ones too", () => {
    for (const type of [SOCK_DGRAM, SOCK_SEQPACKET]) {
      const [a, b] = unixPair(type);
      expect([send(a, "one", 3, 0), send(a, "", 0, 0), send(a, "two", 3, 0)]).toEqual([3, 0, 3]);
      expect([received(b), received(b), received(b)]).toEqual(["one", "", "two"]);
    }
  });

  it("has one byte out of band, which sockatmark finds", () => {
    const [client, server] = connection();
    ok(send(client, "ab", 2, 0));
    ok(send(client, "!", 1, MSG_OOB));
    ok(send(client, "cd", 2, 0));
    // Loopback delivers in order: with the last bytes the mark is there.
    expect(received(server, 2, MSG_WAITALL)).toBe("ab");
    expect(sockatmark(server)).toBe(1);
    expect(received(server, 1, MSG_OOB)).toBe("!");
    expect(received(server, 2, MSG_WAITALL)).toBe("cd");
    expect(sockatmark(server)).toBe(0);
    expect(failing(() => recv(server, Buffer.alloc(1), 1, MSG_OOB))).toBe("EINVAL");
  });

  it.each<[string, string, () => number]>([
    ["ENOTCONN", "send on a stream that is not connected (EPIPE on Linux)", () => recv(tcp(), Buffer.alloc(1), 1, 0)],
    ["EPIPE", "send on a stream that never was connected", () => send(tcp(), "x", 1, 0)],
    ["EDESTADDRREQ", "send to nobody", () => send(udp(), "x", 1, 0)],
    ["ENOTCONN", "send to nobody, UNIX", () => send(openedSocket(AF_UNIX, SOCK_DGRAM), "x", 1, 0)],
    ["EMSGSIZE", "a datagram that is too long", () => sendto(udp(), Buffer.alloc(70_000), 70_000, 0, loopback(9), 16)],
    ["EOPNOTSUPP", "MSG_OOB on a datagram", () => sendto(udp(), "x", 1, MSG_OOB, loopback(9), 16)],
    ["ENOTSOCK", "send on a file", () => send(file(), "x", 1, 0)],
    ["ENOTSOCK", "recv on a file", () => recv(file(), Buffer.alloc(1), 1, 0)],
    ["ENOTSOCK", "recv on a pipe", () => recv(openedPipe()[0], Buffer.alloc(1), 1, 0)],
    ["EBADF", "send on a closed descriptor", () => send(closedDescriptor(), "x", 1, 0)],
    ["EBADF", "recv on a closed descriptor", () => recv(closedDescriptor(), Buffer.alloc(1), 1, 0)],
    ["EINVAL", "recv of an out-of-band byte where none is", () => recv(connection()[0], Buffer.alloc(1), 1, MSG_OOB)],
  ])("answers %s: %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  it("answers EPIPE when the peer is gone, without a signal", () => {
    const [a, b] = unixPair();
    ok(close(b));
    expect(failing(() => send(a, "x", 1, MSG_NOSIGNAL))).toBe("EPIPE");
    expect(failing(() => write(a, "x", 1))).toBe("EPIPE");
  });

  it("answers ECONNRESET when the peer reset the connection", () => {
    const [client, server] = connection();
    const abort = new linger({ l_onoff: 1, l_linger: 0 });
    ok(setsockopt(server, SOL_SOCKET, SO_LINGER, abort, sizeof(abort)));
    ok(close(server));
    expect(failing(() => recv(client, Buffer.alloc(1), 1, 0))).toBe("ECONNRESET");
  });
});

describe("sendto and recvfrom", () => {
  it.each([
    ["IPv4", loopback, sockaddr_in],
    ["IPv6", loopback6, sockaddr_in6],
  ])("carry datagrams, with the sender's address to answer to: %s", (_name, make, type) => {
    const address = make() as sockaddr_in;
    const server = boundSocket(SOCK_DGRAM, address);
    const clientAddress = make() as sockaddr_in;
    const client = boundSocket(SOCK_DGRAM, clientAddress);
    expect(sendto(client, "ping", 4, 0, address, sizeof(address))).toBe(4);
    const [buffer, peer] = [Buffer.alloc(10), new type() as sockaddr_in];
    const length = new socklen_t(sizeof(peer));
    expect(recvfrom(server, buffer, 10, 0, peer, length)).toBe(4);
    expect(length.value).toBe(sizeof(type));
    expect(bytes(peer)).toEqual(bytes(clientAddress));
    expect(sendto(server, "pong", 4, 0, peer, length.value)).toBe(4);
    expect(received(client)).toBe("pong");
  });

  it("tell no address where there is none", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    ok(send(a, "x", 1, 0));
    const length = new socklen_t(sizeof(sockaddr_un));
    expect(recvfrom(b, Buffer.alloc(1), 1, 0, new sockaddr_un(), length)).toBe(1);
    expect(length.value).toBe(0);
  });

  it("work over a connection too", () => {
    const [client, server] = connection();
    expect(sendto(client, "Hello", 5, 0, null, 0)).toBe(5);
    const buffer = Buffer.alloc(5);
    expect(recvfrom(server, buffer, 5, 0, null, null)).toBe(5);
    expect(buffer.toString()).toBe("Hello");
  });

  it.each<[string, string, () => number]>([
    [
      "EISCONN",
      "an address on a connected UNIX socket",
      () => sendto(unixPair()[0], "x", 1, 0, pathAddress("/x"), 110),
    ],
    ["EAFNOSUPPORT", "another family", () => sendto(udp(), "x", 1, 0, new sockaddr_in({ sin_family: 99 }), 16)],
    ["EINVAL", "an address that is short", () => sendto(udp(), "x", 1, 0, loopback(9), 8)],
    ["EINVAL", "port 0", () => sendto(udp(), "x", 1, 0, loopback(0), 16)],
    ["EACCES", "a broadcast without SO_BROADCAST", () => sendto(udp(), "x", 1, 0, ipv4("127.255.255.255", 9), 16)],
    ["ENOTSOCK", "sendto on a file", () => sendto(file(), "x", 1, 0, loopback(9), 16)],
    ["ENOTSOCK", "recvfrom on a file", () => recvfrom(file(), Buffer.alloc(1), 1, 0, null, null)],
    ["EAGAIN", "recvfrom of nothing", () => recvfrom(udp(), Buffer.alloc(1), 1, MSG_DONTWAIT, null, null)],
    ["ENOENT", "a path that is not there", () => sendtoPath(temporaryPath())],
    ["ECONNREFUSED", "a path of a file", () => sendtoPath(plainFile())],
  ])("answer %s: %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  const sendtoPath = (path: string): number =>
    sendto(openedSocket(AF_UNIX, SOCK_DGRAM), "x", 1, 0, pathAddress(path), sizeof(sockaddr_un));

  it("may broadcast with SO_BROADCAST", () => {
    const fd = udp();
    setOption(fd, SO_BROADCAST, 1);
    expect(sendto(fd, "x", 1, 0, ipv4("127.255.255.255", 9), 16)).toBe(1);
  });
});

describe("shutdown", () => {
  it("SHUT_WR ends what is sent, not what is received", () => {
    const [client, server] = connection();
    expect(shutdown(client, SHUT_WR)).toBe(0);
    expect(received(server)).toBe("");
    expect(failing(() => send(client, "x", 1, MSG_NOSIGNAL))).toBe("EPIPE");
    ok(send(server, "still", 5, 0));
    expect(received(client)).toBe("still");
  });

  it("SHUT_RD ends what is received, not what is sent", () => {
    const [a, b] = unixPair();
    expect(shutdown(a, SHUT_RD)).toBe(0);
    expect(received(a)).toBe("");
    expect(failing(() => send(b, "x", 1, MSG_NOSIGNAL))).toBe("EPIPE");
    ok(send(a, "still", 5, 0));
    expect(received(b)).toBe("still");
  });

  it("SHUT_RDWR ends both", () => {
    const [client, server] = connection();
    expect(shutdown(client, SHUT_RDWR)).toBe(0);
    expect(received(client)).toBe("");
    expect(received(server)).toBe("");
  });

  it.each<[string, string, () => number]>([
    ["ENOTCONN", "what is not connected", () => shutdown(tcp(), SHUT_RDWR)],
    ["EINVAL", "another direction", () => shutdown(connection()[0], 3)],
    ["ENOTSOCK", "a file", () => shutdown(file(), SHUT_RD)],
    ["EBADF", "a closed descriptor", () => shutdown(closedDescriptor(), SHUT_RD)],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("sockatmark", () => {
  it.each<[string, string, () => number]>([
    ["ENOTTY", "a file", () => sockatmark(file())],
    ["EBADF", "a closed descriptor", () => sockatmark(closedDescriptor())],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("getsockopt and setsockopt", () => {
  it("carry an int", () => {
    const fd = tcp();
    expect(optionOf(fd, SO_KEEPALIVE)).toBe(0);
    setOption(fd, SO_KEEPALIVE, 1);
    expect(optionOf(fd, SO_KEEPALIVE)).toBe(1);
    // The kernel doubles it, and has a least size.
    setOption(fd, SO_SNDBUF, 10_000);
    expect(optionOf(fd, SO_SNDBUF)).toBe(20_000);
  });

  it("carry a linger, and say how long the value became", () => {
    const fd = tcp();
    const wanted = new linger({ l_onoff: 1, l_linger: 7 });
    expect(setsockopt(fd, SOL_SOCKET, SO_LINGER, wanted, sizeof(wanted))).toBe(0);
    const memory = Buffer.alloc(100, 0xee);
    const length = new socklen_t(100);
    expect(getsockopt(fd, SOL_SOCKET, SO_LINGER, memory, length)).toBe(0);
    expect(length.value).toBe(sizeof(linger));
    const value = cast(linger, memory);
    expect([value.l_onoff, value.l_linger]).toEqual([1, 7]);
    expect(memory.subarray(8).every((byte) => byte === 0xee)).toBe(true);
  });

  it("carry a timeval", () => {
    const fd = opened(socket(AF_INET, SOCK_STREAM, 0));
    const wanted = new timeval({ tv_sec: 3, tv_usec: 500_000 });
    expect(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, wanted, sizeof(wanted))).toBe(0);
    const value = new timeval();
    expect(getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, value, new socklen_t(sizeof(value)))).toBe(0);
    expect([value.tv_sec, value.tv_usec]).toEqual([3, 500_000]);
  });

  it("carry a ucred", () => {
    const [a] = unixPair();
    const peer = new ucred();
    const length = new socklen_t(sizeof(peer));
    expect(getsockopt(a, SOL_SOCKET, sockets.SO_PEERCRED, peer, length)).toBe(0);
    expect([peer.pid, peer.uid, peer.gid]).toEqual([process.pid, process.getuid!(), process.getgid!()]);
  });

  it("carry a string", () => {
    const fd = tcp();
    const name = Buffer.alloc(16);
    const length = new socklen_t(16);
    expect(getsockopt(fd, SOL_SOCKET, sockets.SO_BINDTODEVICE, name, length)).toBe(0);
    expect(length.value).toBe(0);
    // Linux lets everyone bind a socket that is not bound; older kernels want the privilege.
    expect([0, "EPERM"]).toContain(failing(() => setsockopt(fd, SOL_SOCKET, sockets.SO_BINDTODEVICE, "lo", 3)));
    expect(failing(() => setsockopt(fd, SOL_SOCKET, sockets.SO_BINDTODEVICE, "no such device", 15))).toMatch(
      /ENODEV|EPERM/,
    );
  });

  it("carry an address: SO_PEERNAME", () => {
    const [client, server] = connection();
    const [peer, own] = [new sockaddr_in(), new sockaddr_in()];
    const length = new socklen_t(sizeof(peer));
    expect(getsockopt(server, SOL_SOCKET, sockets.SO_PEERNAME, peer, length)).toBe(0);
    ok(getsockname(client, own, length));
    expect(bytes(peer)).toEqual(bytes(own));
  });

  it("carry bytes of options that have no type", () => {
    const cookie = Buffer.alloc(8);
    const length = new socklen_t(8);
    expect(getsockopt(tcp(), SOL_SOCKET, sockets.SO_COOKIE, cookie, length)).toBe(0);
    expect(cookie.readBigUInt64LE()).not.toBe(0n);
    const rate = Buffer.alloc(4);
    rate.writeUInt32LE(1_000_000);
    expect(setsockopt(tcp(), SOL_SOCKET, sockets.SO_MAX_PACING_RATE, rate, 4)).toBe(0);
  });

  it("cut a value that does not fit", () => {
    const memory = Buffer.alloc(4, 0xee);
    const length = new socklen_t(1);
    expect(getsockopt(tcp(), SOL_SOCKET, SO_TYPE, memory, length)).toBe(0);
    expect([length.value, memory.toString("hex")]).toEqual([1, "01eeeeee"]);
  });

  it("SO_ERROR tells the pending error once", () => {
    const address = loopback();
    ok(close(boundSocket(SOCK_DGRAM, address)));
    const fd = udp();
    ok(connect(fd, address, sizeof(address)));
    ok(send(fd, "x", 1, 0));
    expect([nameOf(optionOf(fd, SO_ERROR)), optionOf(fd, SO_ERROR)]).toEqual(["ECONNREFUSED", 0]);
  });

  const value = (): int => new int(1);
  const length = (value: number): socklen_t => new socklen_t(value);
  it.each<[string, string, () => number]>([
    ["ENOPROTOOPT", "an option that is not there", () => setsockopt(tcp(), SOL_SOCKET, 9999, value(), 4)],
    ["ENOPROTOOPT", "an option that is not there", () => getsockopt(tcp(), SOL_SOCKET, 9999, value(), length(4))],
    ["EOPNOTSUPP", "a level that is not there", () => getsockopt(tcp(), 9999, 1, value(), length(4))],
    ["ENOPROTOOPT", "an option that cannot be set", () => setsockopt(tcp(), SOL_SOCKET, SO_TYPE, value(), 4)],
    ["EINVAL", "a value that is short", () => setsockopt(tcp(), SOL_SOCKET, SO_KEEPALIVE, value(), 3)],
    ["EINVAL", "a linger that is short", () => setsockopt(tcp(), SOL_SOCKET, SO_LINGER, new linger(), 4)],
    ["EDOM", "a timeval out of range", () => setsockopt(tcp(), SOL_SOCKET, SO_RCVTIMEO, badTimeval(), 16)],
    ["EINVAL", "a negative length", () => getsockopt(tcp(), SOL_SOCKET, SO_TYPE, null, length(-1))],
    ["EISCONN", "IPV6_V6ONLY too late", () => lateV6Only()],
    ["ENOTSOCK", "setsockopt of a file", () => setsockopt(file(), SOL_SOCKET, SO_KEEPALIVE, value(), 4)],
    ["ENOTSOCK", "getsockopt of a file", () => getsockopt(file(), SOL_SOCKET, SO_KEEPALIVE, value(), length(4))],
    ["EBADF", "setsockopt of what is closed", () => setsockopt(closedDescriptor(), 1, SO_KEEPALIVE, value(), 4)],
    ["EBADF", "getsockopt of what is closed", () => getsockopt(closedDescriptor(), 1, SO_TYPE, value(), length(4))],
  ])("answer %s for %s", (error, _what, call) => {
    // The kernel has more than one answer to some; all mean the same.
    expect(error === "EISCONN" ? ["EISCONN", "EINVAL"] : [error]).toContain(failing(call));
  });

  const badTimeval = (): timeval => new timeval({ tv_usec: 1_000_000 });

  function lateV6Only(): number {
    const fd = boundSocket(SOCK_STREAM, loopback6() as never);
    return setsockopt(fd, sockets.SOL_IPV6, 26 /* IPV6_V6ONLY */, value(), 4);
  }
});

it("errno stays as it is when a call succeeds", () => {
  set_errno(77);
  const [a, b] = unixPair();
  ok(send(a, "x", 1, 0));
  received(b);
  ok(shutdown(a, SHUT_RDWR));
  expect(failing(() => (set_errno(77), -1))).toBe("EBADFD");
});

it("MSG_ZEROCOPY is not done: the kernel would read the buffer after the call", () => {
  const fd = opened(socket(AF_INET, SOCK_DGRAM, 0));
  expect(failing(() => send(fd, "x", 1, MSG_ZEROCOPY))).toBe("EOPNOTSUPP");
  expect(failing(() => sendto(fd, "x", 1, MSG_ZEROCOPY, null, 0))).toBe("EOPNOTSUPP");
});

// Headers older than Linux 6.5 lack it.
const SO_PEERPIDFD = 77;

const knowsPeerPidfd = (): boolean => {
  const [a] = unixPair();
  const value = array(int, 1);
  if (getsockopt(a, SOL_SOCKET, SO_PEERPIDFD, value, new socklen_t(4)) < 0) return false;
  ok(close(value[0]));
  return true;
};

describe("SO_PEERPIDFD, which makes a descriptor,", () => {
  function isPidfd(fd: string): boolean {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).includes("pidfd");
    } catch {
      return false; // The one that the directory was read with.
    }
  }

  /** What the call returned, and how many descriptors it made, which are closed. */
  function attempt(value: Parameters<typeof getsockopt>[3], length: socklen_t | null): [string | number, number] {
    const [a] = unixPair();
    const before = readdirSync("/proc/self/fd").filter(isPidfd);
    const result = failing(() => getsockopt(a, SOL_SOCKET, SO_PEERPIDFD, value, length));
    const made = readdirSync("/proc/self/fd").filter((fd) => isPidfd(fd) && !before.includes(fd));
    for (const fd of made) closeSync(Number(fd));
    return [result, made.length];
  }

  it("gives the program one that it can use and close", () => {
    const [a] = unixPair();
    const value = array(int, 2);
    const length = new socklen_t(8);
    const result = failing(() => getsockopt(a, SOL_SOCKET, SO_PEERPIDFD, value, length));
    if (!knowsPeerPidfd()) return expect(result).toBe("ENOPROTOOPT");
    expect([result, length.value, value[1]]).toEqual([0, 4, 0]);
    expect(fcntl(value[0], F_GETFD)).toBe(FD_CLOEXEC);
    expect([close(value[0]), failing(() => close(value[0]))]).toEqual([0, "EBADF"]);
  });

  it.each([0, 1, 2, 3])("takes no number for its own of which it wrote %i bytes", (size) => {
    const nodes = openSync("/dev/null", "r");
    const value = array(int, [nodes]);
    const length = new socklen_t(size);
    const expected = knowsPeerPidfd() ? [0, 1] : ["ENOPROTOOPT", 0];
    expect([attempt(value, length), length.value]).toEqual([expected, size]);
    expect(bytes(value).subarray(size)).toEqual(bytes(array(int, [nodes])).subarray(size));
    expect(failing(() => close(nodes))).toBe("EBADF");
    closeSync(nodes);
  });

  it("needs no memory for no bytes, and reads none behind the end of what there is", () => {
    const known = knowsPeerPidfd();
    expect(attempt(null, new socklen_t(0))).toEqual(known ? [0, 1] : ["ENOPROTOOPT", 0]);
    expect(attempt(new Uint8Array(0), new socklen_t(0))).toEqual(known ? [0, 1] : ["ENOPROTOOPT", 0]);
    expect(attempt(new Uint8Array(2), new socklen_t(2))).toEqual(known ? [0, 1] : ["ENOPROTOOPT", 0]);
    expect(attempt(null, new socklen_t(4))).toEqual([known ? "EFAULT" : "ENOPROTOOPT", 0]);
    expect(attempt(new Uint8Array(4), null)).toEqual(["EFAULT", 0]);
    expect(thrown(() => attempt(new Uint8Array(3), new socklen_t(4)))).toMatch(/^RangeError: getsockopt: optlen/);
  });
});
