import { spawnSync } from "node:child_process";

import * as all from "berkeley";
import { array, bytes, type Memory, sizeof, type Struct, type StructClass } from "berkeley/memory";

import { hasCompiler, readSource, runC } from "./support/children.ts";
import { root } from "./support/root.ts";

const exported: Readonly<Record<string, unknown>> = all;

const includes = `
  #include <arpa/inet.h>
  #include <arpa/nameser.h>
  #include <dirent.h>
  #include <errno.h>
  #include <fcntl.h>
  #include <limits.h>
  #include <ifaddrs.h>
  #include <net/ethernet.h>
  #include <net/if.h>
  #include <net/if_arp.h>
  #include <netinet/icmp6.h>
  #include <netinet/if_ether.h>
  #include <netdb.h>
  #include <netinet/in.h>
  #include <netinet/ip.h>
  #include <netinet/ip6.h>
  #include <netinet/ip_icmp.h>
  #include <netinet/tcp.h>
  #include <netinet/udp.h>
  #include <poll.h>
  #include <signal.h>
  #include <stddef.h>
  #include <stdint.h>
  #include <stdio.h>
  #include <stdlib.h>
  #include <string.h>
  #include <sys/ioctl.h>
  #include <sys/resource.h>
  #include <sys/mman.h>
  #include <sys/select.h>
  #include <sys/socket.h>
  #include <sys/stat.h>
  #include <sys/time.h>
  #include <sys/uio.h>
  #include <sys/un.h>
  #include <sys/utsname.h>
  #include <sys/wait.h>
  #include <syslog.h>
  #include <termios.h>
  #include <time.h>
  #include <unistd.h>
  #ifdef __linux__
  #include <asm/socket.h>
  #include <linux/errqueue.h>
  #include <linux/filter.h>
  #include <linux/if.h>
  #include <linux/if_addr.h>
  #include <linux/if_ether.h>
  #include <linux/if_link.h>
  #include <linux/if_packet.h>
  #include <linux/inet_diag.h>
  #include <linux/net_tstamp.h>
  #include <linux/netlink.h>
  #include <linux/rtnetlink.h>
  #include <linux/sock_diag.h>
  #include <linux/sockios.h>
  #include <linux/vm_sockets.h>
  #include <sys/epoll.h>
  #include <sys/eventfd.h>
  #include <sys/file.h>
  #include <sys/signalfd.h>
  #include <sys/timerfd.h>
  typedef __typeof__(((struct icmphdr *)0)->un) icmphdr_un;
  typedef __typeof__(((icmphdr_un *)0)->echo) icmphdr_echo;
  typedef __typeof__(((icmphdr_un *)0)->frag) icmphdr_frag;
  #endif
`;

/** What the C program prints, each line split at its spaces. */
function table(declarations: string, body: string): string[][] {
  const output = runC(`${includes}\n${declarations}\nint main(void) {\n${body}\nreturn 0; }`);
  return output
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
}

const withCompiler = hasCompiler ? describe : describe.skip;

withCompiler("constants (skipped without a C compiler)", () => {
  it("have the C compiler's values", () => {
    const names = readSource("native/constants.def").flatMap((line) => {
      const match = /^\s*(?:CONSTANT|CONSTANT_AS|OPTION|ENUMERATOR)\((\w+)/.exec(line);
      return match === null ? [] : [match[1]];
    });
    expect(names.length).toBeGreaterThan(500);
    const number = "#define NUMBER(x) __builtin_choose_expr(__builtin_classify_type(x) == 5, (long)(x), (x))";
    const values = table(
      number,
      names.map((name) => `printf("${name} %.17g\\n", (double)NUMBER(${name}));`).join("\n"),
    );
    const wrong = values.filter(([name, value]) => exported[name] !== Number(value));
    expect(values).toHaveLength(names.length);
    expect(wrong).toEqual([]);
  });
});

/** Fields that are functions here, and no numbers. */
const functions = new Set(["sa_handler", "sa_sigaction"]);

interface StructRow {
  name: string;
  type: string;
  fields: string[];
  bits: string[];
  pointers: string[];
}

/** The structs of native/structs.def: their name, what C calls them, and their fields. */
function readStructs(): StructRow[] {
  const structs = [];
  let current: StructRow | undefined;
  for (const line of readSource("native/structs.def")) {
    const [, macro, name] = /^\s*([A-Z_]+)\((\w+)/.exec(line) ?? [];
    if (/^(STRUCT|POINTERS|TYPEDEF|SCALAR|SCALAR_AS|SCALAR_BIGINT)$/.test(macro)) {
      const type = macro === "STRUCT" || macro === "POINTERS" ? `struct ${name}` : name;
      current = { name, type, fields: macro.startsWith("SCALAR") ? ["value"] : [], bits: [], pointers: [] };
      structs.push(current);
    } else if (/^POINTER/.test(macro)) {
      current?.pointers.push(name);
    } else if (macro === "BITS") {
      current?.bits.push(name);
    } else if (macro !== undefined && macro !== "HEADER" && !functions.has(name)) {
      current?.fields.push(name);
    }
  }
  return structs;
}

withCompiler("structs (skipped without a C compiler)", () => {
  const structs = readStructs();

  it("are read from the list", () => {
    expect(structs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["int", "sockaddr_in", "tcp_info", "flock"]),
    );
  });

  it("have C's sizes", () => {
    const values = table("", structs.map(({ name, type }) => `printf("${name} %zu\\n", sizeof(${type}));`).join("\n"));
    const wrong = values.filter(([name, size]) => sizeof(exported[name] as StructClass) !== Number(size));
    expect(wrong).toEqual([]);
  });

  // Each field is filled with ones, in C and here; then the bytes of the struct must be the same. Unsigned numbers of 64
  // bits hold 2^53 - 1 at most.
  it("have C's fields at C's places", () => {
    const print = `
      static void ones(void *data, size_t size) { memset(data, 0xff, size); }
      static void most(void *data, size_t size) { memcpy(data, &(uint64_t){(1ull << 53) - 1}, size); }
      static void negative(void *data, size_t size) {
        if (size == sizeof(float)) *(float *)data = -1; else *(double *)data = -1;
      }
      #define FILL(field) \\
        _Generic(field, unsigned long: most, unsigned long long: most, void *: most, \\
                 float: negative, double: negative, default: ones)(&field, sizeof field)
      static void print(const char *name, const char *field, const void *data, size_t size) {
        printf("%s %s ", name, field);
        for (size_t i = 0; i < size; i++) printf("%02x", ((const unsigned char *)data)[i]);
        putchar('\\n');
      }`;
    const body = structs.flatMap(({ name, type, fields, bits }) => {
      const fill = (field: string, statement: string): string =>
        `{ ${type} s; memset(&s, 0, sizeof s); ${statement} print("${name}", "${field}", &s, sizeof s); }`;
      const place = (field: string): string => (field === "value" ? "s" : `s.${field}`);
      return [
        ...fields.map((field) => fill(field, `FILL(${place(field)});`)),
        ...bits.map((field) => fill(field, `s.${field} = -1;`)),
      ];
    });
    const values = table(print, body.join("\n"));
    const wrong = values.filter(([name, field, expected]) => {
      const struct = new (exported[name] as new () => Record<string, unknown> & Struct)();
      const value = struct[field];
      if (typeof value === "number") fillNumber(struct, field);
      else if (typeof value === "bigint") struct[field] = 2n ** 53n - 1n;
      else bytes(value as Memory).fill(0xff);
      return bytes(struct).toString("hex") !== expected;
    });
    expect(values.length).toBe(structs.reduce((sum, { fields, bits }) => sum + fields.length + bits.length, 0));
    expect(wrong).toEqual([]);
  });

  // Where something is assigned, the first byte of the pointer is not zero any more.
  it("have C's pointers at C's places", () => {
    const pointers = structs.flatMap(({ name, type, pointers }) => pointers.map((field) => ({ name, type, field })));
    const print = ({ name, type, field }: (typeof pointers)[0]): string =>
      `printf("${name} ${field} %zu %zu\\n", offsetof(${type}, ${field}), sizeof(((${type} *)0)->${field}));`;
    const wrong = table("", pointers.map(print).join("\n")).filter(([name, field, offset, size]) => {
      const struct = new (exported[name] as new () => Record<string, unknown> & Struct)();
      struct[field] = field === "msg_iov" ? new all.iovec() : Buffer.alloc(1);
      return bytes(struct).findIndex((byte) => byte !== 0) !== Number(offset) || Number(size) !== 8;
    });
    expect(pointers.length).toBeGreaterThan(4);
    expect(wrong).toEqual([]);
  });

  function fillNumber(struct: Record<string, unknown>, field: string): void {
    try {
      struct[field] = -1;
    } catch {
      struct[field] = 2 ** 53 - 1;
    }
  }

  it("have C's signs", () => {
    // Nested structs and arrays are no numbers; what is unsigned and of 64 bits is beyond 2^53.
    const numbers = structs.flatMap(({ name, type, fields, bits }) =>
      [...fields, ...bits]
        .filter((field) => typeof new (exported[name] as new () => Record<string, unknown>)()[field] === "number")
        .map((field) => ({ name, type, field, place: field === "value" ? "s" : `s.${field}` })),
    );
    const body = numbers.map(
      ({ name, type, field, place }) =>
        `{ ${type} s; memset(&s, 0xff, sizeof s); printf("${name} ${field} %.17g\\n", (double)${place}); }`,
    );
    const wrong = table("", body.join("\n")).filter(([name, field, expected]) => {
      const struct = new (exported[name] as new () => Record<string, unknown> & Struct)();
      bytes(struct).fill(0xff);
      return Number(expected) <= 2 ** 53 && struct[field] !== Number(expected);
    });
    expect(wrong).toEqual([]);
  });
});

describe("generated declarations", () => {
  it("are what the native lists say", () => {
    const { status, stderr } = spawnSync(process.execPath, ["tools/generate.mjs", "--check"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});

it("arrays of scalars have the scalar's size and sign", () => {
  for (const type of [all.int, all.int8_t, all.int16_t, all.int32_t, all.uint8_t, all.uint16_t, all.uint32_t]) {
    const numbers = array(type as StructClass<Struct<"int">>, 3);
    const scalar = new (type as typeof all.int)(-1);
    numbers[0] = -1;
    expect(numbers.byteLength).toBe(3 * sizeof(type as StructClass));
    expect(numbers[0]).toBe(scalar.value);
  }
});
