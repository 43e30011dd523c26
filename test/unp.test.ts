import { createReadStream } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { execFileSync, spawnSync } from "node:child_process";

import * as c from "berkeley";
import { int, ptr, sizeof } from "berkeley/memory";
import * as unp from "berkeley/unp";
import {
  BUFFSIZE,
  connect_nonb,
  dg_echo,
  family_to_level,
  free_ifi_info,
  gf_time,
  host_serv,
  IFI_ALIAS,
  IFI_HADDR,
  ifi_info,
  IFI_NAME,
  isfdtype,
  LISTENQ,
  max,
  MAXLINE,
  mcast_get_if,
  mcast_get_loop,
  mcast_get_ttl,
  mcast_join,
  mcast_set_if,
  mcast_set_loop,
  mcast_set_ttl,
  min,
  my_addrs,
  read_cred,
  read_fd,
  readable_timeo,
  readline,
  readlinebuf,
  readn,
  recvfrom_flags,
  type SA,
  SERV_PORT,
  sock_bind_wild,
  sock_cmp_addr,
  sock_cmp_port,
  sock_get_port,
  sock_ntop,
  sock_ntop_host,
  sock_set_addr,
  sock_set_port,
  sock_set_wild,
  sockfd_to_family,
  str_echo,
  tcp_connect,
  tcp_listen,
  tv_sub,
  udp_client,
  udp_connect,
  udp_server,
  unp_in_pktinfo,
  writable_timeo,
  write_fd,
  writen,
} from "berkeley/unp";

import { closedDescriptor, ok, opened, openedPipe } from "./support/descriptors.ts";
import { runModule } from "./support/children.ts";
import { failing } from "./support/errors.ts";
import { runForking, well } from "./support/forking.ts";
import { hasNamespaces, inNamespace } from "./support/namespaces.ts";
import {
  boundSocket,
  ipv4,
  listener,
  loopback,
  loopback6,
  pathAddress,
  tcp,
  udp,
  unixPair,
  withTimeout,
} from "./support/network.ts";
import { describeIf, Program, temporaryFolder } from "./support/processes.ts";
import { numbersFrom } from "./support/random.ts";
import { thrown } from "./support/thrown.ts";

const { AF_INET, AF_INET6, AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } = c;

/** A pipe with a text in it, of which that is all. */
function pipeOf(text: string | Buffer): number {
  const [reading, writing] = openedPipe();
  ok(c.write(writing, Buffer.from(text), Buffer.byteLength(text)));
  ok(c.close(writing));
  return reading;
}

/** The lines that readline returns, up to 0 or -1. */
function linesOf(fd: number, maxlen = MAXLINE): string[] {
  const buffer = Buffer.alloc(maxlen, "x");
  const lines: string[] = [];
  for (let n; (n = readline(fd, buffer, maxlen)) > 0;) {
    expect(buffer[n]).toBe(0);
    lines.push(buffer.toString("latin1", 0, n));
  }
  return lines;
}

describe("readn", () => {
  it("reads until all has come", () => {
    const [one, other] = unixPair(SOCK_SEQPACKET); // A read returns one packet.
    for (const packet of ["ab", "c", "defg"]) ok(c.send(other, packet, packet.length, 0));
    const buffer = Buffer.alloc(10);
    expect(readn(one, buffer, 5)).toBe(5);
    expect(buffer.toString("latin1")).toBe("abcde\0\0\0\0\0"); // The packet's rest is lost.
  });

  it("returns fewer at the end of the input, and 0 behind it", () => {
    const fd = pipeOf("abc");
    const buffer = Buffer.alloc(5);
    expect(readn(fd, buffer, 5)).toBe(3);
    expect(readn(fd, buffer, 5)).toBe(0);
    expect(readn(-1, buffer, 0)).toBe(0); // Nothing is read.
  });

  it("fills a struct", () => {
    const value = new c.uint32_t();
    expect(readn(pipeOf("\x01\0\0\0"), value, sizeof(value))).toBe(4);
    expect(c.bytes(value)[0]).toBe(1);
  });

  it("fails as read does", () => {
    expect(failing(() => readn(closedDescriptor(), Buffer.alloc(1), 1))).toBe("EBADF");
    expect(thrown(() => unp.Readn(closedDescriptor(), Buffer.alloc(1), 1))).toBe(
      "SystemError: readn EBADF: Bad file descriptor",
    );
  });

  it("never writes beyond the memory", () => {
    const buffer = Buffer.alloc(4);
    expect(thrown(() => readn(0, buffer, 5))).toBe("RangeError: readn: n: 5 bytes asked for, but the memory has 4");
    for (const n of [-1, 1.5, NaN, 2 ** 32]) expect(thrown(() => readn(0, buffer, n))).toMatch(/^RangeError: readn: n/);
    expect(thrown(() => readn(0, buffer, "1" as never))).toBe("TypeError: readn: n: expected an integer, got a string");
    expect(thrown(() => readn(0, null as never, 1))).toMatch(/^TypeError: readn: vptr: expected a Buffer/);
    expect(thrown(() => readn("0" as never, buffer, 1))).toMatch(/^TypeError: read: fd/);
  });

  it("goes on when a signal's handler has interrupted it, and so do writen and readline", () => {
    const { status, stdout, stderr } = runModule(`
      import * as u from "berkeley/unp";
      const fds = u.array(u.int, 2);
      u.Pipe(fds);
      let parts = [];
      const act = new u.sigaction({ sa_handler: () => u.Write(fds[1], parts.shift(), 2) }); // Without SA_RESTART.
      u.Sigaction(u.SIGALRM, act, null);
      const every = { tv_usec: 20000 };
      const start = () => u.Setitimer(u.ITIMER_REAL, new u.itimerval({ it_value: every }), null);
      const again = () => { u.Sigaction(u.SIGALRM, act, null); start(); };

      parts = ["ab"];
      start();
      u.printf("%d %s\\n", u.read(fds[0], Buffer.alloc(2), 2), u.strerror(u.errno));

      act.sa_handler = () => { u.Write(fds[1], parts.shift(), 2); if (parts.length > 0) start(); };
      const buf = Buffer.alloc(10);
      parts = ["cd", "ef"];
      again();
      u.printf("%d %.8s\\n", u.Readn(fds[0], buf, 6), buf);
      parts = ["hi", "jk", "l\\n"];
      again();
      u.printf("%d %s", u.Readline(fds[0], buf, 10), buf);

      // A pipe that is full: the handler makes room.
      u.Fcntl(fds[1], u.F_SETFL, u.O_NONBLOCK);
      const page = Buffer.alloc(4096);
      let filled = 0;
      for (let n; (n = u.write(fds[1], page, 4096)) > 0; ) filled += n;
      u.Fcntl(fds[1], u.F_SETFL, 0);
      act.sa_handler = () => u.Readn(fds[0], Buffer.alloc(filled), filled);
      again();
      u.printf("%d\\n", u.Writen(fds[1], page, 4096));
    `);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "-1 Interrupted system call\n6 abcdef\n6 hijkl\n4096\n",
      stderr: "",
    });
  });
});

describe("writen", () => {
  it("writes all, through a pipe that holds less", () => {
    const program = `
      const fds = c.array(c.int, 2);
      c.pipe(fds);
      const size = 1_000_003;
      const pid = fork();
      if (pid === 0) {
        const got = Buffer.alloc(size + 1);
        const { readn } = await import("berkeley/unp");
        c.close(fds[1]);
        assert.equal(readn(fds[0], got, size + 1), size);
        assert(got.subarray(0, size).equals(Buffer.alloc(size, "abc")));
        _exit(0);
      }
      const { writen } = await import("berkeley/unp");
      assert.equal(writen(fds[1], Buffer.alloc(size, "abc"), size), size);
      c.close(fds[1]);
      await finish(pid);`;
    expect(runForking(program)).toEqual(well("exited 0\n"));
  });

  it("takes a string, whose NUL is its last byte", () => {
    const [reading, writing] = openedPipe();
    const buffer = Buffer.alloc(5, "x");
    expect(writen(writing, "naïf", 6)).toBe(6);
    expect(readn(reading, buffer, 3)).toBe(3);
    expect(buffer.toString("latin1", 0, 3)).toBe("na\xc3");
    expect(thrown(() => writen(writing, "abc", 5))).toBe(
      "RangeError: writen: n: 5 bytes asked for, but the memory has 4",
    );
  });

  it("fails as write does", () => {
    const [reading, writing] = openedPipe();
    ok(c.close(reading));
    expect(failing(() => writen(writing, "abc", 3))).toBe("EPIPE");
    expect(thrown(() => unp.Writen(writing, "abc", 3))).toBe("SystemError: writen EPIPE: Broken pipe");
  });
});

describe("readline", () => {
  it("reads line by line, the last without a newline", () => {
    expect(linesOf(pipeOf("one\n\ntwo\r\nthree"))).toEqual(["one\n", "\n", "two\r\n", "three"]);
    expect(linesOf(pipeOf(""))).toEqual([]);
    expect(linesOf(pipeOf("\0a\n"))).toEqual(["\0a\n"]);
  });

  it("reads a line that is longer than the memory in pieces, and not a byte more", () => {
    expect(linesOf(pipeOf("abcdefg\nh\n"), 4)).toEqual(["abc", "def", "g\n", "h\n"]);
    const buffer = Buffer.alloc(8, "x");
    const fd = pipeOf("abcdef\n");
    expect(readline(fd, buffer.subarray(0, 4), 4)).toBe(3);
    expect(buffer.toString("latin1")).toBe("abc\0xxxx");
    ok(unp.close(fd));
  });

  it("reads lines that are longer than what is read ahead", () => {
    const long = `${"0123456789".repeat(1500)}\n`;
    expect(linesOf(pipeOf(`${long}end`), 20_000)).toEqual([long, "end"]);
  });

  it("reads what comes in pieces", () => {
    const [one, other] = unixPair();
    ok(c.send(other, "ab", 2, 0));
    ok(c.fcntl(one, c.F_SETFL, c.O_NONBLOCK));
    const buffer = Buffer.alloc(10);
    expect(failing(() => readline(one, buffer, 10))).toBe("EAGAIN"); // What came is lost, as in the book.
    ok(c.send(other, "c\nd", 3, 0));
    expect(readline(one, buffer, 10)).toBe(2);
    ok(c.shutdown(other, c.SHUT_WR));
    expect(readline(one, buffer, 10)).toBe(1);
    expect(readline(one, buffer, 10)).toBe(0);
  });

  it("keeps descriptors apart", () => {
    const [first, second] = [pipeOf("a\nb\n"), pipeOf("c\nd\n")];
    const buffer = Buffer.alloc(10);
    const next = (fd: number): string => buffer.toString("latin1", 0, readline(fd, buffer, 10));
    expect([next(first), next(second), next(first), next(second), next(first)]).toEqual([
      "a\n",
      "c\n",
      "b\n",
      "d\n",
      "",
    ]);
  });

  it("is told by close that another descriptor may get the number", () => {
    for (const close of [unp.close, unp.Close]) {
      const first = pipeOf("a\nof another\n");
      expect(readline(first, Buffer.alloc(10), 10)).toBe(2);
      expect(close(first)).toBe(0);
      const second = pipeOf("b\n");
      expect(second).toBe(first);
      expect(linesOf(second)).toEqual(["b\n"]);
    }
    expect(thrown(() => unp.Close(closedDescriptor()))).toBe("SystemError: close EBADF: Bad file descriptor");
  });

  it("finds the same lines, however long they are and the memory is", () => {
    const below = numbersFrom(1);
    for (let i = 0; i < 200; i++) {
      const maxlen = 2 + below(30);
      const text = Array.from({ length: below(300) }, () => "ab\n"[below(3)]).join("");
      const pieces = new RegExp(`[^\\n]{0,${maxlen - 2}}\\n|[^\\n]{1,${maxlen - 1}}`, "g");
      expect(linesOf(pipeOf(text), maxlen)).toEqual(text.match(pieces) ?? []);
    }
  });

  it("refuses memory without room for the line and its NUL", () => {
    const buffer = Buffer.alloc(4);
    const fd = pipeOf("abc\n");
    expect(thrown(() => readline(fd, buffer, 5))).toBe(
      "RangeError: readline: maxlen: 5 bytes asked for, but the memory has 4",
    );
    expect(thrown(() => readline(fd, buffer, 0))).toBe("RangeError: readline: maxlen: there is no room for the NUL");
    expect(readline(fd, buffer, 1)).toBe(0); // There is room for the NUL alone.
    expect(linesOf(fd)).toEqual(["abc\n"]);
  });

  it("fails as read does", () => {
    expect(failing(() => readline(closedDescriptor(), Buffer.alloc(4), 4))).toBe("EBADF");
    expect(thrown(() => unp.Readline(closedDescriptor(), Buffer.alloc(4), 4))).toMatch(/^SystemError: readline EBADF/);
  });

  it("tells what it has read ahead: readlinebuf", () => {
    const fd = pipeOf("one\ntwo\nthr");
    const rest = new ptr<Buffer>();
    readline(fd, Buffer.alloc(10), 10);
    expect(readlinebuf(rest)).toBe(7);
    expect(rest.value!.toString()).toBe("two\nthr");
    expect(linesOf(fd)).toEqual(["two\n", "thr"]);
    expect(readlinebuf(rest)).toBe(0);
    expect(rest.value!.toString()).toBe("two\nthr");
    expect(thrown(() => readlinebuf(null as never))).toMatch(/^TypeError: readlinebuf: vptrptr: expected a ptr/);
  });
});

describe("addresses", () => {
  const [in4, in6, un] = [ipv4("1.2.3.4", 80), loopback6(9877), pathAddress("/tmp/socket")];

  it("are text: sock_ntop and sock_ntop_host", () => {
    const both = (sa: SA): string[] => [sock_ntop(sa, sizeof(sa)), sock_ntop_host(sa, sizeof(sa))];
    expect(both(in4)).toEqual(["1.2.3.4:80", "1.2.3.4"]);
    expect(both(ipv4("1.2.3.4"))).toEqual(["1.2.3.4", "1.2.3.4"]);
    expect(both(in6)).toEqual(["[::1]:9877", "::1"]);
    expect(both(loopback6())).toEqual(["::1", "::1"]);
    expect(both(un)).toEqual(["/tmp/socket", "/tmp/socket"]);
    expect(both(new c.sockaddr_un({ sun_family: AF_UNIX }))).toEqual(Array(2).fill("(no pathname bound)"));
    expect(both(pathAddress("x".repeat(108)))).toEqual(Array(2).fill("x".repeat(108)));
    expect(both(new c.sockaddr({ sa_family: 99 }))).toEqual(Array(2).fill("sock_ntop: unknown AF_xxx: 99, len 16"));
    expect(sock_ntop(c.bytes(in4), 16)).toBe("1.2.3.4:80");
    expect(unp.Sock_ntop(in4, 16)).toBe("1.2.3.4:80");
  });

  it("are compared: sock_cmp_addr and sock_cmp_port", () => {
    expect(sock_cmp_addr(in4, ipv4("1.2.3.4", 81), 16)).toBe(0);
    expect(sock_cmp_addr(in4, ipv4("1.2.3.5", 80), 16)).not.toBe(0);
    expect(sock_cmp_addr(in6, loopback6(), 28)).toBe(0);
    expect(sock_cmp_addr(in6, new c.sockaddr_in6({ sin6_family: AF_INET6 }), 28)).not.toBe(0);
    expect(sock_cmp_addr(un, pathAddress("/tmp/socket"), 110)).toBe(0);
    expect(sock_cmp_addr(un, pathAddress("/tmp/socket2"), 110)).not.toBe(0);
    expect(sock_cmp_addr(in4, in6, 16)).toBe(-1);
    expect(sock_cmp_addr(new c.sockaddr(), new c.sockaddr(), 16)).toBe(-1);
    expect(sock_cmp_port(in4, ipv4("9.9.9.9", 80), 16)).toBe(0);
    expect(sock_cmp_port(in4, ipv4("1.2.3.4", 81), 16)).not.toBe(0);
    expect(sock_cmp_port(in6, loopback6(9877), 28)).toBe(0);
    expect(sock_cmp_port(in6, loopback6(1), 28)).not.toBe(0);
    expect(sock_cmp_port(in4, loopback6(80), 16)).toBe(-1);
    expect(sock_cmp_port(un, un, 110)).toBe(-1);
  });

  it("are changed: sock_set_addr, sock_set_port, sock_set_wild, sock_get_port", () => {
    const [sa4, sa6] = [new c.sockaddr_in(in4), new c.sockaddr_in6(in6)];
    sock_set_port(sa4, 16, c.htons(7));
    sock_set_port(sa6, 28, c.htons(8));
    sock_set_addr(sa4, 16, ipv4("5.6.7.8").sin_addr);
    sock_set_addr(sa6, 28, c.in6addr_any);
    expect([sock_ntop(sa4, 16), sock_ntop(sa6, 28)]).toEqual(["5.6.7.8:7", "[::]:8"]);
    sa6.sin6_addr = c.in6addr_loopback;
    sock_set_wild(sa4, 16);
    sock_set_wild(sa6, 28);
    expect([sock_ntop(sa4, 16), sock_ntop(sa6, 28)]).toEqual(["0.0.0.0:7", "[::]:8"]);
    expect([sock_get_port(sa4, 16), sock_get_port(sa6, 28)]).toEqual([c.htons(7), c.htons(8)]);
    expect(failing(() => sock_get_port(un, 110))).toBe("EAFNOSUPPORT");
    for (const change of [() => sock_set_port(un, 110, 0), () => sock_set_wild(un, 110)]) change();
    sock_set_addr(un, 110, Buffer.alloc(4));
    expect(sock_ntop(un, 110)).toBe("/tmp/socket");
  });

  it("are not read beyond their memory", () => {
    const short = Buffer.alloc(16);
    short.writeUInt16LE(AF_INET6);
    expect(thrown(() => sock_ntop(in4, 17))).toBe(
      "RangeError: sock_ntop: salen: 17 bytes asked for, but the memory has 16",
    );
    for (const call of [
      () => sock_ntop(short, 16),
      () => sock_ntop(Buffer.alloc(2), 2),
      () => sock_cmp_addr(short, short, 16),
      () => sock_cmp_port(in6, in4, 28),
      () => sock_get_port(short, 16),
      () => sock_set_wild(short, 16),
      () => sock_set_addr(in6, 28, Buffer.alloc(4)),
    ]) {
      expect(thrown(call)).toMatch(/^RangeError: /);
    }
  });

  it.each([
    ["IPv4", AF_INET],
    ["IPv6", AF_INET6],
  ])("of %s that are wild: sock_bind_wild", (_name, family) => {
    const fd = udp(family);
    const port = sock_bind_wild(fd, family);
    const address = new c.sockaddr_storage();
    ok(c.getsockname(fd, address, new c.socklen_t(sizeof(address))));
    expect(port).toBe(sock_get_port(address, sizeof(address)));
    expect(port).toBeGreaterThan(0);
    expect(sock_ntop_host(address, sizeof(address))).toBe(family === AF_INET ? "0.0.0.0" : "::");
    expect(sockfd_to_family(fd)).toBe(family);
    expect(failing(() => sock_bind_wild(fd, family))).toBe("EINVAL");
    expect(failing(() => sock_bind_wild(fd, AF_UNIX))).toBe("EAFNOSUPPORT");
    expect(failing(() => sockfd_to_family(openedPipe()[0]))).toBe("ENOTSOCK");
  });

  it("have families, and those have levels", () => {
    expect([family_to_level(AF_INET), family_to_level(AF_INET6)]).toEqual([c.IPPROTO_IP, c.IPPROTO_IPV6]);
    expect(failing(() => family_to_level(AF_UNIX))).toBe("EAFNOSUPPORT");
    expect(thrown(() => unp.Family_to_level(AF_UNIX))).toMatch(/^SystemError: family_to_level EAFNOSUPPORT/);
  });
});

/** The port of a socket, as text. */
function portOf(fd: number): string {
  const address = new c.sockaddr_storage();
  ok(c.getsockname(fd, address, new c.socklen_t(sizeof(address))));
  return String(c.ntohs(sock_get_port(address, sizeof(address)) as c.in_port_t));
}

const hosts = [
  ["IPv4", "127.0.0.1", sizeof(c.sockaddr_in)],
  ["IPv6", "::1", sizeof(c.sockaddr_in6)],
] as const;

describe.each(hosts)("clients and servers over %s", (_name, host, size) => {
  it("meet over TCP: tcp_listen, tcp_connect", () => {
    const addrlen = new c.socklen_t();
    const listening = withTimeout(opened(tcp_listen(host, "0", addrlen)));
    expect(addrlen.value).toBe(size);
    const client = opened(tcp_connect(host, portOf(listening)));
    const address = new c.sockaddr_storage();
    const server = opened(unp.Accept(listening, address, new c.socklen_t(sizeof(address))));
    expect(sock_ntop_host(address, addrlen.value)).toBe(host);
    ok(writen(client, "Hello\n", 6));
    const buffer = Buffer.alloc(20);
    expect(readline(server, buffer, 20)).toBe(6);

    const reuse = new int();
    ok(c.getsockopt(listening, c.SOL_SOCKET, c.SO_REUSEADDR, reuse, new c.socklen_t(4)));
    expect(reuse.value).toBe(1);
    expect(thrown(() => tcp_listen(host, portOf(listening), null))).toBe(
      `SystemError: tcp_listen EADDRINUSE: Address already in use (${host}, ${portOf(listening)})`,
    );
  });

  it("meet over UDP: udp_server, udp_client, udp_connect", () => {
    const addrlen = new c.socklen_t();
    const server = withTimeout(opened(udp_server(host, "0", addrlen)));
    expect(addrlen.value).toBe(size);
    const [sa, len] = [new ptr<SA>(), new c.socklen_t()];
    const client = withTimeout(opened(udp_client(host, portOf(server), sa, len)));
    expect(len.value).toBe(size);
    expect(sock_ntop_host(sa.value!, len.value)).toBe(host);
    ok(c.sendto(client, "a", 1, 0, sa.value, len.value));
    const connected = withTimeout(opened(udp_connect(host, portOf(server))));
    ok(c.send(connected, "b", 1, 0));
    const buffer = Buffer.alloc(2);
    expect([c.recv(server, buffer, 1, 0), c.recv(server, buffer.subarray(1), 1, 0)]).toEqual([1, 1]);
    expect(buffer.toString()).toBe("ab");
  });

  it("throw where nobody listens", () => {
    const listening = tcp_listen(host, "0", null);
    const port = portOf(listening);
    ok(c.close(listening));
    expect(thrown(() => tcp_connect(host, port))).toBe(
      `SystemError: tcp_connect ECONNREFUSED: Connection refused (${host}, ${port})`,
    );
    expect(thrown(() => unp.Tcp_connect(host, port))).toMatch(/ECONNREFUSED/);
  });

  it("throw where the socket's address is not the machine's", () => {
    const elsewhere = host === "::1" ? "2001:db8::1" : "192.0.2.1";
    expect(thrown(() => tcp_listen(elsewhere, "0", null))).toMatch(/^SystemError: tcp_listen EADDRNOTAVAIL/);
    expect(thrown(() => udp_server(elsewhere, "0", null))).toMatch(/^SystemError: udp_server EADDRNOTAVAIL/);
  });
});

describe("clients and servers", () => {
  it("throw what getaddrinfo says", () => {
    const text = c.gai_strerror(c.EAI_SERVICE);
    const expected = (name: string): string => `SystemError: ${name} EAI_SERVICE: ${text} (127.0.0.1, no-service)`;
    const [sa, len] = [new ptr<SA>(), new c.socklen_t()];
    expect(thrown(() => tcp_connect("127.0.0.1", "no-service"))).toBe(expected("tcp_connect"));
    expect(thrown(() => tcp_listen("127.0.0.1", "no-service", null))).toBe(expected("tcp_listen"));
    expect(thrown(() => udp_client("127.0.0.1", "no-service", sa, len))).toBe(expected("udp_client"));
    expect(thrown(() => udp_connect("127.0.0.1", "no-service"))).toBe(expected("udp_connect"));
    expect(thrown(() => udp_server("127.0.0.1", "no-service", null))).toBe(expected("udp_server"));
    expect(thrown(() => tcp_listen(null, null, null))).toBe(
      `SystemError: tcp_listen EAI_NONAME: ${c.gai_strerror(c.EAI_NONAME)} (null, null)`,
    );
  });

  it("refuse what is not of the types of their parameters", () => {
    expect(thrown(() => udp_client("127.0.0.1", "7", {} as never, new c.socklen_t()))).toMatch(/expected a ptr/);
    expect(thrown(() => udp_client("127.0.0.1", "7", new ptr<SA>(), new int() as never))).toMatch(
      /expected a socklen_t/,
    );
    expect(thrown(() => tcp_listen("127.0.0.1", "0", new int() as never))).toMatch(/expected a socklen_t/);
    expect(thrown(() => tcp_connect(1 as never, "0"))).toMatch(/^TypeError: getaddrinfo: node/);
  });

  it("know hosts and services: host_serv", () => {
    const list = host_serv("127.0.0.1", "7", AF_INET, SOCK_STREAM)!;
    expect(list.ai_canonname).toBe("127.0.0.1");
    expect(sock_ntop(list.ai_addr, list.ai_addrlen)).toBe("127.0.0.1:7");
    c.freeaddrinfo(list);
    expect(host_serv("127.0.0.1", "no-service", AF_INET, SOCK_STREAM)).toBeNull();
    expect(thrown(() => unp.Host_serv("127.0.0.1", "no-service", AF_INET, SOCK_STREAM))).toMatch(
      /^SystemError: host_serv EAI_SERVICE: .* \(127.0.0.1, no-service\)$/,
    );
    c.freeaddrinfo(unp.Host_serv("::1", null, 0, 0));
  });

  it("listen with what LISTENQ says", () => {
    const backlogOf = (fd: number): number => {
      const info = new c.tcp_info();
      ok(c.getsockopt(fd, c.IPPROTO_TCP, c.TCP_INFO, info, new c.socklen_t(sizeof(info))));
      return info.tcpi_sacked;
    };
    const fd = opened(tcp_listen("127.0.0.1", "0", null));
    expect(unp.Listen(fd, 3)).toBe(0);
    expect(backlogOf(fd)).toBe(3);
    process.env.LISTENQ = "5";
    try {
      unp.Listen(fd, 3);
      expect(backlogOf(fd)).toBe(5);
      expect(backlogOf(opened(tcp_listen("127.0.0.1", "0", null)))).toBe(5);
    } finally {
      delete process.env.LISTENQ;
    }
    expect(thrown(() => unp.Listen(closedDescriptor(), 1))).toMatch(/^SystemError: listen EBADF/);
    expect(thrown(() => unp.Accept(tcp(), null, null))).toMatch(/^SystemError: accept EINVAL/);
  });
});

/** A listening socket whose queue is full, so that connections wait. */
function fullListener(): c.sockaddr_in {
  const [listening, address] = listener();
  ok(c.listen(listening, 0));
  ok(c.connect(tcp(), address, sizeof(address)));
  return address;
}

describe("timeouts", () => {
  it("of descriptors: readable_timeo, writable_timeo", () => {
    const [reading, writing] = openedPipe();
    expect(readable_timeo(reading, 0)).toBe(0);
    expect(writable_timeo(writing, 0)).toBeGreaterThan(0);
    ok(c.write(writing, "x", 1));
    expect(readable_timeo(reading, 10)).toBeGreaterThan(0);
    expect(failing(() => readable_timeo(closedDescriptor(), 0))).toBe("EBADF");
    expect(thrown(() => unp.Writable_timeo(closedDescriptor(), 0))).toMatch(/^SystemError: writable_timeo EBADF/);
    for (const fd of [-1, c.FD_SETSIZE]) expect(thrown(() => readable_timeo(fd, 0))).toMatch(/^RangeError: /);

    const page = Buffer.alloc(4096);
    ok(c.fcntl(writing, c.F_SETFL, c.O_NONBLOCK));
    while (c.write(writing, page, 4096) > 0);
    const begun = Date.now();
    expect(writable_timeo(writing, 1)).toBe(0);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(990);
  });

  it("of connections: connect_nonb", () => {
    const [, address] = listener();
    const fd = tcp();
    expect(connect_nonb(fd, address, sizeof(address), 5)).toBe(0);
    expect(c.fcntl(fd, c.F_GETFL) & c.O_NONBLOCK).toBe(0);
    const connected = tcp();
    ok(c.connect(connected, address, sizeof(address)));
    expect(failing(() => connect_nonb(connected, address, sizeof(address), 5))).toBe("EISCONN");
    expect(c.fcntl(connected, c.F_GETFL) & c.O_NONBLOCK).toBe(0);

    const waiting = fullListener();
    const late = tcp();
    expect(failing(() => connect_nonb(late, waiting, sizeof(waiting), 1))).toBe("ETIMEDOUT");
    expect(failing(() => c.close(late))).toBe("EBADF");

    const [closing, nobody] = listener();
    ok(c.close(closing));
    const refused = tcp();
    expect(failing(() => connect_nonb(refused, nobody, sizeof(nobody), 0))).toBe("ECONNREFUSED");
    expect(thrown(() => unp.Connect_nonb(tcp(), nobody, sizeof(nobody), 1))).toMatch(
      /^SystemError: connect_nonb ECONN/,
    );
    expect(thrown(() => connect_nonb(closedDescriptor(), nobody, 16, 1))).toMatch(/^SystemError: fcntl EBADF/);
  });

  it("of connections by a signal: connect_timeo", () => {
    const { status, stdout, stderr } = runModule(`
      import * as u from "berkeley/unp";
      const address = new u.sockaddr_in({ sin_family: u.AF_INET, sin_addr: { s_addr: u.htonl(u.INADDR_LOOPBACK) } });
      const listening = u.Socket(u.AF_INET, u.SOCK_STREAM, 0);
      u.Bind(listening, address, 16);
      u.Getsockname(listening, address, new u.socklen_t(16));
      u.Listen(listening, 0);
      const handler = () => {};
      u.Signal(u.SIGALRM, handler);
      const connect = () => {
        const fd = u.Socket(u.AF_INET, u.SOCK_STREAM, 0);
        const n = u.connect_timeo(fd, address, 16, 1);
        const error = n === -1 ? u.strerror(u.errno) : "connected";
        u.printf("%d %s, closed: %d\\n", n, error, u.fcntl(fd, u.F_GETFD) === -1 ? 1 : 0);
      };
      connect();
      u.alarm(100);
      connect();
      u.close(listening);
      connect();
      try {
        u.Connect_timeo(u.Socket(u.AF_INET, u.SOCK_STREAM, 0), address, 16, 1);
      } catch (error) {
        u.printf("%s\\n", error.message);
      }
      u.printf("%d left, handler back: %d\\n", u.alarm(0), u.signal(u.SIGALRM, u.SIG_DFL) === handler ? 1 : 0);
    `);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout:
        "0 connected, closed: 0\n-1 Connection timed out, closed: 1\n-1 Connection refused, closed: 1\n" +
        "connect_timeo ECONNREFUSED: Connection refused\n0 left, handler back: 1\n",
      stderr: "connect_timeo: alarm was already set\n",
    });
  });
});

describe("signal", () => {
  it("lets calls go on, but those that SIGALRM interrupts", () => {
    const { status, stdout, stderr } = runModule(`
      import * as u from "berkeley/unp";
      const fds = u.array(u.int, 2);
      u.Pipe(fds);
      const soon = (which) => u.Setitimer(which, new u.itimerval({ it_value: { tv_usec: 20000 } }), null);
      const flags = (signo) => {
        const act = new u.sigaction();
        u.Sigaction(signo, null, act);
        return act.sa_flags;
      };
      u.printf("%d\\n", u.signal(u.SIGALRM, () => u.printf("alarm\\n")) === u.SIG_DFL ? 1 : 0);
      u.Signal(u.SIGUSR1, () => {});
      u.printf("%d %d\\n", flags(u.SIGALRM), flags(u.SIGUSR1) === u.SA_RESTART ? 1 : 0);
      soon(u.ITIMER_REAL);
      u.printf("%d %s\\n", u.read(fds[0], Buffer.alloc(1), 1), u.strerror(u.errno));
      u.printf("%d\\n", u.signal(u.SIGKILL, u.SIG_IGN) === u.SIG_ERR ? u.errno : 0);
    `);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "1\n0 1\nalarm\n-1 Interrupted system call\n22\n",
      stderr: "",
    });
  });

  it("has signal_intr, with which any signal ends a call", () => {
    const { status, stdout, stderr } = runModule(`
      import * as u from "berkeley/unp";
      const fds = u.array(u.int, 2);
      u.Pipe(fds);
      const handler = () => u.printf("alarm\\n");
      u.printf("%d\\n", u.signal_intr(u.SIGALRM, handler) === u.SIG_DFL ? 1 : 0);
      u.printf("%d\\n", u.Signal_intr(u.SIGALRM, handler) === handler ? 1 : 0);
      u.Setitimer(u.ITIMER_REAL, new u.itimerval({ it_value: { tv_usec: 20000 } }), null);
      u.printf("%d %s\\n", u.read(fds[0], Buffer.alloc(1), 1), u.strerror(u.errno));
      const act = new u.sigaction();
      u.Signal_intr(u.SIGUSR1, handler);
      u.Sigaction(u.SIGUSR1, null, act);
      u.printf("%d %d\\n", act.sa_flags, act.sa_handler === handler ? 1 : 0); // No SA_RESTART, which signal gives.
      u.printf("%d\\n", u.signal_intr(u.SIGKILL, u.SIG_IGN) === u.SIG_ERR ? u.errno : 0);
      try {
        u.Signal_intr(u.SIGKILL, u.SIG_IGN);
      } catch (error) {
        u.printf("%s\\n", error.message);
      }
    `);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "1\n1\nalarm\n-1 Interrupted system call\n0 1\n22\nsignal_intr EINVAL: Invalid argument\n",
      stderr: "",
    });
  });
});

describe("descriptors", () => {
  it("pass between sockets: read_fd, write_fd", () => {
    const [one, other] = unixPair();
    const [reading, writing] = openedPipe();
    const recvfd = new int();
    const buffer = Buffer.alloc(2);
    expect(write_fd(one, "!", 1, writing)).toBe(1);
    expect(read_fd(other, buffer, 2, recvfd)).toBe(1);
    expect(buffer.toString("latin1")).toBe("!\0");
    ok(c.write(opened(recvfd.value), "x", 1));
    expect(c.read(reading, buffer, 2)).toBe(1);

    ok(c.send(one, "?", 1, 0));
    expect(unp.Read_fd(other, buffer, 2, recvfd)).toBe(1);
    expect(recvfd.value).toBe(-1);
    ok(c.shutdown(one, c.SHUT_WR));
    expect(read_fd(other, buffer, 2, recvfd)).toBe(0);
  });

  it("are not taken beyond the first", () => {
    const [one, other] = unixPair();
    const control = Buffer.alloc(c.CMSG_SPACE(8));
    const msg = new c.msghdr({ msg_iov: new c.iovec({ iov_base: "!", iov_len: 1 }), msg_iovlen: 1 });
    msg.msg_control = control;
    msg.msg_controllen = sizeof(control);
    Object.assign(c.CMSG_FIRSTHDR(msg)!, {
      cmsg_level: c.SOL_SOCKET,
      cmsg_type: c.SCM_RIGHTS,
      cmsg_len: c.CMSG_LEN(8),
    });
    const [reading, writing] = openedPipe();
    c.CMSG_DATA(c.CMSG_FIRSTHDR(msg)!).set(new Uint8Array(Int32Array.of(writing, writing).buffer));
    ok(c.sendmsg(one, msg, 0));
    const recvfd = new int();
    expect(read_fd(other, Buffer.alloc(1), 1, recvfd)).toBe(1);
    opened(recvfd.value);
    for (const fd of [writing, recvfd.value]) ok(c.close(fd));
    expect(c.read(reading, Buffer.alloc(1), 1)).toBe(0); // There is no third descriptor that could write.
  });

  it("are checked", () => {
    const [one] = unixPair();
    const [noSocket] = openedPipe(); // Standard input may be one, on which this would wait.
    const recvfd = new int();
    expect(failing(() => write_fd(one, "!", 1, -1))).toBe("EBADF");
    expect(failing(() => read_fd(noSocket, Buffer.alloc(1), 1, recvfd))).toBe("ENOTSOCK");
    expect(thrown(() => unp.Write_fd(one, "!", 1, -1))).toMatch(/^SystemError: write_fd EBADF/);
    expect(thrown(() => write_fd(one, "!", 3, 0))).toMatch(/^RangeError: write_fd: nbytes: 3 bytes asked for/);
    expect(thrown(() => write_fd(one, "!", 1, "0" as never))).toMatch(/^TypeError/);
    expect(thrown(() => read_fd(one, Buffer.alloc(1), 2, recvfd))).toMatch(/^RangeError: read_fd: nbytes: 2/);
    expect(thrown(() => read_fd(one, Buffer.alloc(1), 1, new c.uint32_t() as never))).toMatch(/expected a int/);
  });

  it("come with who has sent the bytes: read_cred", () => {
    const [one, other] = unixPair();
    const cred = new c.ucred({ pid: 7, uid: 7, gid: 7 });
    const buffer = Buffer.alloc(4);
    ok(c.send(one, "none", 4, 0));
    expect([read_cred(other, buffer, 4, cred), cred.pid]).toEqual([4, 0]);
    ok(c.setsockopt(other, c.SOL_SOCKET, c.SO_PASSCRED, new int(1), sizeof(int)));
    ok(c.send(one, "some", 4, 0));
    expect(unp.Read_cred(other, buffer, 2, cred)).toBe(2);
    expect(buffer.toString()).toBe("sone");
    expect([cred.pid, cred.uid, cred.gid]).toEqual([c.getpid(), c.getuid(), c.getgid()]);
    expect(read_cred(other, buffer, 4, cred)).toBe(2);
    ok(c.shutdown(one, c.SHUT_WR));
    expect([read_cred(other, buffer, 4, cred), cred.pid]).toEqual([0, 0]);
    expect(failing(() => read_cred(closedDescriptor(), buffer, 4, cred))).toBe("EBADF");
    expect(thrown(() => read_cred(other, buffer, 5, cred))).toMatch(/^RangeError: read_cred: nbytes: 5/);
    expect(thrown(() => read_cred(other, buffer, 4, new int() as never))).toMatch(/expected a ucred/);
  });

  it("are of a kind: isfdtype", () => {
    const [reading] = openedPipe();
    expect([isfdtype(reading, c.S_IFIFO), isfdtype(reading, c.S_IFSOCK), isfdtype(tcp(), c.S_IFSOCK)]).toEqual([
      1, 0, 1,
    ]);
    expect(failing(() => isfdtype(closedDescriptor(), c.S_IFSOCK))).toBe("EBADF");
  });
});

describe("recvfrom_flags", () => {
  const to = (host: string, fd: number): c.sockaddr_in => ipv4(host, Number(portOf(fd)));
  const receiver = (): number => withTimeout(opened(udp_server("0.0.0.0", "0", null)));

  it("tells the flags, the sender and where a datagram came in", () => {
    const fd = receiver();
    ok(c.setsockopt(fd, c.IPPROTO_IP, c.IP_PKTINFO, new int(1), sizeof(int)));
    const from = loopback();
    const sender = boundSocket(SOCK_DGRAM, from);
    const address = to("127.1.2.3", fd);
    ok(c.sendto(sender, "Hello", 5, 0, address, sizeof(address)));
    const [flags, sa, len, place] = [
      new int(c.MSG_PEEK),
      new c.sockaddr_in(),
      new c.socklen_t(16),
      new unp_in_pktinfo(),
    ];
    const buffer = Buffer.alloc(4);
    expect(recvfrom_flags(fd, buffer, 4, flags, sa, len, place)).toBe(4);
    expect([buffer.toString(), flags.value, len.value]).toEqual(["Hell", c.MSG_TRUNC, 16]);
    expect(sa).toEqual(from);
    expect([c.inet_ntoa(place.ipi_addr), place.ipi_ifindex]).toEqual(["127.1.2.3", c.if_nametoindex("lo")]);

    flags.value = 0; // It is still there.
    expect(unp.Recvfrom_flags(fd, Buffer.alloc(9), 9, flags, null, null, null)).toBe(5);
    expect(flags.value).toBe(0);
  });

  it("tells zeros where nothing was asked for", () => {
    const fd = receiver();
    const address = to("127.0.0.1", fd);
    ok(c.sendto(udp(), "x", 1, 0, address, sizeof(address)));
    const place = Object.assign(new unp_in_pktinfo(), { ipi_ifindex: 7 });
    expect(recvfrom_flags(fd, Buffer.alloc(1), 1, new int(), null, null, place)).toBe(1);
    expect([place.ipi_addr.s_addr, place.ipi_ifindex]).toEqual([0, 0]);
  });

  it("is checked", () => {
    const fd = receiver();
    const [buffer, flags] = [Buffer.alloc(4), new int(c.MSG_DONTWAIT)];
    expect(failing(() => recvfrom_flags(fd, buffer, 4, flags, null, null, null))).toBe("EAGAIN");
    expect(flags.value).toBe(c.MSG_DONTWAIT);
    expect(thrown(() => unp.Recvfrom_flags(-1, buffer, 4, flags, null, null, null))).toMatch(/^SystemError: .* EBADF/);
    expect(thrown(() => recvfrom_flags(fd, buffer, 5, flags, null, null, null))).toMatch(/^RangeError/);
    const [sa, len] = [new c.sockaddr_in(), new c.socklen_t(17)];
    expect(thrown(() => recvfrom_flags(fd, buffer, 4, flags, sa, len, null))).toMatch(
      /^RangeError: recvmsg: msg: msg_name/,
    );
    expect(thrown(() => recvfrom_flags(fd, buffer, 4, flags, null, null, {} as never))).toMatch(/an unp_in_pktinfo/);
  });
});

describe("this machine's addresses", () => {
  it("are those of its name: my_addrs", () => {
    const name = new c.utsname();
    ok(c.uname(name));
    const host = c.gethostbyname(name.nodename);
    const type = new int(-1);
    expect(my_addrs(type)).toEqual(host?.h_addr_list ?? null);
    expect(type.value).toBe(host?.h_addrtype ?? -1);
  });

  /** What get_ifi_info tells, each address with its interface and what is told of that. */
  const told = (family: string, doaliases: number): string => `
    for (let ifi = u.get_ifi_info(u.${family}, ${doaliases}); ifi !== null; ifi = ifi.ifi_next) {
      const text = (sa) => sa === null ? "-" : u.Sock_ntop_host(sa, u.sizeof(sa));
      const index = ifi.ifi_index === u.if_nametoindex(ifi.ifi_name);
      const up = (ifi.ifi_flags & u.IFF_UP) !== 0;
      console.log(ifi.ifi_name, index, up, ifi.ifi_mtu, ifi.ifi_haddr.toString("hex", 0, ifi.ifi_hlen),
        ifi.ifi_myflags === u.IFI_ALIAS, text(ifi.ifi_addr), text(ifi.ifi_brdaddr), text(ifi.ifi_dstaddr));
    }`;

  const run = async (setUp: string, source: string): Promise<unknown> => {
    const node = [process.execPath, "--input-type=module", "-e", `import * as u from "berkeley/unp";\n${source}`];
    const { stdout, stderr } = await new Program(
      inNamespace(["sh", "-ec", `${setUp}\nexec "$@"`, "sh", ...node]),
    ).finish();
    return stdout + stderr;
  };

  describeIf(hasNamespaces, "interfaces need a network namespace")("of its interfaces: get_ifi_info", () => {
    const setUp = `
      ip link set lo up
      ip link add one address 02:00:00:00:00:01 mtu 1400 type veth peer name two address 02:00:00:00:00:02
      ip addr add 10.0.0.1/24 broadcast 10.0.0.255 dev one
      ip addr add 10.0.1.1/24 broadcast 10.0.1.255 label one:1 dev one
      ip addr add fd00::1/64 dev one nodad
      ip link set one addrgenmode none up
      ip addr add 10.0.2.1/24 dev two`;

    it("one of each that is up, or all", async () => {
      const one = "one true true 1400 020000000001";
      const lo = "lo true true 65536 000000000000";
      const first = `${lo} false 127.0.0.1 - -\n${one} false 10.0.0.1 10.0.0.255 -\n`;
      expect(await run(setUp, told("AF_INET", 0))).toBe(first);
      expect(await run(setUp, told("AF_INET", 1))).toBe(`${first}${one} true 10.0.1.1 10.0.1.255 -\n`);
      expect(await run(setUp, told("AF_INET6", 1))).toBe(`${lo} false ::1 - -\n${one} false fd00::1 - -\n`);
    });

    const tunnel = "ip tuntap add dev far mode tun";
    const [file, ...args] = inNamespace(["sh", "-c", tunnel]);
    const hasTunnels = spawnSync(file, args).status === 0;
    describeIf(hasTunnels, "an interface with two ends needs /dev/net/tun")("with the other end", () => {
      it("where there is one", async () => {
        const setUp = `${tunnel}; ip addr add 10.8.0.1 peer 10.8.0.2 dev far; ip link set far up`;
        expect(await run(setUp, told("AF_INET", 0))).toBe("far true true 1500  false 10.8.0.1 - 10.8.0.2\n");
      });
    });

    it("none", async () => {
      const source = `
        console.log(u.get_ifi_info(u.AF_INET, 1), u.errno === u.ENXIO);
        try { u.Get_ifi_info(u.AF_INET, 1); } catch ({ message }) { console.log(message); }`;
      expect(await run("", source)).toBe("null true\nget_ifi_info ENXIO: No such device or address\n");
    });
  });

  it("are a list until it is freed: free_ifi_info", () => {
    const list = unp.Get_ifi_info(AF_INET, 1);
    expect(list).toBeInstanceOf(ifi_info);
    list.ifi_next = new ifi_info();
    free_ifi_info(list);
    expect(list.ifi_next).toBeNull();
    free_ifi_info(null);
    expect([list.ifi_name.length < IFI_NAME, list.ifi_haddr.length === IFI_HADDR, IFI_ALIAS]).toEqual([true, true, 1]);
  });
});

describe("the echo programs", () => {
  it("send back a stream until its end: str_echo", () => {
    const [client, server] = unixPair();
    ok(c.send(client, "one\ntwo", 7, 0));
    ok(c.shutdown(client, c.SHUT_WR));
    str_echo(server);
    const buffer = Buffer.alloc(10);
    expect(c.recv(client, buffer, 10, 0)).toBe(7);
    expect(buffer.toString("latin1", 0, 7)).toBe("one\ntwo");
    expect(thrown(() => str_echo(closedDescriptor()))).toBe("SystemError: str_echo EBADF: Bad file descriptor");
  });

  it("send back datagrams until the socket fails: dg_echo", () => {
    const server = opened(udp_server("127.0.0.1", "0", null));
    ok(c.fcntl(server, c.F_SETFL, c.O_NONBLOCK));
    const client = withTimeout(opened(udp_connect("127.0.0.1", portOf(server))));
    for (const text of ["one", "", "three"]) ok(c.send(client, text, text.length, 0));
    const address = new c.sockaddr_storage();
    expect(thrown(() => dg_echo(server, address, sizeof(address)))).toMatch(/^SystemError: recvfrom EAGAIN/);
    const buffer = Buffer.alloc(10);
    expect([0, 1, 2].map(() => c.recv(client, buffer, 10, 0))).toEqual([3, 0, 5]);
  });

  const cli = (source: string): unknown => {
    const { status, stdout, stderr } = runModule(`
      import * as u from "berkeley/unp";
      const fp = u.tmpfile();
      u.Fputs("one\\ntwo\\n", fp);
      u.rewind(fp);
      ${source}
    `);
    return { status, stdout, stderr };
  };

  it("print what comes back for each line: str_cli", () => {
    const sockets = `const fds = u.array(u.int, 2); u.Socketpair(u.AF_UNIX, u.SOCK_STREAM, 0, fds);`;
    expect(cli(`${sockets} u.Writen(fds[1], "ONE\\nTWO\\n", 8); u.str_cli(fp, fds[0]);`)).toEqual({
      status: 0,
      stdout: "ONE\nTWO\n",
      stderr: "",
    });
    expect(
      cli(`${sockets} u.Writen(fds[1], "ONE\\n", 4); u.shutdown(fds[1], u.SHUT_WR); u.str_cli(fp, fds[0]);`),
    ).toEqual({
      status: 1,
      stdout: "ONE\n",
      stderr: "str_cli: server terminated prematurely\n",
    });
  });

  it("print the datagram that comes back for each line: dg_cli", () => {
    const source = `
      const server = u.udp_server("127.0.0.1", "0", null);
      const address = new u.sockaddr_in();
      u.Getsockname(server, address, new u.socklen_t(16));
      const client = u.Socket(u.AF_INET, u.SOCK_DGRAM, 0);
      const own = new u.sockaddr_in({ sin_family: u.AF_INET, sin_addr: { s_addr: u.htonl(u.INADDR_LOOPBACK) } });
      u.Bind(client, own, 16);
      u.Getsockname(client, own, new u.socklen_t(16));
      for (const text of ["ONE\\n", "TWO\\n"]) u.Sendto(server, text, 4, 0, own, 16);
      u.dg_cli(fp, client, address, 16);
      const buf = Buffer.alloc(10);
      u.Recv(server, buf, 10, 0);
      u.printf("sent: %s", buf);`;
    expect(cli(source)).toEqual({ status: 0, stdout: "ONE\nTWO\nsent: one\n", stderr: "" });
  });
});

describe("errors", () => {
  const run = (source: string): unknown => {
    const { status, signal, stdout, stderr } = runModule(`import * as u from "berkeley/unp";\n${source}`);
    return { status: signal ?? status, stdout, stderr };
  };

  it("are printed, with what errno means", () => {
    expect(
      run(`
        u.printf("before\\n");
        u.set_errno(u.ENOENT);
        u.err_ret("cannot open %s", "file");
        u.err_msg("%d of %d", 1, 2);
        u.err_msg("%s", "x".repeat(5000));
        u.printf("after\\n");`),
    ).toEqual({
      status: 0,
      stdout: "before\nafter\n",
      stderr: `cannot open file: No such file or directory\n1 of 2\n${"x".repeat(MAXLINE - 1)}\n`,
    });
  });

  it("end the process", () => {
    expect(run(`u.set_errno(u.EACCES); u.err_sys("open %s", "x"); u.printf("never");`)).toEqual({
      status: 1,
      stdout: "",
      stderr: "open x: Permission denied\n",
    });
    expect(run(`u.err_quit("usage: %s", "x"); u.printf("never");`)).toEqual({
      status: 1,
      stdout: "",
      stderr: "usage: x\n",
    });
    expect(run(`u.setrlimit(u.RLIMIT_CORE, new u.rlimit()); u.set_errno(u.EIO); u.err_dump("x");`)).toMatchObject({
      status: "SIGABRT",
      stderr: "x: Input/output error\n",
    });
  });

  it("of a daemon go to the system's log", () => {
    expect(
      run(`
        u.openlog("program", u.LOG_PERROR, u.LOG_USER);
        u.set_daemon_proc(1);
        u.printf("%d\\n", u.daemon_proc);
        u.set_errno(u.EIO);
        u.err_ret("100%%");
        u.daemon_inetd("inetd", u.LOG_USER);
        u.err_msg("not printed");
        u.printf("%d\\n", u.daemon_proc);`),
    ).toEqual({ status: 0, stdout: "1\n1\n", stderr: "program: 100%: Input/output error\n" });
  });
});

describe("daemon_init", () => {
  it("goes on in the background, away from all that it was", async () => {
    const path = join(temporaryFolder(), "fifo");
    execFileSync("mkfifo", [path]);
    const program = new Program(
      [
        process.execPath,
        "--input-type=module",
        "-e",
        `import * as u from "berkeley/unp";
         import { readlinkSync } from "node:fs";
         const first = u.getpid();
         u.printf("%d\\n", u.getsid(0));
         u.fflush(u.stdout);
         const before = u.Open("/dev/null", u.O_RDONLY);
         if (u.daemon_init("daemon", u.LOG_DAEMON) !== 0) u._exit(1);
         const streams = [0, 1, 2].map((fd) => readlinkSync("/proc/self/fd/" + fd));
         const ignored = new u.sigaction();
         u.Sigaction(u.SIGHUP, null, ignored);
         const state = {
           pid: u.getpid() !== first && u.getpid() !== u.getsid(0),
           session: u.getsid(0),
           directory: u.getcwd(null, 0),
           streams,
           closed: before > 63 || u.fcntl(before, u.F_GETFD) === -1,
           ignored: ignored.sa_handler === u.SIG_IGN,
           daemon_proc: u.daemon_proc,
         };
         u.Writen(u.Open(process.argv[1], u.O_WRONLY), JSON.stringify(state), JSON.stringify(state).length);
         u._exit(0);`,
        path,
      ],
      "pipe",
      true,
    );
    const chunks: Buffer[] = [];
    const stream = createReadStream(path).on("data", (chunk) => chunks.push(chunk as Buffer));
    const [{ status, stdout, stderr }] = await Promise.all([program.ended, once(stream, "close")]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { session, ...state } = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    expect(session).not.toBe(Number(stdout));
    expect(state).toEqual({
      pid: true,
      directory: "/",
      streams: Array(3).fill("/dev/null"),
      closed: true,
      ignored: true,
      daemon_proc: 1,
    });
  });
});

describe("multicast", () => {
  it.each([
    ["IPv4", AF_INET],
    ["IPv6", AF_INET6],
  ])("of %s has a loop, a limit and an interface", (_name, family) => {
    const fd = udp(family);
    expect(mcast_get_loop(fd)).toBe(1);
    expect(mcast_set_loop(fd, 0)).toBe(0);
    expect(mcast_get_loop(fd)).toBe(0);
    expect(mcast_get_ttl(fd)).toBe(1);
    expect(mcast_set_ttl(fd, 200)).toBe(0);
    expect(mcast_get_ttl(fd)).toBe(200);
    expect(failing(() => mcast_set_ttl(fd, 256))).toBe("EINVAL");
    expect(mcast_get_if(fd)).toBe(0);
    expect(mcast_set_if(fd, "lo", 0)).toBe(0);
    expect(mcast_get_if(fd)).toBe(c.if_nametoindex("lo"));
    expect(mcast_set_if(fd, null, 0)).toBe(0);
    expect(mcast_get_if(fd)).toBe(0);
    expect(mcast_set_if(fd, "ignored", c.if_nametoindex("lo"))).toBe(0);
    expect(failing(() => mcast_set_if(fd, "nothing", 0))).toBe("ENXIO");
  });

  it("fails", () => {
    const fd = udp();
    const group = ipv4("239.1.2.3");
    expect(failing(() => mcast_join(fd, group, 16, "nothing", 0))).toBe("ENXIO");
    expect(failing(() => mcast_join(fd, loopback(), 16, "lo", 0))).toBe("EINVAL");
    expect(failing(() => mcast_join(fd, pathAddress("/x"), 110, "lo", 0))).toBe("EAFNOSUPPORT");
    const long = Buffer.alloc(200);
    long.set(c.bytes(group));
    expect(failing(() => mcast_join(fd, long, 200, "lo", 0))).toBe("EINVAL");
    expect(thrown(() => mcast_join(fd, group, 17, "lo", 0))).toMatch(/^RangeError: mcast_join: /);
    expect(thrown(() => unp.mcast_block_source(fd, loopback(), 17, group, 16))).toMatch(/^RangeError: mcast_block/);
    expect(failing(() => mcast_get_ttl(openedPipe()[0]))).toBe("ENOTSOCK");
    expect(failing(() => mcast_set_loop(unixPair(SOCK_DGRAM)[0], 1))).toBe("EAFNOSUPPORT");
    expect(thrown(() => unp.Mcast_join(fd, group, 16, "nothing", 0))).toMatch(/^SystemError: mcast_join ENXIO/);
    expect(thrown(() => unp.Mcast_get_if(closedDescriptor()))).toMatch(/^SystemError: mcast_get_if EBADF/);
  });

  // A group is left on the interface that has the route to it, and so is IPv6's joined.
  const setUp =
    'ip link set lo up && ip route add 224.0.0.0/4 dev lo && ip -6 route add local ff00::/8 dev lo && exec "$@"';
  const inNetwork = async (source: string): Promise<unknown> => {
    const node = [process.execPath, "--input-type=module", "-e", `import * as u from "berkeley/unp";\n${source}`];
    return new Program(inNamespace(["sh", "-c", setUp, "sh", ...node])).finish();
  };

  const groups = [
    ["IPv4", "239.1.2.3", "127.0.0.1"],
    ["IPv6", "ff05::1234", "::1"],
  ] as const;

  describeIf(hasNamespaces, "multicast needs a network namespace").each(groups)("of %s", (_name, group, source) => {
    const prelude = `
      const list = u.Host_serv("${group}", "5000", 0, u.SOCK_DGRAM);
      const [sa, salen] = [list.ai_addr, list.ai_addrlen];
      const receiver = u.Socket(list.ai_family, u.SOCK_DGRAM, 0);`;

    it("brings datagrams to who has joined", async () => {
      const program = `${prelude}
        u.Bind(receiver, sa, salen);
        const isIPv4 = list.ai_family === u.AF_INET;
        const all = isIPv4 ? [u.IPPROTO_IP, u.IP_MULTICAST_ALL] : [u.IPPROTO_IPV6, u.IPV6_MULTICAST_ALL];
        u.Setsockopt(receiver, ...all, new u.int(0), 4);
        const sender = u.Socket(list.ai_family, u.SOCK_DGRAM, 0);
        u.Mcast_set_if(sender, "lo", 0);
        const arrives = () => {
          u.Sendto(sender, "x", 1, 0, sa, salen);
          u.printf("%d\\n", u.recv(receiver, Buffer.alloc(1), 1, u.MSG_DONTWAIT));
        };
        arrives();
        u.Mcast_join(receiver, sa, salen, "lo", 0);
        arrives();
        const source = u.Host_serv("${source}", null, 0, u.SOCK_DGRAM);
        const both = [source.ai_addr, source.ai_addrlen, sa, salen];
        u.Mcast_block_source(receiver, ...both);
        arrives();
        u.Mcast_unblock_source(receiver, ...both);
        arrives();
        u.Mcast_leave(receiver, sa, salen);
        arrives();`;
      expect(await inNetwork(program)).toEqual({ status: 0, stdout: "-1\n1\n-1\n1\n-1\n", stderr: "" });
    });

    it("is joined and left, also for one source", async () => {
      const program = `${prelude}
        const source = u.Host_serv("${source}", null, 0, u.SOCK_DGRAM);
        const both = [source.ai_addr, source.ai_addrlen, sa, salen];
        const failure = (call) => {
          try {
            u.printf("%d\\n", call());
          } catch (error) {
            u.printf("%s\\n", error.message);
          }
        };
        failure(() => u.Mcast_join(receiver, sa, salen, "lo", 0));
        failure(() => u.Mcast_join(receiver, sa, salen, "lo", 0));
        failure(() => u.Mcast_leave(receiver, sa, salen));
        failure(() => u.Mcast_leave(receiver, sa, salen));
        failure(() => u.Mcast_join(receiver, sa, salen, null, 1));
        failure(() => u.Mcast_block_source(receiver, ...both));
        failure(() => u.Mcast_unblock_source(receiver, ...both));
        failure(() => u.Mcast_unblock_source(receiver, ...both));
        failure(() => u.Mcast_leave(receiver, sa, salen));
        failure(() => u.Mcast_join_source_group(receiver, ...both, "lo", 0));
        failure(() => u.Mcast_leave_source_group(receiver, ...both));`;
      const noAddress = "EADDRNOTAVAIL: Cannot assign requested address";
      expect(await inNetwork(program)).toEqual({
        status: 0,
        stdout:
          `0\nmcast_join EADDRINUSE: Address already in use\n0\nmcast_leave ${noAddress}\n` +
          `0\n0\n0\nmcast_unblock_source ${noAddress}\n0\n0\n0\n`,
        stderr: "",
      });
    });
  });
});

describe("times and numbers", () => {
  it("gf_time is the local time of day", () => {
    const [, clock, microseconds] = /^(\d\d:\d\d:\d\d)\.(\d{6})$/.exec(gf_time())!;
    const seconds = (text: string): number => text.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
    const now = seconds(execFileSync("date", ["+%H:%M:%S"], { encoding: "utf8" }));
    expect((now - seconds(clock) + 86400) % 86400).toBeLessThan(60);
    expect(Number(microseconds)).toBeLessThan(1_000_000);
    expect(unp.Gf_time()).toHaveLength(15);
  });

  it("tv_sub subtracts, and borrows", () => {
    const out = new c.timeval({ tv_sec: 5, tv_usec: 100 });
    tv_sub(out, new c.timeval({ tv_sec: 2, tv_usec: 200 }));
    expect([out.tv_sec, out.tv_usec]).toEqual([2, 999_900]);
    tv_sub(out, new c.timeval({ tv_sec: 1, tv_usec: 900 }));
    expect([out.tv_sec, out.tv_usec]).toEqual([1, 999_000]);
  });

  it("runs no JavaScript of what it refuses", () => {
    const ran: string[] = [];
    const run = (name: string) => (): number => {
      ran.push(name);
      return 1;
    };
    const object = { valueOf: run("valueOf"), [Symbol.toPrimitive]: run("toPrimitive") } as never;
    const proxy = new Proxy({}, { get: run("get"), getPrototypeOf: () => (run("getPrototypeOf")(), null) }) as never;
    const fd = closedDescriptor();
    const address = loopback();
    const [buffer, length] = [Buffer.alloc(4), sizeof(address)];
    const calls: Record<string, (bad: never) => unknown> = {
      connect_nonb: (bad) => connect_nonb(fd, address, length, bad),
      dg_echo: (bad) => dg_echo(fd, address, bad),
      family_to_level: (bad) => family_to_level(bad),
      free_ifi_info: (bad) => free_ifi_info(bad),
      get_ifi_info: (bad) => unp.get_ifi_info(AF_INET, bad),
      host_serv: (bad) => host_serv("127.0.0.1", null, bad, 0),
      isfdtype: (bad) => isfdtype(fd, bad),
      max: (bad) => max(1, bad),
      mcast_join: (bad) => mcast_join(fd, address, bad, null, 0),
      mcast_set_if: (bad) => mcast_set_if(fd, null, bad),
      mcast_set_loop: (bad) => mcast_set_loop(fd, bad),
      mcast_set_ttl: (bad) => mcast_set_ttl(fd, bad),
      min: (bad) => min(bad, 1),
      read_cred: (bad) => read_cred(fd, buffer, 4, bad),
      read_fd: (bad) => read_fd(fd, buffer, 4, bad),
      readable_timeo: (bad) => readable_timeo(bad, 0),
      readline: (bad) => readline(bad, buffer, 4),
      recvfrom_flags: (bad) => recvfrom_flags(fd, buffer, 4, new int(), null, null, bad),
      sock_bind_wild: (bad) => sock_bind_wild(fd, bad),
      sock_set_port: (bad) => sock_set_port(address, length, bad),
      tv_sub: (bad) => tv_sub(bad, bad),
      writable_timeo: (bad) => writable_timeo(0, bad),
      write_fd: (bad) => write_fd(fd, buffer, 4, bad),
    };
    for (const [name, call] of Object.entries(calls)) {
      for (const bad of [object, proxy, "1" as never]) {
        expect([name, thrown(() => call(bad))]).toEqual([name, expect.stringMatching(/^TypeError: /)]);
      }
    }
    expect(ran).toEqual([]);
  });

  it("min, max, and the header's constants", () => {
    expect([min(1, 2), min(2, 1), max(1, 2), max(2, 1)]).toEqual([1, 1, 2, 2]);
    expect([MAXLINE, BUFFSIZE, LISTENQ, SERV_PORT, unp.SERV_PORT_STR]).toEqual([4096, 8192, 1024, 9877, "9877"]);
    expect([unp.FILE_MODE, unp.DIR_MODE, unp.INFTIM, unp.MAXSOCKADDR]).toEqual([0o644, 0o755, -1, 128]);
    expect([unp.UNIXSTR_PATH, unp.UNIXDG_PATH]).toEqual(["/tmp/unix.str", "/tmp/unix.dg"]);
  });
});
