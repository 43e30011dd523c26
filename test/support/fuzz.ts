/**
 * Calls every function of the native layer with arguments at random, in a folder and over descriptors of its own:
 *
 *     node fuzz.js <seed> <calls>
 *
 * No call may crash the process, throw anything but a TypeError or RangeError, or keep Node from going on. Left out is
 * what would end the process, wait, raise a signal, or reach beyond the loopback interface, the folder and the process.
 */

import assert from "node:assert";
import { writeFileSync } from "node:fs";

import {
  F_NOTIFY,
  F_OFD_SETLKW,
  F_SETFL,
  F_SETLEASE,
  F_SETLKW,
  LOCK_NB,
  O_CREAT,
  O_NONBLOCK,
  O_RDWR,
  open,
} from "berkeley/fcntl";
import { array, bytes, cast, int, long, ptr, size_t } from "berkeley/memory";
import { htonl, htons, in6addr_loopback, INADDR_LOOPBACK, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  SO_LINGER,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  socket,
  socketpair,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { epoll_create1, epoll_event } from "berkeley/sys/epoll";
import { EFD_NONBLOCK, eventfd } from "berkeley/sys/eventfd";
import { MAP_ANONYMOUS, MAP_HUGETLB, MAP_LOCKED, MAP_POPULATE, munmap } from "berkeley/sys/mman";
import { sockaddr_un } from "berkeley/sys/un";
import { close, pipe2 } from "berkeley/unistd";

import { type Parameter, type Signature, signatures } from "./signatures.ts";

const [seed, calls] = process.argv.slice(2).map(Number);
let state = seed;

/** mulberry32 */
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

const pick = <T>(values: readonly T[]): T => values[random(values.length)];

/** Makers of descriptors, none of which a call can wait on. */
const openers = [
  () => socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0),
  () => socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0),
  () => socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, 0),
  () => socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0),
  () => pairOf((fds) => socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds)),
  () => pairOf((fds) => socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, fds)),
  () => pairOf((fds) => pipe2(fds, O_NONBLOCK)),
  () => epoll_create1(0),
  () => eventfd(random(3), EFD_NONBLOCK),
  () => open("file", O_RDWR | O_CREAT | O_NONBLOCK, 0o600),
];
const descriptors: number[] = [];

/** One end; the other is another of the descriptors. */
function pairOf(make: (fds: Int32Array) => number): number {
  const fds = array(int, 2);
  assert.equal(make(fds), 0);
  descriptors.push(fds[1]);
  return fds[0];
}

function refill(): void {
  while (descriptors.length < 20) descriptors.push(pick(openers)());
}

const resizable = (size: number): ArrayBuffer & { resize(size: number): void } =>
  new (ArrayBuffer as unknown as new (size: number, options: object) => never)(size, { maxByteLength: 256 });

/** Memory that mmap made, which other calls use and munmap ends. */
const mapped: Buffer[] = [];

const memories: (() => object)[] = [
  () => mapped[random(mapped.length + 1)] ?? Buffer.alloc(8),
  () => Buffer.alloc(random(300)),
  () => Buffer.alloc(300, "abc").subarray(random(300)),
  () => new Uint8Array(8).fill(0xff),
  () => new Float64Array(random(20)),
  () => new Int32Array(2),
  () => new BigUint64Array(1),
  () => new DataView(new ArrayBuffer(64), random(64)),
  () => new Uint8Array(new SharedArrayBuffer(32)),
  () => new sockaddr_in6(),
  () => new socklen_t(random(40)),
  () => new int(random(40) - 20),
  () => new long(random(40)),
  () => new size_t(),
  () => array(sockaddr_in, 3),
  () => array(epoll_event, random(9)),
  () => cast(sockaddr_in, Buffer.alloc(32).subarray(random(16))),
  () => new Uint8Array(0),
  () => {
    const buffer = resizable(64);
    const view = pick([
      () => new Uint8Array(buffer),
      () => new Uint8Array(buffer, 8, 40),
      () => new DataView(buffer, 8),
    ])();
    buffer.resize(random(128));
    return view;
  },
  () => {
    const buffer = new ArrayBuffer(64);
    const view = pick([() => new Uint8Array(buffer), () => cast(sockaddr_in, new DataView(buffer))])();
    structuredClone(buffer, { transfer: [buffer] });
    return view;
  },
];

/** Addresses that lead nowhere else, whatever is done with them. */
const addresses: (() => object | null)[] = [
  () =>
    new sockaddr_in({
      sin_family: AF_INET,
      sin_port: htons(random(65536)),
      sin_addr: { s_addr: htonl(INADDR_LOOPBACK) },
    }),
  () => new sockaddr_in6({ sin6_family: AF_INET6, sin6_port: htons(random(65536)), sin6_addr: in6addr_loopback }),
  () => new sockaddr_un({ sun_family: AF_UNIX, sun_path: pick(["", "socket", "\0name", "x".repeat(108)]) }),
  () => Buffer.alloc(random(200)),
  () => Buffer.alloc(random(200), 0xff),
  () => null,
];

// No slash: a name stays in the folder. No '*': a width could be as much as all memory.
const texts = [
  "",
  "a",
  "file",
  "socket",
  "é€😀",
  "a\0b",
  "x".repeat(300),
  "%d %s",
  "%",
  "%5$s",
  "%lld %c %n",
  "127.0.0.1",
  "::1",
  "12",
];

const lists: (() => unknown)[] = [
  () => null,
  () => [],
  () => Array.from({ length: random(20) }, () => pick([...texts, null, Buffer.alloc(random(9), 1), new sockaddr_in()])),
  () => [pick(memories)(), pick(texts)],
  () => new Array<unknown>(random(9)),
  () => [pick(junk)],
];

const junk: unknown[] = [
  undefined,
  null,
  true,
  1n,
  Symbol("s"),
  "text",
  {},
  [],
  () => 1,
  new ArrayBuffer(8),
  new Proxy(Buffer.alloc(8), {}),
  { valueOf: () => assert.fail("JavaScript ran in a call"), [Symbol.toPrimitive]: () => assert.fail("JavaScript ran") },
  NaN,
  Infinity,
  -Infinity,
  -1,
  1.5,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
];

const isDescriptor = /^(sockfd|fd|oldfd|newfd|dirfd|epfd)$/;

/** About how many bytes an argument has. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 1;
  try {
    return ArrayBuffer.isView(value) ? value.byteLength : 64;
  } catch {
    // A DataView that lost its memory throws.
    return 0;
  }
}

function valueFor({ name, kind }: Parameter, before: unknown): unknown {
  // Nothing is waited for.
  if (name === "timeout") return kind === "int" ? pick([0, NaN, "0"]) : Buffer.alloc(pick([16, 20, 15]));
  if (random(10) === 0) return pick(junk);
  if (isDescriptor.test(name)) return name === "newfd" && random(4) === 0 ? 3 + random(40) : pick(descriptors);
  const size = sizeOf(before);
  switch (kind) {
    case "int":
      if (name === "prot") return random(8);
      return pick([random(64), random(65536), 1 << random(31), -random(64), 0]);
    case "bigint":
      return pick([BigInt(random(9)), -1n, 2n ** 64n - 1n, 2n ** 64n]);
    case "count":
      return pick([random(9), Math.floor(size / 12), -1, 0]);
    case "offset":
      return pick([random(64), 2 ** 40, -1]);
    case "size":
    case "free":
      return pick([size, random(size + 1), random(size + 3), 0, 2 ** random(53)]);
    case "char":
      return pick([random(512), "a", ""]);
    case "out":
    case "place":
      return /addr$/.test(name) ? pick(addresses)() : pick([pick(memories)(), null]);
    case "memory":
      return pick(memories)();
    case "strings":
      return pick(lists)();
    case "pointer":
      return pick([new ptr(), null]);
    case "null":
      return null;
    case "in":
    case "path":
    case "text":
      return pick([pick(texts), Buffer.from(pick(texts)), pick(memories)()]);
  }
}

/** What could signal or change other processes or the clock, end this one, wait, also for signals, or block them, speak to the log, take rights or means from this one, or make a FIFO that creat waits for. */
const never =
  /^(kill|killpg|raise|sig(procmask|suspend|waitinfo)|(set|p)rlimit|setpriority|nice|set(res|re|e)?[ug]id|(set|init)groups|chroot|sethostname|clock_settime|setitimer|alarm|(|nano|u|clock_nano)sleep|syslog|mkfifo(at)?)$/;
const fuzzed = signatures.filter(({ name }) => !never.test(name));

/** Whether the kernel might keep the process waiting, or kill it. */
function isLeftOut(name: string, values: readonly unknown[]): boolean {
  if (name === "fcntl") {
    return [F_SETFL, F_SETLKW, F_OFD_SETLKW, F_SETLEASE, F_NOTIFY].some((command) => command === values[1]);
  }
  if (name === "flock") return typeof values[1] === "number" && (values[1] & LOCK_NB) === 0;
  // These make memory of what is only asked for.
  if (name === "mmap") {
    return typeof values[3] === "number" && (values[3] & (MAP_POPULATE | MAP_LOCKED | MAP_HUGETLB)) !== 0;
  }
  // close waits for what lingers, even where nothing else waits.
  return name === "setsockopt" && values[1] === SOL_SOCKET && values[2] === SO_LINGER;
}

/** Descriptors that calls make are not kept; those of sockets and files would make others wait. */
const makers = new Set([
  "socket",
  "accept",
  "accept4",
  "open",
  "openat",
  "creat",
  "dup",
  "fcntl",
  "eventfd",
  "timerfd_create",
  "epoll_create",
  "epoll_create1",
]);

/** A file's memory ends where the file does, and touching it beyond is SIGBUS. */
function tidyUpMemory(memory: Buffer, [, length, , flags]: readonly unknown[]): void {
  const isKept = ((flags as number) & MAP_ANONYMOUS) !== 0 && memory.length <= 65536 && mapped.length < 10;
  if (isKept) mapped.push(memory);
  else assert.equal(munmap(memory, length as number), 0);
}

function tidyUp({ name }: Signature, values: readonly unknown[], value: unknown): void {
  if (name === "mmap" && Buffer.isBuffer(value)) tidyUpMemory(value, values);
  if (name === "munmap" && value === 0) mapped.splice(mapped.indexOf(values[0] as Buffer), 1);
  if (typeof value !== "number" || value < 0) return;
  const made = /^(socketpair|pipe|pipe2)$/.test(name)
    ? bytes(values[name === "socketpair" ? 3 : 0] as never)
    : undefined;
  if (made !== undefined) {
    for (const fd of [made.readInt32LE(0), made.readInt32LE(4)]) assert.equal(close(fd), 0);
  } else if (makers.has(name) && value > 2 && !descriptors.includes(value)) {
    close(value);
  } else if (name === "close") {
    descriptors.splice(descriptors.indexOf(values[0] as number), 1);
    refill();
  }
}

const outcomes = new Map<string, number>();
const called = new Set<string>();

// No exec finds a program: nothing here is one.
process.env.PATH = "/nonexistent";
writeFileSync("file", "0123456789");
refill();
for (let i = 0; i < calls; i++) {
  const signature = pick(fuzzed);
  const values: unknown[] = [];
  for (const parameter of signature.parameters) values.push(valueFor(parameter, values.at(-1)));
  if (signature.name === "open" || signature.name === "openat") {
    const flags = signature.name === "open" ? 1 : 2;
    if (typeof values[flags] === "number") values[flags] = (values[flags] & 0x7fffffff) | O_NONBLOCK;
  }
  if (signature.name === "printf") values.push(random(9), pick(texts), random(9), pick(memories)());
  if (isLeftOut(signature.name, values)) continue;
  called.add(signature.name);
  let outcome = "returned";
  try {
    tidyUp(signature, values, signature.call(...values));
  } catch (error) {
    outcome = (error as Error).name;
  }
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

assert.deepEqual([...outcomes.keys()].sort(), ["RangeError", "TypeError", "returned"]);
assert.equal(called.size, fuzzed.length);
// The event loop still goes round.
setTimeout(() => console.error("\nend"), 1);
