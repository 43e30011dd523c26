import { once } from "node:events";
import { join } from "node:path";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";

import { EAFNOSUPPORT, EMFILE, errno, set_errno } from "berkeley/errno";
import { bytes, cast, ptr, sizeof } from "berkeley/memory";
import {
  addrinfo,
  AI_CANONNAME,
  AI_NUMERICHOST,
  AI_NUMERICSERV,
  AI_PASSIVE,
  EAI_BADFLAGS,
  EAI_FAMILY,
  EAI_MEMORY,
  EAI_NONAME,
  EAI_OVERFLOW,
  EAI_SERVICE,
  EAI_SOCKTYPE,
  EAI_SYSTEM,
  endhostent,
  endprotoent,
  endservent,
  freeaddrinfo,
  gai_strerror,
  getaddrinfo,
  gethostbyaddr,
  gethostbyname,
  gethostbyname2,
  gethostent,
  getnameinfo,
  getprotobyname,
  getprotobynumber,
  getprotoent,
  getservbyname,
  getservbyport,
  getservent,
  h_errno,
  HOST_NOT_FOUND,
  hostent,
  hstrerror,
  NETDB_INTERNAL,
  NI_MAXHOST,
  NI_MAXSERV,
  NI_NAMEREQD,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  NO_RECOVERY,
  protoent,
  servent,
  set_h_errno,
  sethostent,
  setprotoent,
  setservent,
} from "berkeley/netdb";
import {
  htonl,
  htons,
  in6_addr,
  in6addr_loopback,
  in_addr,
  INADDR_LOOPBACK,
  IPPROTO_TCP,
  IPPROTO_UDP,
  ntohl,
  ntohs,
  sockaddr_in,
  sockaddr_in6,
} from "berkeley/netinet/in";
import { memset } from "berkeley/string";
import {
  accept,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  AF_UNSPEC,
  bind,
  connect,
  getsockname,
  listen,
  SOCK_DGRAM,
  SOCK_STREAM,
  sockaddr,
  sockaddr_storage,
  socket,
  socklen_t,
} from "berkeley/sys/socket";
import { sockaddr_un } from "berkeley/sys/un";

import { hasCompiler, isSanitized, runC, runModule } from "./support/children.ts";
import { ok, opened } from "./support/descriptors.ts";
import { compileC } from "./support/processes.ts";
import { root } from "./support/root.ts";
import { thrown } from "./support/thrown.ts";

const numeric = { ai_flags: AI_NUMERICHOST | AI_NUMERICSERV };

/** The list for a node and a service. */
function found(node: string | null, service: string | null, hints: addrinfo | null): addrinfo {
  const res = new ptr<addrinfo>();
  expect(gai_strerror(getaddrinfo(node, service, hints, res))).toBe(gai_strerror(0));
  return res.value!;
}

function all(list: addrinfo | null): addrinfo[] {
  return list === null ? [] : [list, ...all(list.ai_next)];
}

const code = (node: string | null, service: string | null, hints: addrinfo | null): number =>
  getaddrinfo(node, service, hints, new ptr<addrinfo>());

describe("getaddrinfo", () => {
  it("finds an IPv4 and an IPv6 address in numbers", () => {
    const hints = new addrinfo({ ...numeric, ai_socktype: SOCK_STREAM });
    const [in4, ...more4] = all(found("127.0.0.1", "80", hints));
    expect(more4).toEqual([]);
    expect([in4.ai_family, in4.ai_socktype, in4.ai_protocol]).toEqual([AF_INET, SOCK_STREAM, IPPROTO_TCP]);
    expect([in4.ai_addrlen, in4.ai_canonname]).toEqual([sizeof(sockaddr_in), null]);
    const address4 = in4.ai_addr as sockaddr_in;
    expect(address4).toBeInstanceOf(sockaddr_in);
    expect([address4.sin_family, ntohs(address4.sin_port), ntohl(address4.sin_addr.s_addr)]).toEqual([
      AF_INET,
      80,
      INADDR_LOOPBACK,
    ]);

    const [in6] = all(found("::1", "80", hints));
    expect([in6.ai_family, in6.ai_addrlen]).toEqual([AF_INET6, sizeof(sockaddr_in6)]);
    const address6 = in6.ai_addr as sockaddr_in6;
    expect(address6).toBeInstanceOf(sockaddr_in6);
    expect(ntohs(address6.sin6_port)).toBe(80);
    expect(bytes(address6.sin6_addr)).toEqual(bytes(in6addr_loopback));
  });

  it("lists an address for each type of socket, linked by ai_next", () => {
    const list = all(found("127.0.0.1", null, new addrinfo(numeric)));
    expect(list.length).toBeGreaterThan(1);
    const pairs = list.map((info) => [info.ai_socktype, info.ai_protocol]);
    expect(pairs).toEqual(expect.arrayContaining([[SOCK_STREAM, IPPROTO_TCP], [SOCK_DGRAM, IPPROTO_UDP]])); // prettier-ignore
    expect(list.at(-1)!.ai_next).toBeNull();
  });

  it("takes hints after memset, none, and memory for text", () => {
    const hints = new addrinfo({ ai_flags: -1, ai_family: 99 });
    memset(hints, 0, sizeof(hints));
    expect(code("127.0.0.1", "80", hints)).toBe(0);
    expect(found("127.0.0.1", "80", null).ai_family).toBe(AF_INET);
    const res = new ptr<addrinfo>();
    expect(getaddrinfo(Buffer.from("127.0.0.1\0x"), Buffer.from("80"), hints, res)).toBe(0);
    expect(ntohs((res.value!.ai_addr as sockaddr_in).sin_port)).toBe(80);
  });

  it("gives the wildcard address with AI_PASSIVE, else loopback, where the node is null", () => {
    const of = (ai_flags: number): string[] =>
      all(found(null, "0", new addrinfo({ ai_flags, ai_family: AF_INET, ai_socktype: SOCK_STREAM }))).map((info) =>
        ntohl((info.ai_addr as sockaddr_in).sin_addr.s_addr).toString(16),
      );
    expect([of(AI_PASSIVE), of(0)]).toEqual([["0"], ["7f000001"]]);
  });

  it("gives the canonical name to the first", () => {
    const [first, second] = all(found("127.0.0.1", null, new addrinfo({ ai_flags: AI_CANONNAME })));
    expect([first.ai_canonname, second.ai_canonname]).toEqual(["127.0.0.1", null]);
    expect(found("localhost", "80", new addrinfo({ ai_flags: AI_CANONNAME })).ai_canonname).toBe("localhost");
  });

  it.each([
    ["EAI_NONAME", EAI_NONAME, null, null, {}],
    ["EAI_NONAME", EAI_NONAME, "localhost", "80", numeric],
    ["EAI_NONAME", EAI_NONAME, "127.0.0.1", "http", numeric],
    ["EAI_BADFLAGS", EAI_BADFLAGS, "127.0.0.1", "80", { ai_flags: 1 << 30 }],
    ["EAI_BADFLAGS", EAI_BADFLAGS, null, "80", { ai_flags: AI_CANONNAME }],
    ["EAI_FAMILY", EAI_FAMILY, "127.0.0.1", "80", { ai_family: AF_UNIX }],
    ["EAI_SOCKTYPE", EAI_SOCKTYPE, "127.0.0.1", "80", { ai_socktype: 99 }],
    ["EAI_SERVICE", EAI_SERVICE, "127.0.0.1", "no-such-service", {}],
  ])("returns %s, and leaves res and errno as they are", (_name, expected, node, service, hints) => {
    const before = new addrinfo();
    const res = new ptr(before);
    set_errno(7);
    expect([getaddrinfo(node, service, new addrinfo(hints), res), errno]).toEqual([expected, 7]);
    expect(res.value).toBe(before);
    set_errno(0);
  });

  it("gives addresses that a server and a client can use", () => {
    const server = found("127.0.0.1", "0", new addrinfo({ ai_flags: AI_PASSIVE, ai_socktype: SOCK_STREAM }));
    const listening = opened(socket(server.ai_family, server.ai_socktype, server.ai_protocol));
    expect(bind(listening, server.ai_addr, server.ai_addrlen)).toBe(0);
    expect(listen(listening, 1)).toBe(0);
    const own = new sockaddr_storage();
    expect(getsockname(listening, own, new socklen_t(sizeof(own)))).toBe(0);

    const port = String(ntohs(cast(sockaddr_in, own).sin_port));
    const client = found("127.0.0.1", port, new addrinfo({ ai_family: AF_UNSPEC, ai_socktype: SOCK_STREAM }));
    const fd = opened(socket(client.ai_family, client.ai_socktype, client.ai_protocol));
    expect(connect(fd, client.ai_addr, client.ai_addrlen)).toBe(0);
    opened(ok(accept(listening, null, null)));
    freeaddrinfo(server);
    freeaddrinfo(client);
  });
});

describe("addrinfo", () => {
  it("has C's size, is zero at first, and takes an initialiser and copies", () => {
    const info = new addrinfo();
    expect([sizeof(addrinfo), sizeof(info), bytes(info).every((byte) => byte === 0)]).toEqual([48, 48, true]);
    expect([info.ai_addr, info.ai_canonname, info.ai_next]).toEqual([null, null, null]);
    const ai_addr = new sockaddr_in();
    const made = new addrinfo({ ai_family: AF_INET, ai_addr, ai_canonname: "name", ai_next: info });
    const copy = new addrinfo(made);
    expect([copy.ai_family, copy.ai_canonname]).toEqual([AF_INET, "name"]);
    expect(copy.ai_addr).toBe(ai_addr);
    expect(copy.ai_next).toBe(info);
    copy.ai_next = null;
    expect(made.ai_next).toBe(info);
    expect(inspect(made, { depth: 0 })).toMatch(/^addrinfo \{[^]*ai_family: 2,[^]*ai_canonname: 'name',[^]*ai_next/);
    expect(thrown(() => new addrinfo({ ai_familiy: 1 } as never))).toBe("TypeError: addrinfo has no field ai_familiy");
  });

  it("has an address that can be cast and that is its own memory", () => {
    const info = found("127.0.0.1", "80", new addrinfo(numeric));
    expect(cast(sockaddr, info.ai_addr).sa_family).toBe(AF_INET);
    cast(sockaddr_in, info.ai_addr).sin_port = htons(81);
    expect(ntohs((info.ai_addr as sockaddr_in).sin_port)).toBe(81);
    expect(thrown(() => cast(sockaddr_in6, info.ai_addr))).toMatch(/^RangeError: cast: /);
  });

  it("is no view of other memory", () => {
    for (const type of [addrinfo, hostent, servent, protoent]) {
      expect(thrown(() => cast(type as never, Buffer.alloc(99)))).toMatch(/^TypeError: \w+: expected another/);
    }
  });
});

describe("freeaddrinfo", () => {
  const freed = "TypeError: addrinfo: it was freed by freeaddrinfo";
  const list = (): addrinfo => found("127.0.0.1", null, new addrinfo(numeric));

  it("frees the whole list, whose use then throws", () => {
    const infos = all(list());
    const addresses = infos.map((info) => info.ai_addr as sockaddr_in);
    freeaddrinfo(infos[0]);
    for (const info of infos) {
      expect(thrown(() => info.ai_family)).toMatch(/^TypeError: .* detached/);
      expect(thrown(() => (info.ai_flags = 0))).toMatch(/^TypeError: .* detached/);
      for (const field of ["ai_addr", "ai_canonname", "ai_next"] as const) {
        expect(thrown(() => info[field])).toBe(freed);
        expect(thrown(() => (info[field] = null as never))).toBe(freed);
      }
      expect(thrown(() => sizeof(info))).toMatch(/^TypeError/);
      expect(thrown(() => freeaddrinfo(info))).toBe(freed);
      expect(thrown(() => code("::1", null, info))).toMatch(/^RangeError: getaddrinfo: hints: 48 bytes .* has 0$/);
    }
    for (const address of addresses) {
      expect(thrown(() => address.sin_port)).toMatch(/^TypeError: .* detached/);
      expect(thrown(() => connect(-1, address, 16))).toMatch(/^RangeError: connect: addrlen: 16 bytes .* has 0$/);
    }
  });

  it("frees a list from its middle, or piece by piece", () => {
    const [first, second, third] = all(list());
    freeaddrinfo(second);
    expect([first.ai_family, thrown(() => third.ai_family)]).toEqual([AF_INET, expect.stringMatching(/^TypeError/)]);
    // C would free the rest twice.
    expect(thrown(() => freeaddrinfo(first))).toBe(freed);

    const [head, tail] = all(list());
    head.ai_next = null;
    freeaddrinfo(head);
    expect(tail.ai_family).toBe(AF_INET);
    freeaddrinfo(tail);
  });

  it("ends at a circle", () => {
    const [first, ...others] = all(list());
    others.at(-1)!.ai_next = first;
    expect(thrown(() => freeaddrinfo(first))).toBe(freed);
  });

  it("takes null, and nothing that getaddrinfo did not make", () => {
    freeaddrinfo(null);
    const own = "TypeError: freeaddrinfo: res: getaddrinfo did not make it";
    expect(thrown(() => freeaddrinfo(new addrinfo()))).toBe(own);
    const copied = list();
    expect(thrown(() => freeaddrinfo(new addrinfo(copied)))).toBe(own);
    freeaddrinfo(copied);
  });

  it("gives the memory back at once", () => {
    const hints = new addrinfo({ ...numeric, ai_socktype: SOCK_STREAM });
    const { arrayBuffers } = process.memoryUsage();
    for (let i = 0; i < 1000; i++) freeaddrinfo(found("127.0.0.1", "80", hints));
    expect(process.memoryUsage().arrayBuffers - arrayBuffers).toBeLessThan(100 * sizeof(addrinfo));
  });
});

(hasCompiler ? it : it.skip)("EAI_SYSTEM and NETDB_INTERNAL come with C's errno (skipped without a C compiler)", () => {
  // No descriptor is left to read a file with.
  const expected = runC(`
    #include <arpa/inet.h>
    #include <errno.h>
    #include <netdb.h>
    #include <stdio.h>
    #include <sys/resource.h>
    int main(void) {
      struct rlimit limit = {64, 64};
      struct sockaddr_in address = {AF_INET, htons(80), {htonl(INADDR_LOOPBACK)}};
      struct addrinfo hints = {0}, *res;
      char host[64];
      setrlimit(RLIMIT_NOFILE, &limit);
      while (socket(AF_UNIX, SOCK_STREAM, 0) != -1);
      errno = 0;
      printf("%d", getnameinfo((void *)&address, sizeof address, host, sizeof host, NULL, 0, 0));
      printf(" %d\\n", errno);
      errno = 0;
      printf("%d", getaddrinfo("localhost", "80", &hints, &res));
      printf(" %d\\n", errno);
      errno = 0;
      printf("%d", gethostbyname("localhost") != NULL);
      printf(" %d %d\\n", h_errno, errno);
    }`);
  const { stdout, stderr } = runModule(
    `import * as c from "berkeley";
     const { AF_INET, AF_UNIX, INADDR_LOOPBACK, RLIMIT_NOFILE, SOCK_STREAM } = c;
     const s_addr = c.htonl(INADDR_LOOPBACK);
     const address = new c.sockaddr_in({ sin_family: AF_INET, sin_port: c.htons(80), sin_addr: { s_addr } });
     const host = Buffer.alloc(64);
     c.setrlimit(RLIMIT_NOFILE, new c.rlimit({ rlim_cur: 64, rlim_max: 64 }));
     while (c.socket(AF_UNIX, SOCK_STREAM, 0) !== -1);
     c.set_errno(0);
     c.printf("%d", c.getnameinfo(address, c.sizeof(address), host, c.sizeof(host), null, 0, 0));
     c.printf(" %d\\n", c.errno);
     c.set_errno(0);
     c.printf("%d", c.getaddrinfo("localhost", "80", new c.addrinfo(), new c.ptr()));
     c.printf(" %d\\n", c.errno);
     c.set_errno(0);
     c.printf("%d", c.gethostbyname("localhost") !== null ? 1 : 0);
     c.printf(" %d %d\\n", c.h_errno, c.errno);
     c.exit(0);`,
  );
  expect({ stdout, stderr }).toEqual({ stdout: expected, stderr: "" });
  expect(stdout).toContain(`${EAI_SYSTEM} ${EMFILE}\n`);
  expect(stdout).toContain(`0 ${NETDB_INTERNAL} ${EMFILE}\n`);
});

(hasCompiler && !isSanitized ? it : it.skip)("EAI_MEMORY (skipped without a C compiler, and with sanitizers)", () => {
  const source = join(root, "test/programs/support/no-memory.c");
  const library = compileC("no-memory.so", [source], ["-shared", "-fPIC"]);
  const { stdout, stderr } = runModule(
    `import { getaddrinfo, printf, ptr } from "berkeley";
     const res = new ptr();
     printf("%d %s", getaddrinfo("127.0.0.1", "80", null, res), String(res.value));`,
    { env: { ...process.env, LD_PRELOAD: library } },
  );
  expect({ stdout, stderr }).toEqual({ stdout: `${EAI_MEMORY} null`, stderr: "" });
});

describe("gai_strerror", () => {
  it("has C's texts", () => {
    expect(gai_strerror(EAI_NONAME)).toBe("Name or service not known");
    expect(gai_strerror(EAI_SYSTEM)).toBe("System error");
    expect(gai_strerror(-999)).toBe("Unknown error");
  });
});

const in4 = (host: number, port: number): sockaddr_in =>
  new sockaddr_in({ sin_family: AF_INET, sin_port: htons(port), sin_addr: { s_addr: htonl(host) } });

const text = (buffer: Buffer): string => buffer.toString("latin1", 0, buffer.indexOf(0));

describe("getnameinfo", () => {
  const NUMBERS = NI_NUMERICHOST | NI_NUMERICSERV;

  it("fills in the host and the service", () => {
    const host = Buffer.alloc(NI_MAXHOST);
    const serv = Buffer.alloc(NI_MAXSERV);
    const address = in4(INADDR_LOOPBACK, 80);
    expect(getnameinfo(address, sizeof(address), host, host.length, serv, serv.length, NUMBERS)).toBe(0);
    expect([text(host), text(serv)]).toEqual(["127.0.0.1", "80"]);
    expect(getnameinfo(address, sizeof(address), host, host.length, serv, serv.length, 0)).toBe(0);
    expect(text(host)).toMatch(/localhost/);
    const address6 = new sockaddr_in6({ sin6_family: AF_INET6, sin6_port: htons(7), sin6_addr: in6addr_loopback });
    expect(getnameinfo(address6, sizeof(address6), host, host.length, null, 0, NUMBERS)).toBe(0);
    expect(text(host)).toBe("::1");
    host.fill(0xee);
    expect(getnameinfo(address6, sizeof(address6), null, 0, serv, serv.length, NUMBERS)).toBe(0);
    expect([text(serv), host[0]]).toEqual(["7", 0xee]);
  });

  it("answers EAI_OVERFLOW where a text does not fit, and writes no byte beyond", () => {
    const address = in4(INADDR_LOOPBACK, 65535);
    for (const [hostlen, servlen] of [
      [9, 6],
      [10, 5],
      [1, 6],
      [10, 1],
    ]) {
      // prettier-ignore
      const [host, serv] = [Buffer.alloc(40, 0xee), Buffer.alloc(40, 0xee)];
      expect(getnameinfo(address, sizeof(address), host, hostlen, serv, servlen, NUMBERS)).toBe(EAI_OVERFLOW);
      expect(host.subarray(hostlen)).toEqual(Buffer.alloc(40 - hostlen, 0xee));
      expect(serv.subarray(servlen)).toEqual(Buffer.alloc(40 - servlen, 0xee));
    }
    const [host, serv] = [Buffer.alloc(10), Buffer.alloc(6)];
    expect(getnameinfo(address, sizeof(address), host, 10, serv, 6, NUMBERS)).toBe(0);
    expect(thrown(() => getnameinfo(address, 16, host, 11, serv, 6, 0))).toMatch(
      /^RangeError: getnameinfo: hostlen: 11/,
    );
    expect(thrown(() => getnameinfo(address, 16, host, 10, serv, 7, 0))).toMatch(
      /^RangeError: getnameinfo: servlen: 7/,
    );
    expect(thrown(() => getnameinfo(address, 17, host, 10, serv, 6, 0))).toMatch(/^RangeError: getnameinfo: addrlen/);
  });

  it("answers EAI_FAMILY for what is no address, EAI_NONAME where no name is asked for", () => {
    const host = Buffer.alloc(64);
    const address = in4(INADDR_LOOPBACK, 1);
    const of = (...[addr, length]: [Parameters<typeof getnameinfo>[0], number]): number =>
      getnameinfo(addr, length, host, host.length, null, 0, NUMBERS);
    expect([of(address, 15), of(address, 1), of(null, 0), of(null, 16), of(Buffer.alloc(16, 9), 16)]).toEqual(
      new Array(5).fill(EAI_FAMILY),
    );
    expect(getnameinfo(address, sizeof(address), null, 0, null, 0, NI_NAMEREQD)).toBe(EAI_NONAME);
    expect(getnameinfo(address, sizeof(address), host, 64, null, 0, 1 << 20)).toBe(EAI_BADFLAGS);
  });

  it("finds the end of a path that has no NUL", () => {
    const address = new sockaddr_un({ sun_family: AF_UNIX, sun_path: "x".repeat(108) });
    const serv = Buffer.alloc(300);
    expect(getnameinfo(address, sizeof(address), null, 0, serv, serv.length, 0)).toBe(0);
    expect(text(serv)).toBe("x".repeat(108));
    const long = Buffer.alloc(400, "y");
    long.set(bytes(address).subarray(0, 2));
    expect(getnameinfo(long, 400, null, 0, serv, serv.length, 0)).toBe(0);
    expect(text(serv)).toMatch(/^y+$/);
  });

  it("takes an address at any place of memory", () => {
    const memory = Buffer.alloc(17);
    bytes(in4(INADDR_LOOPBACK, 80)).copy(memory, 1);
    const host = Buffer.alloc(64);
    expect(getnameinfo(memory.subarray(1), 16, host, 64, null, 0, NUMBERS)).toBe(0);
    expect(text(host)).toBe("127.0.0.1");
  });
});

describe("hosts", () => {
  const loopback = Buffer.from([127, 0, 0, 1]);

  it("are found by name", () => {
    const host = gethostbyname("localhost")!;
    expect([host.h_name, host.h_addrtype, host.h_length]).toEqual(["localhost", AF_INET, 4]);
    expect(host.h_addr_list[0]).toEqual(loopback);
    expect(host.h_addr_list.at(-1)).toBeNull();
    expect(host.h_aliases.at(-1)).toBeNull();
    expect(host.h_addr).toBe(host.h_addr_list[0]);
    expect(ntohl(cast(in_addr, host.h_addr).s_addr)).toBe(INADDR_LOOPBACK);
    expect(inspect(host)).toContain("h_name: 'localhost'");
    const copy = new hostent(host);
    expect([copy.h_name, copy.h_length, copy.h_addr]).toEqual(["localhost", 4, host.h_addr]);
  });

  it("are found by an address in numbers", () => {
    expect(gethostbyname("1.2.3.4")!.h_addr).toEqual(Buffer.from([1, 2, 3, 4]));
    const host = gethostbyname2("::1", AF_INET6)!;
    expect([host.h_addrtype, host.h_length]).toEqual([AF_INET6, 16]);
    expect(cast(in6_addr, host.h_addr).s6_addr).toEqual(in6addr_loopback.s6_addr);
  });

  it("keep what was found when another is looked up, unlike C's", () => {
    const host = gethostbyname("1.2.3.4")!;
    gethostbyname("4.3.2.1");
    expect([host.h_name, host.h_addr]).toEqual(["1.2.3.4", Buffer.from([1, 2, 3, 4])]);
  });

  it("are found by address", () => {
    expect(gethostbyaddr(loopback, 4, AF_INET)!.h_addr).toEqual(loopback);
    const address = new in_addr({ s_addr: htonl(INADDR_LOOPBACK) });
    expect(gethostbyaddr(address, sizeof(address), AF_INET)!.h_name).toMatch(/localhost/);
    expect(thrown(() => gethostbyaddr(loopback, 5, AF_INET))).toMatch(/^RangeError: gethostbyaddr: len: 5 bytes/);
  });

  it("that are none set h_errno", () => {
    const missing = (call: () => hostent | null): unknown[] => {
      set_errno(0);
      set_h_errno(0);
      return [call(), h_errno, errno];
    };
    expect(missing(() => gethostbyname("::1")).slice(0, 2)).toEqual([null, HOST_NOT_FOUND]);
    expect(missing(() => gethostbyaddr(loopback, 3, AF_INET))).toEqual([null, NETDB_INTERNAL, EAFNOSUPPORT]);
    expect(missing(() => gethostbyaddr(loopback, 4, AF_UNIX))).toEqual([null, NETDB_INTERNAL, EAFNOSUPPORT]);
    // Over these glibc may abort the process.
    for (const family of [AF_UNSPEC, AF_UNIX, 99, -1]) {
      expect(missing(() => gethostbyname2("localhost", family))).toEqual([null, NETDB_INTERNAL, EAFNOSUPPORT]);
    }
    // What is found leaves it.
    set_h_errno(NO_RECOVERY);
    expect([gethostbyname("127.0.0.1")?.h_name, h_errno]).toEqual(["127.0.0.1", NO_RECOVERY]);
    set_h_errno(0);
  });

  it("can be read one after the other", () => {
    sethostent(1);
    const first = gethostent()!;
    expect(first.h_length).toBe(4);
    while (gethostent() !== null);
    sethostent(0);
    expect(gethostent()).toEqual(first);
    endhostent();
    expect(gethostent()).toEqual(first);
    endhostent();
  });
});

describe("hstrerror and herror", () => {
  it("have C's texts", () => {
    expect(hstrerror(HOST_NOT_FOUND)).toBe("Unknown host");
    expect(hstrerror(NETDB_INTERNAL)).toBe("Resolver internal error");
    expect(hstrerror(99)).toBe("Unknown resolver error");
  });

  it("print on standard error", () => {
    const { stdout, stderr } = runModule(
      `import { HOST_NOT_FOUND, herror, set_h_errno } from "berkeley/netdb";
       set_h_errno(HOST_NOT_FOUND);
       for (const s of ["program", Buffer.from("memory\\0x"), "", null]) herror(s);`,
    );
    expect(stdout).toBe("");
    expect(stderr).toBe("program: Unknown host\nmemory: Unknown host\nUnknown host\nUnknown host\n");
  });
});

describe("services", () => {
  it("are found by name and by port, which is in network byte order", () => {
    const http = getservbyname("http", "tcp")!;
    expect([http.s_name, ntohs(http.s_port), http.s_proto]).toEqual(["http", 80, "tcp"]);
    expect(http.s_aliases.at(-1)).toBeNull();
    expect(getservbyport(htons(80), "tcp")).toEqual(http);
    expect(getservbyport(htons(80), null)!.s_name).toBe("http");
    expect(getservbyname("domain", "udp")!.s_proto).toBe("udp");
  });

  it("that are none are null", () => {
    expect(getservbyname("http", "no-such-protocol")).toBeNull();
    expect(getservbyname("no-such-service", null)).toBeNull();
    expect(getservbyport(0, null)).toBeNull();
  });

  it("can be read one after the other", () => {
    setservent(1);
    const names: string[] = [];
    for (let service = getservent(); service !== null; service = getservent()) names.push(service.s_name);
    expect(names).toContain("http");
    setservent(0);
    expect(getservent()!.s_name).toBe(names[0]);
    endservent();
  });
});

describe("protocols", () => {
  it("are found by name and by number", () => {
    const tcp = getprotobyname("tcp")!;
    expect([tcp.p_name, tcp.p_proto, tcp.p_aliases]).toEqual(["tcp", IPPROTO_TCP, ["TCP", null]]);
    expect(getprotobynumber(IPPROTO_TCP)).toEqual(tcp);
    expect(getprotobynumber(250)).toBeNull();
    expect(getprotobyname("no-such-protocol")).toBeNull();
  });

  it("can be read one after the other", () => {
    setprotoent(1);
    const numbers: number[] = [];
    for (let entry = getprotoent(); entry !== null; entry = getprotoent()) numbers.push(entry.p_proto);
    expect(numbers).toEqual(expect.arrayContaining([IPPROTO_TCP, IPPROTO_UDP]));
    setprotoent(0);
    expect(getprotoent()!.p_proto).toBe(numbers[0]);
    endprotoent();
  });
});

describe("Workers", () => {
  it("look up at the same time, and each gets its own", async () => {
    const program = new URL("./support/lookups.js", import.meta.url);
    const workers = Array.from({ length: 4 }, (_, i) => new Worker(program, { workerData: { number: i + 1 } }));
    const answers = await Promise.all(workers.map(async (worker) => (await once(worker, "message")) as unknown[]));
    expect(answers).toEqual(workers.map(() => [[]]));
  });
});
