/**
 * Every socket option that has a type: what getsockopt and setsockopt answer and which bytes they carry must be what a
 * C program gets from the same kernel.
 */

import * as all from "berkeley";
import { EBADF, ENOPROTOOPT, errno } from "berkeley/errno";
import { bytes, sizeof, type Struct } from "berkeley/memory";
import { getsockopt, setsockopt, socket, socklen_t } from "berkeley/sys/socket";

import { opened } from "../support/descriptors.ts";
import { hasCompiler, readSource, runC } from "../support/children.ts";
import { thrown } from "../support/thrown.ts";

const exported = all as unknown as Readonly<Record<string, never>>;

interface Row {
  readonly name: string;
  readonly type: string;
  /** "get", "set" or "message", where it is for that only. */
  readonly access: string | undefined;
  readonly level: string;
  readonly kind: string;
}

const list = readSource("native/constants.def");

/** The levels, and a kind of socket that has their options, by the first word of the options' names. */
const levels = new Map<string, [level: string, kind: string][]>();
for (const line of list) {
  const [, word, level, kind] = /^LEVEL\((\w+), (\w+), (.*)\)/.exec(line) ?? [];
  if (word !== undefined) levels.set(word, [...(levels.get(word) ?? []), [level, kind]]);
}

const options: Row[] = list.flatMap((line) => {
  const [, name, type, access] = /^OPTION\((\w+), ([\w<> |]+?)(?:, (\w+))?\)/.exec(line) ?? [];
  // A filter's value holds an address, or is counted in instructions: test/linux/filter.test.ts.
  if (name === undefined || /^(sock_fprog|StructArray)/.test(type)) return [];
  const lying = levels.get(name.split("_")[0]) ?? [];
  return lying.map(([level, kind]) => ({ name, type: type.split(" ")[0], access, level, kind }));
});

/** These tell something of the moment; that their calls succeed is enough. */
const isOfTheMoment = /^(SO_INCOMING_CPU|SO_INCOMING_NAPI_ID|SO_COOKIE|TCP_INFO|TCP_TIMESTAMP|TCP_QUEUE_SEQ)$/;

/** 16 bytes for the types that are no structs. */
const sizeOf = (type: string): number => (type in exported ? sizeof(exported[type]) : 16);

/** The first bytes of what is set, the others are zero: one number, and a number for each field of 32 bits. */
const values: readonly (readonly number[])[] = [[1], [2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0]];

/** The kernel is given this much room for its answer, so that its length is what the kernel has, not what there is. */
const ROOM = 512;

/** What both print: the calls' results or errors, and the value. */
function row(name: string, set: number, get: number, length: number, value: Buffer): string {
  return [name, set, get, length, isOfTheMoment.test(name) ? "" : value.toString("hex")].join(" ");
}

/** Those of the bytes that the option's type has. */
const valueOf = (type: string, value: readonly number[]): readonly number[] => value.slice(0, sizeOf(type));

function here({ name, type, level, kind }: Row, value = values[0]): string {
  const [domain, socketType, protocol] = kind
    .split(", ")
    .map((word) => (word === "0" ? 0 : (exported[word] as number)));
  // Some need privileges; without, the options answer EBADF.
  const made = socket(domain, socketType, protocol);
  const fd = made < 0 ? -1 : opened(made);
  const optname = exported[name] as number;
  const struct = exported[type] as (new () => Struct) | undefined;
  const wanted: Struct | Buffer = struct === undefined ? Buffer.alloc(16) : new struct();
  bytes(wanted).set(valueOf(type, value));
  const set = setsockopt(fd, exported[level], optname, wanted, sizeOf(type)) < 0 ? -errno : 0;
  const answer = Buffer.alloc(ROOM);
  const length = new socklen_t(ROOM);
  const get = getsockopt(fd, exported[level], optname, answer, length) < 0 ? -errno : 0;
  return row(name, set, get, length.value, answer);
}

function inC({ name, type, level, kind }: Row, value: readonly number[]): string {
  return `{
    unsigned char wanted[${sizeOf(type)}] = {${valueOf(type, value).join(", ")}}, value[${ROOM}] = {0};
    socklen_t length = sizeof value;
    int fd = socket(${kind});
    int set = setsockopt(fd, ${level}, ${name}, wanted, sizeof wanted) < 0 ? -errno : 0;
    int get = getsockopt(fd, ${level}, ${name}, value, &length) < 0 ? -errno : 0;
    printf("${name} %d %d %u ", set, get, length);
    if (${isOfTheMoment.test(name) ? 0 : 1}) for (size_t i = 0; i < sizeof value; i++) printf("%02x", value[i]);
    putchar('\\n');
    close(fd);
  }`;
}

(hasCompiler ? it : it.skip).each(values)(
  "options that have a type answer %j as in C (skipped without a C compiler)",
  (...value) => {
    const expected = runC(`
    #include <errno.h>
    #include <netinet/in.h>
    #include <netinet/icmp6.h>
    #include <netinet/tcp.h>
    #include <netinet/udp.h>
    #include <linux/if_packet.h>
    #include <linux/netlink.h>
    #include <stdio.h>
    #include <sys/socket.h>
    #include <unistd.h>
    #include <asm/socket.h>
    int main(void) { ${options.map((option) => inC(option, value)).join("\n")} return 0; }`);
    expect(options.length).toBeGreaterThan(150);
    expect(options.map((option) => here(option, value))).toEqual(expected.trimEnd().split("\n"));
  },
);

it("values have the size of the option's type", () => {
  const wrong = options.flatMap((option) => {
    const [name, , get, length] = here(option).split(" ");
    const isRight = Number(get) !== 0 || !(option.type in exported) || Number(length) === sizeOf(option.type);
    return isRight ? [] : [`${name} ${option.level} ${length}`];
  });
  // The kernel that runs knows more of tcp_info than the headers; the rate is an int or 64 bits, as one likes.
  const known = /^TCP_INFO IPPROTO_TCP \d{3}$|^SO_MAX_PACING_RATE SOL_SOCKET 8$/;
  expect(wrong.filter((option) => !known.test(option))).toEqual([]);
});

/** These want a raw socket, or another value than 1. */
const wantMore = ["IP_HDRINCL", "IP_NODEFRAG", "IPV6_ROUTER_ALERT", "UDP_ENCAP"];

it("the list says of an option whether it can be set and asked for", () => {
  const wrong = options.filter((option) => {
    const [, set, get] = here(option).split(" ").map(Number);
    const found = [set, get].map((answer) => answer !== -ENOPROTOOPT);
    const said = { get: [false, true], set: [true, false], message: [false, false] }[option.access ?? ""] ?? [
      true,
      true,
    ];
    // Not every kernel and every socket has it at all.
    if (set === -EBADF || wantMore.includes(option.name)) return false;
    return found.some(Boolean) && found.join() !== said.join();
  });
  expect(wrong).toEqual([]);
});

const reaching: [string, string][] = [
  ["SOL_SOCKET", "SO_ATTACH_REUSEPORT_CBPF"],
  ["IPPROTO_TCP", "TCP_ZEROCOPY_RECEIVE"],
];

describe.each(reaching)("%s, %s, whose value reaches outside of itself,", (level, name) => {
  it("is refused", () => {
    const fd = opened(socket(all.AF_INET, all.SOCK_STREAM, 0));
    const value = Buffer.alloc(64);
    const length = new socklen_t(64);
    expect(thrown(() => setsockopt(fd, exported[level], exported[name] as number, value, 64))).toMatch(
      /^TypeError: setsockopt: optname: expected /,
    );
    expect(thrown(() => getsockopt(fd, exported[level], exported[name] as number, value, length))).toMatch(
      /^TypeError: getsockopt: optname: expected /,
    );
    expect([value, length.value]).toEqual([Buffer.alloc(64), 64]);
  });
});
