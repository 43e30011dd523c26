/**
 * Arguments at random for the functions of berkeley, which a seed determines. Most are such that a call gets past the
 * checks: descriptors of all kinds that no call waits on, memory of all kinds and with too little of it, structs whose
 * bytes may have become any, open and closed streams. The others are what no parameter takes.
 */

import assert from "node:assert";

import * as all from "berkeley";
import { rio_readinitb, rio_t } from "berkeley/csapp";
import { O_CREAT, O_NONBLOCK, O_RDWR, open } from "berkeley/fcntl";
import { closedir, type DIR, fdopendir, opendir } from "berkeley/dirent";
import { sock_filter, sock_fprog } from "berkeley/linux/filter";
import { array, bytes, cast, int, long, ptr, size_t, sizeof, type Struct } from "berkeley/memory";
import { if_nameindex, ifconf, ifreq } from "berkeley/net/if";
import { getaddrinfo } from "berkeley/netdb";
import { htonl, htons, in6addr_loopback, INADDR_LOOPBACK, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import { type FILE, fclose, fdopen, fopen } from "berkeley/stdio";
import { free, malloc } from "berkeley/stdlib";
import { epoll_create1, epoll_event } from "berkeley/sys/epoll";
import { EFD_NONBLOCK, eventfd } from "berkeley/sys/eventfd";
import * as sys_ioctl from "berkeley/sys/ioctl";
import { MAP_ANONYMOUS, munmap } from "berkeley/sys/mman";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  iovec,
  mmsghdr,
  msghdr,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  socket,
  socketpair,
  socklen_t,
} from "berkeley/sys/socket";
import { sockaddr_un } from "berkeley/sys/un";
import { close, pipe2 } from "berkeley/unistd";
import { ifi_info, unp_in_pktinfo } from "berkeley/unp";

import { numbersFrom } from "../random.ts";
import { type Kind, type Signature, signatures } from "../signatures.ts";
import { exported } from "./modules.ts";

/**
 * What only functions of the library take, and none of the native layer's:
 *
 * - struct: one of `structs`
 * - directory: a DIR
 * - object: one of a class of the books'
 * - list: what getaddrinfo, getifaddrs or if_nameindex made, or null
 * - callback: a function
 * - type: the class of a struct
 * - argv: an array of strings
 * - initializer: what a struct is made of
 * - value: anything
 */
export type LibraryKind =
  "struct" | "directory" | "object" | "list" | "callback" | "type" | "argv" | "initializer" | "value";

export interface Parameter {
  readonly name: string;
  readonly kind: Kind | LibraryKind;
  /** The structs that it takes. */
  readonly structs?: readonly string[];
}

const natives = new Set(signatures.map(({ name }) => name));
const isNativeOrOfBook = (name: string): boolean => natives.has(name) || !(name in all || name.startsWith("new "));

/** Whether a call may run JavaScript of its arguments: only before the native layer has any, to copy an array or ifconf. */
export const mayRunJavaScript = (name: string, parameters: readonly Parameter[]): boolean =>
  !isNativeOrOfBook(name) || name === "ioctl" || parameters.some(({ kind }) => kind === "strings");

/** Numbers below its argument; from a seed once `begin` was called. */
export let random = numbersFrom(0);
/** Whether calls may wait, because something ends their waiting. */
let mayWait = false;

/** Makes what arguments are taken from. All of them are determined by the seed. */
export function begin(seed: number, calls: { readonly mayWait: boolean }): void {
  random = numbersFrom(seed);
  mayWait = calls.mayWait;
  refill();
}

export function pick<T>(values: readonly T[]): T {
  return values[random(values.length)];
}

// What stays from call to call.

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
  if (make(fds) < 0) return -1;
  descriptors.push(fds[1]);
  return fds[0];
}

/** Open ones and some that are closed. */
const streams: FILE[] = [];
const directories: DIR[] = [];
/** Memory of malloc's, some of it freed. */
const allocated: Buffer[] = [];
/** Memory that mmap made, which other calls use and munmap ends. */
const mapped: Buffer[] = [];

function refill(): void {
  while (descriptors.length < 20) descriptors.push(pick(openers)());
  while (descriptors.length > 30) close(descriptors.shift()!);
  while (streams.length < 8) streams.push(openStream());
  while (directories.length < 4) directories.push(openDirectory());
  while (allocated.length < 8) allocated.push(malloc(random(100))!);
}

function openStream(): FILE {
  if (random(2) === 0) return fopen("streams", "a+") ?? openStream();
  const fd = pick(openers)();
  const stream = fdopen(fd, pick(["r", "w", "r+"]));
  if (stream === null) close(fd);
  return stream ?? openStream();
}

const openDirectory = (): DIR => (random(2) === 0 ? opendir(".") : fdopendir(open(".", 0)))!;

/** Ends one of them, which may have ended before. */
function drop<T>(values: T[], end: (value: T) => unknown): void {
  const [value] = values.splice(random(values.length), 1);
  try {
    end(value);
  } catch {
    // It was.
  }
  refill();
}

// Memory.

interface Resizable extends ArrayBuffer {
  readonly resizable: boolean;
  readonly maxByteLength: number;
  resize(size: number): void;
}
const resizable = (size: number): Resizable =>
  new (ArrayBuffer as unknown as new (size: number, options: object) => never)(size, { maxByteLength: 2 * size });

/** What is not resizable stays as it is. */
function resized(view: NodeJS.ArrayBufferView): object {
  const buffer = view.buffer as Resizable;
  if (buffer.resizable) buffer.resize(random(buffer.maxByteLength + 1));
  return view;
}

function detached(view: NodeJS.ArrayBufferView): object {
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] });
  return view;
}

/** Memory that says of itself how long it and its parts are, as netlink's messages and control messages do. */
function lengthy(size: number): Buffer {
  const memory = Buffer.alloc(size);
  for (let i = 0; i + 4 <= size; i += pick([4, 8, 16, 20])) memory.writeUInt32LE(random(4) * 8 + random(9), i);
  return memory;
}

const memories: (() => object)[] = [
  () => mapped[random(mapped.length + 1)] ?? Buffer.alloc(8),
  () => pick(allocated),
  () => Buffer.alloc(random(300)),
  () => Buffer.alloc(300, "abc").subarray(random(300)),
  () => lengthy(random(100)),
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
  () => new sock_fprog({ len: random(4), filter: array(sock_filter, random(4)) }),
  () => array(epoll_event, random(9)),
  () => cast(sockaddr_in, Buffer.alloc(32).subarray(random(16))),
  () => new Uint8Array(0),
  () => resized(new Uint8Array(resizable(64))),
  () => resized(new Uint8Array(resizable(64), 8, 40)),
  () => resized(new DataView(resizable(64), 8)),
  () => detached(new Uint8Array(64)),
  () => detached(cast(sockaddr_in, new DataView(new ArrayBuffer(64))) as never),
];

/** The classes of structs that are views of memory. */
export const classes = Object.fromEntries(
  Object.entries(all as object).filter(
    ([, value]) => typeof value === "function" && (value as { prototype: unknown }).prototype instanceof DataView,
  ),
) as Record<string, { readonly size: number; new (initializer?: unknown): Struct }>;

const classNames = Object.keys(classes);

/** A struct of one of the names, over memory of all kinds, or an array of them. */
function structOf(names: readonly string[]): object {
  const name = pick(names);
  if (name === "msghdr") return message();
  const Type = classes[name] as never as { readonly size: number; new (): object };
  const over = (memory: object): never => castTo(Type, memory) as never;
  return pick([
    () => scribbled(new Type()),
    () => scribbled(new Type()),
    () => new Type(),
    () => scribbled(several(Type)),
    () => over(Buffer.alloc(Type.size + random(9), random(256))),
    () => over(lengthy(Type.size + random(80))),
    () => over(new Uint8Array(new SharedArrayBuffer(Type.size))),
    () => resized(over(new DataView(resizable(Type.size)))),
    () => detached(over(new DataView(new ArrayBuffer(Type.size)))),
  ])();
}

/** Some structs have pointers and a class of their own, of which there are no arrays. */
function several(Type: new () => object): object {
  try {
    return array(Type as never, random(4));
  } catch {
    return new Type();
  }
}

/** Nor can be cast to them. */
function castTo(Type: new () => object, memory: object): object {
  try {
    return cast(Type as never, memory as never);
  } catch {
    return new Type();
  }
}

function scribbled<T extends object>(struct: T): T {
  const memory = bytes(struct as never);
  if (random(4) === 0 && memory.length > 0) memory[random(memory.length)] = random(256);
  return struct;
}

/** Structs with pointers. */
const vector = (): object => {
  const iov = array(iovec, random(9));
  for (const part of iov) {
    part.iov_base = pick([pick(memories)(), pick(texts), null]) as Buffer;
    part.iov_len = random(3) === 0 ? random(300) : sizeOf(part.iov_base);
  }
  return scribbled(pick([iov, iov.subarray(random(9)), iov[0] ?? iov]));
};

function fill(message: msghdr): msghdr {
  message.msg_name = pick(addresses)() as Buffer | null;
  message.msg_namelen = random(3) === 0 ? random(200) : sizeOf(message.msg_name);
  message.msg_iov = pick([vector, vector, () => null])() as iovec | null;
  message.msg_iovlen = random(3) === 0 ? random(20) : Math.floor(sizeOf(message.msg_iov) / sizeof(iovec));
  message.msg_control = pick([pick(memories)(), lengthy(random(200)), null]) as Buffer | null;
  message.msg_controllen = random(3) === 0 ? random(300) : sizeOf(message.msg_control);
  return message;
}

const message = (): object => scribbled(fill(new msghdr()));

const messages = (): object => {
  const vector = array(mmsghdr, random(5));
  for (const { msg_hdr } of vector) fill(msg_hdr);
  return scribbled(vector);
};

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
  () => new sockaddr_in({ sin_family: AF_INET, sin_addr: { s_addr: htonl(all.INADDR_MAX_LOCAL_GROUP) } }),
  () => Buffer.alloc(random(200)),
  () => Buffer.alloc(random(200), 0xff),
  () => null,
];

/** About how many bytes an argument has. */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 1;
  try {
    return ArrayBuffer.isView(value) ? value.byteLength : 64;
  } catch {
    // A DataView that lost its memory throws.
    return 0;
  }
}

// Texts, and lists of them.

// No slash: a name stays in the folder. No '*': a width could be as much as all memory.
const texts = [
  "",
  "a",
  "file",
  "socket",
  "é€😀",
  "\ud800",
  "a\0b",
  "x".repeat(300),
  "%d %s",
  "%",
  "%5$s",
  "%lld %c %n",
  "%9s %[^x]%d",
  "127.0.0.1",
  "::1",
  "12",
];

/** Those that are addresses. */
const numbers: unknown[] = ["127.0.0.1", "::1", "12"];
export const isAddress = (value: unknown): boolean => numbers.includes(value);

const lists: (() => unknown)[] = [
  () => null,
  () => [],
  () => Array.from({ length: random(20) }, () => pick([...texts, null, Buffer.alloc(random(9), 1), new sockaddr_in()])),
  () => [pick(memories)(), pick(texts)],
  () => new Array<unknown>(random(9)),
  () => [pick(junk)],
];

/** Lists of the C library's; the call that frees one gets it a second time, now and then. */
let made: unknown = null;

function listFor(structs: readonly string[]): unknown {
  if (random(4) === 0) return made;
  const list = new ptr<object>();
  if (structs.includes("addrinfo")) getaddrinfo("127.0.0.1", "80", null, list as never);
  else if (structs.includes("ifaddrs")) all.getifaddrs(list as never);
  else list.value = if_nameindex();
  made = list.value;
  return made;
}

/** Objects of the books' classes, by their names. */
export const objects: Readonly<Record<string, () => object>> = {
  rio_t: () => {
    const rp = new rio_t();
    if (random(4) > 0) rio_readinitb(rp, pick(descriptors));
    return rp;
  },
  ifi_info: () => Object.assign(new ifi_info(), { ifi_next: pick([null, new ifi_info()]) }),
  unp_in_pktinfo: () => new unp_in_pktinfo(),
};

// What no parameter takes, and JavaScript that runs where an argument is read.

/** What JavaScript of an argument throws. */
export class Thrown extends Error {
  override readonly name = "Thrown";
}

/** How often JavaScript of an argument has run. */
export let ran = 0;

/** The arguments of the call that is being made: what runs during the call takes them away. */
let current: readonly unknown[] = [];

function runs(): unknown {
  ran++;
  return takeAway(random);
}

const isMemory = (value: unknown): value is NodeJS.ArrayBufferView => ArrayBuffer.isView(value);

/** Takes away, or ends, one of the arguments of the call that is being made. */
export function takeAway(random: (below: number) => number): unknown {
  const value = current[random(current.length)];
  if (isMemory(value)) {
    try {
      if (mapped.includes(value as Buffer)) munmap(value, value.byteLength);
      else if ((value.buffer as Resizable).resizable) resized(value);
      else detached(value);
    } catch {
      // A Buffer may share its memory with others, and a SharedArrayBuffer cannot be taken from anyone.
    }
  } else if (streams.includes(value as FILE)) {
    fclose(value as FILE);
  } else if (descriptors.includes(value as number)) {
    close(value as number);
  }
  if (random(3) === 0) throw new Thrown();
  return random(9);
}

const trap = (): object => ({
  valueOf: runs,
  toString: runs,
  [Symbol.toPrimitive]: runs,
  get length() {
    return runs();
  },
  get byteLength() {
    return runs();
  },
  get value() {
    return runs();
  },
});

const proxyOf = (target: object): object =>
  new Proxy(target, {
    get: runs,
    has: () => Boolean(runs()),
    getPrototypeOf: () => (runs(), null),
    getOwnPropertyDescriptor: () => (runs(), undefined),
  });

/** An array that is another at each look. */
const changing = (): unknown[] =>
  Object.defineProperty(["a", "b"], 1, { get: () => (runs(), pick([...texts, undefined])) });

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
  trap(),
  changing(),
  proxyOf(Buffer.alloc(8)),
  proxyOf(new sockaddr_in()),
  proxyOf(["a"]),
  proxyOf(() => 1),
  NaN,
  Infinity,
  -Infinity,
  -0,
  -1,
  1.5,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
];

export const isJunk = (value: unknown): boolean => junk.includes(value);

// An argument for each kind of parameter.

const isDescriptor = /^(sockfd|fd|oldfd|newfd|sendfd|dirfd|epfd|(in|out)_fd|fd_(in|out))$/;
const isAddressOf = /addr$|^(sa[12]?|saptr|src|grp)$/;
const { SIOCGIFCONF, SIOCGSKNS } = sys_ioctl;

/** Which constants a parameter may be meant to be. */
const meanings: Record<string, RegExp> = {
  af: /^AF_/,
  domain: /^AF_/,
  family: /^AF_/,
  socktype: /^SOCK_/,
  facility: /^LOG_/,
  fdtype: /^S_IF/,
  type: /^SOCK_/,
  level: /^(SOL|IPPROTO)_/,
  protocol: /^IPPROTO_/,
  optname: /^(SO|TCP|UDP|IP|IPV6|ICMPV6|PACKET|MCAST|NETLINK)_/,
  cmd: /^F_/,
  request: /^(SIOC|FIO|TIOC)/,
  clockid: /^CLOCK_/,
  sig: /^SIG[A-Z]/,
  signum: /^SIG[A-Z]/,
  whence: /^SEEK_/,
  how: /^(SHUT|SIG)_/,
  op: /^EPOLL_CTL_/,
  resource: /^RLIMIT_/,
  which: /^(ITIMER|PRIO)_/,
  who: /^RUSAGE_/,
  options: /^W[A-Z]+$/,
  idtype: /^P_/,
  operation: /^LOCK_/,
  name: /^_SC_/,
  errcode: /^EAI_/,
  errnum: /^E[A-Z]/,
  mode: /^(S_I|[RWXF]_OK$|_IO)/,
  flags: /^(MSG|O|MAP|MS|SOCK|AT|NI|EFD|TFD|SFD|EPOLL|SPLICE|RWF)_/,
};
/** Options that make descriptors, or have them made, which the headers may lack: SO_PASSPIDFD, SO_PEERPIDFD. */
const SO_PASSPIDFD = 76;
const SO_PEERPIDFD = 77;
const constants = Object.entries(all as object).filter(([, value]) => typeof value === "number") as [string, number][];
const meant = Object.fromEntries(
  Object.entries(meanings).map(([parameter, names]) => [
    parameter,
    constants.filter(([name]) => names.test(name)).map(([, value]) => value),
  ]),
);
meant.optname.push(SO_PASSPIDFD, SO_PEERPIDFD);

function integerFor(name: string): number {
  if (name === "prot") return random(8);
  const values = meant[name] as number[] | undefined;
  if (values !== undefined && random(3) > 0) return random(4) > 0 ? pick(values) : pick(values) | pick(values);
  return pick([random(64), random(65536), 1 << random(31), -random(64), 0]);
}

/** What a struct is made of, or a field becomes. */
const valuesOf = (): unknown =>
  pick([
    () => random(2 ** 32),
    () => -random(2 ** 31),
    () => BigInt(random(2 ** 32)) ** 2n,
    () => pick(texts),
    () => pick(memories)(),
    () => structOf(classNames),
    () => [random(9), random(9)],
    () => new Uint8Array(random(40)),
    () => () => 1,
    () => null,
    () => undefined,
  ])();

function initializerOf([name]: readonly string[]): unknown {
  const fields = fieldsOf(name);
  return pick([
    () => undefined,
    () => new classes[name](),
    () => structOf([name]),
    valuesOf,
    () => Object.fromEntries(Array.from({ length: random(4) }, () => [pick(fields), valuesOf()])),
    () => Object.defineProperty({}, pick(fields), { enumerable: true, get: runs }) as unknown,
  ])();
}

const fieldLists = new Map<string, readonly string[]>();

/** The names of a class's fields. */
export function fieldsOf(name: string): readonly string[] {
  const known = fieldLists.get(name);
  if (known !== undefined) return known;
  const names: string[] = [];
  let prototype = (exported[name] as { prototype: object }).prototype;
  for (; prototype !== DataView.prototype && prototype !== Object.prototype; prototype = parentOf(prototype)) {
    const accessors = Object.entries(Object.getOwnPropertyDescriptors(prototype));
    names.push(...accessors.filter(([, descriptor]) => "get" in descriptor).map(([field]) => field));
  }
  const fields = names.length > 0 ? names : ["value"];
  fieldLists.set(name, fields);
  return fields;
}

const parentOf = (prototype: object): object => Object.getPrototypeOf(prototype) as object;

function timeoutFor(kind: Parameter["kind"]): unknown {
  return kind === "int" ? pick([0, NaN, "0"]) : Buffer.alloc(pick([16, 20, 15]));
}

function valueFor(parameter: Parameter, before: unknown): unknown {
  const { name, kind, structs = [] } = parameter;
  if (name === "timeout" && (!mayWait || random(2) === 0)) return timeoutFor(kind);
  if (random(10) === 0) return pick(junk);
  if (name === "request") return pick([integerFor(name), SIOCGIFCONF, random(65536), -random(2 ** 31)]);
  if (isDescriptor.test(name)) return name === "newfd" && random(4) === 0 ? 3 + random(40) : pick(descriptors);
  const size = sizeOf(before);
  switch (kind) {
    case "int":
      return structs.length > 0 && random(2) === 0 ? structOf(structs) : integerFor(name);
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
      if (isAddressOf.test(name)) return pick(addresses)();
      if (name === "ptr" && random(2) === 0) return pick(allocated);
      return random(5) === 0 ? null : memoryFor(structs);
    case "memory":
      if (isAddressOf.test(name) && random(2) === 0) return pick(addresses)();
      return memoryFor(structs);
    case "struct":
      return random(8) === 0 ? pick(memories)() : structOf(structs);
    case "strings":
      return pick(lists)();
    case "argv":
      return Array.from({ length: random(5) }, () => pick(["-a", "-bc", "--", "-", "x", "-ab", ...texts]));
    case "variable":
      return pick([
        () => pick(memories)(),
        () => new ifreq({ ifr_name: pick(["lo", "none"]), ifr_ifindex: random(3) }),
        () => new ifconf({ ifc_len: random(400) - 20, ifc_buf: pick([...memories, () => null])() as never }),
        () => pick([random(4096), 1 << random(31), -random(64), null]),
      ])();
    case "pointer":
      return pick([new ptr(), null]);
    case "reference":
      return new ptr(pick([null, pick(memories)() as never]));
    case "null":
      return null;
    case "message":
      return pick([message(), null]);
    case "messages":
      return pick([messages(), null]);
    case "vector":
      return pick([vector(), null]);
    case "stream":
      return pick(streams);
    case "directory":
      return pick(directories);
    case "object":
      return objects[pick(structs)]();
    case "list":
      return listFor(structs);
    case "callback":
      return pick([() => runs(), () => random(3) - 1, (a: unknown, b: unknown) => Number(a) - Number(b)]);
    case "type":
      return pick([classes[pick(classNames)], pick([int, sockaddr_in, iovec]), pick([ptr, Buffer]), valuesOf()]);
    case "initializer":
      return initializerOf(structs);
    case "value":
      return valuesOf();
    case "in":
    case "path":
    case "text":
      if (/^(serv|port)$/.test(name) && random(2) === 0) return "0";
      if (name === "mode") return pick(["r", "r+", "w", "w+", "a+", "wx", "", "q", Buffer.from("r")]);
      return pick([pick(texts), Buffer.from(pick(texts)), memoryFor(structs)]);
  }
}

const memoryFor = (structs: readonly string[]): object =>
  structs.length > 0 && random(2) === 0 ? structOf(structs) : pick(memories)();

/** Arguments for a call, which is the next to be made. */
export function argumentsFor(name: string, parameters: readonly Parameter[]): unknown[] {
  const values: unknown[] = [];
  for (const parameter of parameters) values.push(valueFor(parameter, values.at(-1)));
  if (name === "open" || name === "openat") {
    const flags = name === "open" ? 1 : 2;
    if (typeof values[flags] === "number") values[flags] = (values[flags] & 0x7fffffff) | O_NONBLOCK;
  }
  if (/printf$|^syslog$|^err_/.test(name)) values.push(random(9), pick(texts), random(9), pick(memories)());
  if (/scanf$/.test(name)) values.push(pick(memories)(), pick(memories)(), pick(memories)());
  if (/^execl/.test(name)) values.push(...Array.from({ length: random(4) }, () => pick([...texts, pick(junk)])), null);
  if (name === "execle") values.push(pick(lists)());
  current = values;
  return values;
}

// What calls leave behind.

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
  "mkstemp",
  "epoll_create",
  "epoll_create1",
  "tcp_connect",
  "tcp_listen",
  "udp_client",
  "udp_connect",
  "udp_server",
  "open_clientfd",
  "open_listenfd",
]);

/** A file's memory ends where the file does, and touching it beyond is SIGBUS. */
function tidyUpMemory(memory: Buffer, [, length, , flags]: readonly unknown[]): void {
  const isKept = ((flags as number) & MAP_ANONYMOUS) !== 0 && memory.length <= 65536 && mapped.length < 10;
  if (isKept) mapped.push(memory);
  else assert.equal(munmap(memory, length as number), 0);
}

export function tidyUp(name: Signature["name"], values: readonly unknown[], value: unknown): void {
  current = [];
  if (/^(fopen|fdopen|tmpfile)$/.test(name) && value !== null) streams.push(value as FILE);
  if (/^(fdopen|fdopendir)$/.test(name) && value !== null) forget(values[0] as number);
  if (/^(fopen|fdopen|tmpfile|freopen|fclose|pclose)$/.test(name)) drop(streams, fclose);
  if (/^(opendir|fdopendir)$/.test(name) && value !== null) directories.push(value as DIR);
  if (/^(opendir|fdopendir|closedir)$/.test(name)) drop(directories, closedir);
  if (/^(malloc|calloc|realloc)$/.test(name) && value !== null) allocated.push(value as Buffer);
  if (/^(malloc|calloc|realloc|free)$/.test(name)) drop(allocated, free);
  if (name === "mmap" && Buffer.isBuffer(value)) tidyUpMemory(value, values);
  if (name === "read_fd" && (value as number) > 0) close((values[3] as int).value);
  if (name === "munmap" && value === 0) mapped.splice(mapped.indexOf(values[0] as Buffer), 1);
  if (typeof value !== "number" || value < 0) return;
  const pair = /^(socketpair|pipe|pipe2)$/.test(name)
    ? bytes(values[name === "socketpair" ? 3 : 0] as never)
    : undefined;
  if (pair !== undefined) {
    if (pair.length >= 8) for (const fd of [pair.readInt32LE(0), pair.readInt32LE(4)]) close(fd);
  } else if (
    (makers.has(name) || (name === "ioctl" && values[1] === SIOCGSKNS)) &&
    value > 2 &&
    !descriptors.includes(value)
  ) {
    close(value);
  } else if (name === "close") {
    forget(values[0] as number);
  }
}

/** Some of what is closed or freed makes place for what is not: calls end more than they make. */
export function renew(): void {
  drop(streams, fclose);
  drop(directories, closedir);
  drop(allocated, free);
}

function forget(descriptor: number): void {
  const i = descriptors.indexOf(descriptor);
  if (i >= 0) descriptors.splice(i, 1);
  refill();
}

/** Ends all that was made. */
export function end(): void {
  for (const fd of descriptors.splice(0)) close(fd);
  streams.length = 0;
  all.fflush(null);
}
