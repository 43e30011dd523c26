/** What calls answer to arguments that C's compiler would refuse, or that would reach outside of memory. */

import * as all from "berkeley";
import { errno, set_errno } from "berkeley/errno";
import { fcntl, F_GETOWN_EX, F_SETLK } from "berkeley/fcntl";
import { array, cast, int, sizeof } from "berkeley/memory";
import { sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, printf } from "berkeley/stdio";
import { memcpy, memset, strcat, strcpy, strlen, strncat } from "berkeley/string";
import {
  accept,
  bind,
  getsockname,
  getsockopt,
  iovec,
  mmsghdr,
  MSG_DONTWAIT,
  msghdr,
  recv,
  recvfrom,
  send,
  SO_TYPE,
  SOL_SOCKET,
  socketpair,
  socklen_t,
} from "berkeley/sys/socket";
import { pipe, read, write } from "berkeley/unistd";

import { runModule } from "./support/children.ts";
import { closedDescriptor, opened, openedPipe } from "./support/descriptors.ts";
import { failing } from "./support/errors.ts";
import { connection, loopback, tcp, unixPair } from "./support/network.ts";
import { type Kind, type Parameter, type Signature, signatures } from "./support/signatures.ts";
import { thrown } from "./support/thrown.ts";

/** How often JavaScript of an argument has run. It must not: it could take memory away that has been checked. */
let conversions = 0;

/** Memory that a call could be made to lose. */
const victim = Buffer.alloc(128);

function detach(): number {
  conversions++;
  return 8;
}

const trap = (): object => ({
  valueOf: detach,
  toString: detach,
  [Symbol.toPrimitive]: detach,
  get length() {
    return detach();
  },
  get byteLength() {
    return detach();
  },
  get buffer() {
    return detach();
  },
});

const proxy = (target: object): object =>
  new Proxy(target, {
    get: detach,
    getPrototypeOf: () => (detach(), null),
    has: () => detach() > 0,
    getOwnPropertyDescriptor: () => (detach(), undefined),
  });

/** What no parameter takes, but a bigint's. */
const nothings: [string, unknown][] = [
  ["undefined", undefined],
  ["a boolean", true],
  ["a bigint", 1n],
  ["a symbol", Symbol("s")],
  ["a function", () => 1],
  ["an object", {}],
  ["an array", [1, 2]],
  ["a Number", Object(1)],
  ["a String", Object("text")],
  ["an ArrayBuffer", new ArrayBuffer(64)],
  ["a Proxy over a Buffer", proxy(Buffer.alloc(64))],
  ["a Proxy over a struct", proxy(new sockaddr_in())],
  ["an object with getters and valueOf", trap()],
];

const aNull: [string, unknown] = ["null", null];
const aNumber: [string, unknown] = ["a number", 1];
const aString: [string, unknown] = ["a string", "x"];
const aBuffer: [string, unknown] = ["a Buffer", victim];

const wrong: Record<Kind, [string, unknown][]> = {
  int: [aNull, aString, aBuffer],
  offset: [aNull, aString, aBuffer],
  size: [aNull, aString, aBuffer],
  free: [aNull, aString, aBuffer],
  in: [aNumber],
  out: [aNumber, aString],
  place: [aNumber, aString],
  path: [aNumber],
  text: [aNull, aNumber],
  stream: [aNull, aNumber, aString, aBuffer],
  memory: [aNull, aNumber, aString],
  strings: [aNumber, aString, aBuffer, ["an array with undefined", ["a", undefined]], ["a sparse array", new Array(2)]],
  pointer: [aNumber, aString, aBuffer],
  reference: [aNull, aNumber, aString, aBuffer],
  null: [aNumber, aString, aBuffer],
  variable: [aString],
  message: [aNumber, aString, aBuffer, ["an iovec", new iovec()], ["an mmsghdr", new mmsghdr()]],
  messages: [aNumber, aString, aBuffer, ["a msghdr", new msghdr()]],
  vector: [aNumber, aString, aBuffer, ["a msghdr", new msghdr()], ["an array of others", array(msghdr, 5)]],
  bigint: [aNull, aNumber, aString, aBuffer],
  count: [aNull, aString, aBuffer],
  char: [aNull, aBuffer, ["an empty string", ""], ["two characters", "ab"], ["a character of two bytes", "é"]],
};

const nothing = all.fopen("/dev/null", "r+");

/** Arguments that pass, but do nothing: there is no descriptor -2. */
const harmless: Record<Kind, () => unknown> = {
  int: () => -2,
  offset: () => 0,
  size: () => 0,
  free: () => 0,
  in: () => victim,
  out: () => victim,
  place: () => null,
  path: () => "",
  text: () => "r",
  stream: () => nothing,
  memory: () => victim,
  strings: () => ["a"],
  pointer: () => null,
  reference: () => new all.ptr(),
  null: () => null,
  variable: () => 0,
  message: () => new msghdr(),
  messages: () => array(mmsghdr, 5),
  vector: () => array(iovec, 5),
  char: () => 0,
  bigint: () => 0n,
  count: () => 1,
};

const outOfRange: Partial<Record<Kind, number[]>> = {
  int: [NaN, Infinity, -Infinity, 1.5, 2 ** 32, -(2 ** 31) - 1, 2 ** 53, Number.MAX_VALUE, 5e-324],
  offset: [NaN, Infinity, -Infinity, 1.5, 2 ** 53, -(2 ** 53)],
  count: [NaN, Infinity, -Infinity, 1.5, 2 ** 32, -(2 ** 31) - 1, 2 ** 53],
  size: [-1, NaN, Infinity, -Infinity, 0.5, 1.5, 2 ** 53, Number.MAX_VALUE],
  free: [-1, NaN, Infinity, -Infinity, 0.5, 1.5, 2 ** 53, Number.MAX_VALUE],
};

/** Calls with harmless arguments save one. */
function callWith(signature: Signature, parameter: Parameter, value: unknown): string {
  const values = signature.parameters.map((other) => (other === parameter ? value : harmless[other.kind]()));
  return thrown(() => signature.call(...values));
}

describe.each(signatures)("$name", (signature) => {
  const { name, parameters } = signature;

  it.each(parameters)("wants for $name what it says", (parameter) => {
    conversions = 0;
    for (const [what, value] of [...nothings, ...wrong[parameter.kind]]) {
      // The trailing argument of open, fcntl and ioctl may be left away.
      if (value === undefined && ["mode", "arg"].includes(parameter.name)) continue;
      if (typeof value === "bigint" && parameter.kind === "bigint") continue;
      expect(`${what}: ${callWith(signature, parameter, value)}`).toContain(
        `${what}: TypeError: ${name}: ${parameter.name}: expected `,
      );
    }
    expect(conversions).toBe(0);
  });
});

/** The signatures that have parameters of some kinds, with these. */
const havingKinds = (isWanted: (kind: Kind) => boolean): { name: string; signature: Signature; some: Parameter[] }[] =>
  signatures
    .map((signature) => {
      const some = signature.parameters.filter(({ kind }) => isWanted(kind));
      return { name: signature.name, signature, some };
    })
    .filter(({ some }) => some.length > 0);

it.each(havingKinds((kind) => kind in outOfRange))("$name refuses numbers that are no such integers", (row) => {
  for (const parameter of row.some) {
    for (const value of outOfRange[parameter.kind]!) {
      expect(`${value}: ${callWith(row.signature, parameter, value)}`).toContain(
        `${value}: RangeError: ${row.name}: ${parameter.name}: expected an integer from `,
      );
    }
  }
});

/** What never reaches the native layer: functions with their first parameter and what it must be. */
const inLibrary: readonly (readonly [call: (value: never, ...others: never[]) => unknown, parameter: string, Kind])[] =
  [
    [all.abs, "j", "int"],
    [all.labs, "j", "offset"],
    [all.llabs, "j", "offset"],
    [all.div, "numerator", "int"],
    [all.ldiv, "numerator", "offset"],
    [all.lldiv, "numerator", "offset"],
    [all.ffs, "i", "int"],
    [all.malloc, "size", "size"],
    [all.calloc, "nmemb", "size"],
    [all.difftime, "time1", "offset"],
    [all.htons, "hostshort", "offset"],
    [all.ntohl, "netlong", "offset"],
    [all.IN_CLASSD, "address", "int"],
    [all.CMSG_ALIGN, "length", "size"],
    [all.CMSG_LEN, "length", "size"],
    [all.CMSG_SPACE, "length", "size"],
    [all.NLMSG_ALIGN, "len", "int"],
    [all.NLMSG_LENGTH, "len", "int"],
    [all.RTA_SPACE, "len", "int"],
    [all.WIFEXITED, "status", "int"],
    [all.WTERMSIG, "status", "int"],
    [all.S_ISREG, "mode", "int"],
    [all.LOG_MASK, "priority", "int"],
    [all.set_errno, "value", "int"],
    [all.set_optind, "value", "size"],
  ];

it.each(inLibrary)("%p refuses numbers that are no such integers", (call, parameter, kind) => {
  for (const value of outOfRange[kind]!) {
    expect(`${value}: ${thrown(() => call(value as never, 1 as never))}`).toContain(
      `${value}: RangeError: ${call.name}: ${parameter}: expected an integer from `,
    );
  }
  for (const value of ["1", null, 1n, {}]) {
    expect(thrown(() => call(value as never, 1 as never))).toContain(
      `TypeError: ${call.name}: ${parameter}: expected an integer, got `,
    );
  }
});

it.each(havingKinds((kind) => kind === "size"))("$name refuses lengths beyond the memory", (row) => {
  victim.fill(7);
  for (const parameter of row.some) {
    for (const value of [victim.length + 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1]) {
      expect(callWith(row.signature, parameter, value)).toBe(
        `RangeError: ${row.name}: ${parameter.name}: ${value} bytes asked for, but the memory has ${victim.length}`,
      );
    }
  }
  expect(victim).toEqual(Buffer.alloc(victim.length, 7));
});

it.each(havingKinds((kind) => kind === "count"))("$name refuses counts beyond the memory", (row) => {
  for (const parameter of row.some) {
    for (const value of [17, 2 ** 31 - 1]) {
      expect(callWith(row.signature, parameter, value)).toMatch(
        new RegExp(
          `^RangeError: ${row.name}: ${parameter.name}: ${value} elements asked for, but the memory has (5|8|10|16)$`,
        ),
      );
    }
  }
});

it("eventfd_write refuses bigints of more than 64 bits", () => {
  for (const value of [2n ** 64n, -(2n ** 63n) - 1n, 2n ** 200n]) {
    expect(thrown(() => all.eventfd_write(-1, value))).toBe(
      "RangeError: eventfd_write: value: expected a bigint of 64 bits",
    );
  }
});

it.each(["select", "pselect"] as const)("%s refuses sets that have fewer bits than it asks for", (name) => {
  const call = all[name] as (...values: unknown[]) => number;
  for (const [nfds, size, needed] of [
    [1025, 128, 136],
    [1, 7, 8],
    [65, 8, 16],
    [2 ** 31 - 1, 128, 2 ** 28],
  ]) {
    for (const [i, set] of ["readfds", "writefds", "exceptfds"].entries()) {
      const sets: unknown[] = [null, null, null];
      sets[i] = Buffer.alloc(size);
      expect(thrown(() => call(nfds, ...sets, new all.timespec(), null))).toBe(
        `RangeError: ${name}: ${set}: ${needed} bytes asked for, but the memory has ${size}`,
      );
    }
  }
});

it("has a signature for every function of the native layer", () => {
  const withoutArguments = [
    ...["abort", "clearenv", "fork", "getpid", "getppid", "gettid", "getpgrp", "setpgrp", "setsid"],
    ...["clock", "closelog", "tzset", "rand", "random"],
    ...["getuid", "geteuid", "getgid", "getegid", "gethostid", "getchar", "tmpfile"],
    ...["getlogin", "getpagesize", "getdtablesize"],
    ...["gethostent", "endhostent", "getservent", "endservent", "getprotoent", "endprotoent"],
  ];
  // These end the process, take a list or a FILE, or are of the library alone; they have tests of their own.
  const others =
    /^(_?exit|execl[ep]?|atexit|W_?[A-Z]+|FD_[A-Z]+|S_IS[A-Z]+|fflush|sigaction|signal|siginterrupt|sigqueue|sigwait|pause|set_errno|sizeof|cast|bytes|array|resize|ptr|FILE|SUN_LEN|getopt|set_opt.*|[hn]to[hn][sl]|IN6?_.*|inet_(lnaof|netof|makeaddr)|LOG_[A-Z]+|timer(add|sub|cmp|clear|isset)|difftime|freeifaddrs|if_freenameindex|(NLMSG|NLA|RTA|RTM|IFLA|IFA)_[A-Z]+|set_h_errno|freeaddrinfo|CMSG_[A-Z]+|(GROUP_FILTER|IP_MSFILTER)_SIZE|SO_EE_OFFENDER|BPF_(STMT|JUMP)|ICMP6_FILTER_[A-Z]+|l?l?abs|l?l?div|ffs|malloc|calloc|realloc(array)?|free|qsort|bsearch|strtok(_r)?|strsep|asprintf|v[fsn]*printf|f[gs]etpos|fpos_t|setlinebuf|strn?dup|(read|rewind|close)dir|dirfd|passwd|group|get(line|delim))$/;
  const alsoStructs = ["flock", "stat"];
  const listed = [...signatures.map(({ name }) => name), ...withoutArguments];
  const functions = Object.entries(all)
    .filter(([name, value]) => typeof value === "function" && !("size" in value) && !others.test(name))
    .map(([name]) => name)
    .concat(alsoStructs);
  expect(functions.sort()).toEqual(listed.sort());
});

describe("functions over fields", () => {
  it.each<[string, () => unknown]>([
    ["htons: hostshort", () => all.htons("1" as never)],
    ["htonl: hostlong", () => all.htonl(undefined as never)],
    ["ntohs: netshort", () => all.ntohs(null as never)],
    ["ntohl: netlong", () => all.ntohl(1n as never)],
    ["inet_lnaof: address", () => all.inet_lnaof("127.0.0.1" as never)],
    ["inet_netof: address", () => all.inet_netof(0 as never)],
    ["inet_makeaddr: net", () => all.inet_makeaddr("127" as never, 1)],
    ["inet_makeaddr: host", () => all.inet_makeaddr(127, "1" as never)],
    ["CMSG_FIRSTHDR: mhdr", () => all.CMSG_FIRSTHDR(null as never)],
    ["CMSG_NXTHDR: mhdr", () => all.CMSG_NXTHDR(new all.cmsghdr() as never, new all.cmsghdr())],
    ["CMSG_NXTHDR: cmsg", () => all.CMSG_NXTHDR(new msghdr(), null as never)],
    ["CMSG_DATA: cmsg", () => all.CMSG_DATA(Buffer.alloc(16) as never)],
    ["CMSG_LEN: length", () => all.CMSG_LEN("1" as never)],
    ["GROUP_FILTER_SIZE: numsrc", () => all.GROUP_FILTER_SIZE("1" as never)],
    ["IP_MSFILTER_SIZE: numsrc", () => all.IP_MSFILTER_SIZE(null as never)],
    ["CMSG_SPACE: length", () => all.CMSG_SPACE(null as never)],
    ["CMSG_ALIGN: length", () => all.CMSG_ALIGN(undefined as never)],
    ["SO_EE_OFFENDER: ee", () => all.SO_EE_OFFENDER(new int() as never)],
    ["ICMP6_FILTER_SETPASS: type", () => all.ICMP6_FILTER_SETPASS("1" as never, new all.icmp6_filter())],
    ["ICMP6_FILTER_WILLBLOCK: filterp", () => all.ICMP6_FILTER_WILLBLOCK(1, null as never)],
    ["iovec: iov_base", () => (new iovec().iov_base = 1 as never)],
    ["msghdr: msg_iov", () => (new msghdr().msg_iov = Buffer.alloc(16) as never)],
    ["SUN_LEN: address", () => all.SUN_LEN("/path" as never)],
    ["fflush: stream", () => fflush(1 as never)],
    ["fprintf: stream", () => fprintf({} as never, "")],
    ["fcntl: arg", () => fcntl(-1, F_SETLK, 1 as never)],
    ["fcntl: arg", () => fcntl(-1, F_GETOWN_EX, "x" as never)],
    ["strsep: stringp", () => all.strsep(null as never, ",")],
    ["strsep: stringp", () => all.strsep(new all.ptr("x" as never), ",")],
    ["asprintf: strp", () => all.asprintf(null as never, "x")],
    ["vprintf: ap", () => all.vprintf("x", "y" as never)],
    ["vfprintf: stream", () => all.vfprintf(1 as never, "x", [])],
    ["vsprintf: ap", () => all.vsprintf(Buffer.alloc(9), "x", null as never)],
    ["vsnprintf: ap", () => all.vsnprintf(null, 0, "x", undefined as never)],
    ["fgetpos: pos", () => all.fgetpos(all.stdin, null as never)],
    ["fsetpos: pos", () => all.fsetpos(all.stdin, { offset: 0 })],
    ["setlinebuf: stream", () => all.setlinebuf(1 as never)],
    ["div: numerator", () => all.div("1" as never, 1)],
    ["ldiv: denominator", () => all.ldiv(1, null as never)],
    ["lldiv: denominator", () => all.lldiv(1, 1n as never)],
    ["llabs: j", () => all.llabs("1" as never)],
    ["ffs: i", () => all.ffs("1" as never)],
    ["reallocarray: nmemb", () => all.reallocarray(null, "1" as never, 1)],
    ["atexit: handler", () => all.atexit(null as never)],
    ["setenv: overwrite", () => all.setenv("NAME", "value", null as never)],
    ["S_ISDIR: mode", () => all.S_ISDIR("x" as never)],
    ["malloc: size", () => all.malloc("1" as never)],
    ["calloc: nmemb", () => all.calloc(null as never, 1)],
    ["calloc: size", () => all.calloc(1, 1n as never)],
    ["realloc: ptr", () => all.realloc("x" as never, 1)],
    ["realloc: ptr", () => all.realloc(victim, 1)],
    ["realloc: size", () => all.realloc(null, "1" as never)],
    ["free: ptr", () => all.free(victim)],
    ["free: ptr", () => all.free(proxy(Buffer.alloc(8)) as never)],
    ["abs: j", () => all.abs("1" as never)],
    ["labs: j", () => all.labs(1n as never)],
    ["qsort: base", () => all.qsort([1, 2] as never, 2, 4, () => 0)],
    ["qsort: nmemb", () => all.qsort(victim, "1" as never, 4, () => 0)],
    ["qsort: compar", () => all.qsort(victim, 2, 4, null as never)],
    ["bsearch: size", () => all.bsearch(1, victim, 2, null as never, () => 0)],
    ["bsearch: compar", () => all.bsearch(1, victim, 2, 4, 1 as never)],
    ["strtok: str", () => all.strtok("text" as never, " ")],
    ["strtok_r: str", () => all.strtok_r(1 as never, " ", new all.ptr())],
    ["strtok_r: saveptr", () => all.strtok_r(victim, " ", null as never)],
    ["readdir: dirp", () => all.readdir(null as never)],
    ["rewinddir: dirp", () => all.rewinddir({} as never)],
    ["dirfd: dirp", () => all.dirfd(3 as never)],
    ["closedir: dirp", () => all.closedir(proxy({}) as never)],
    ["LOG_MASK: priority", () => all.LOG_MASK("1" as never)],
    ["LOG_UPTO: priority", () => all.LOG_UPTO(null as never)],
    ["difftime: time1", () => all.difftime(new all.time_t() as never, 0)],
    ["difftime: time0", () => all.difftime(0, 1n as never)],
    ["timeradd: b", () => all.timeradd(new all.timeval(), new all.timespec() as never, new all.timeval())],
    ["timersub: res", () => all.timersub(new all.timeval(), new all.timeval(), null as never)],
    ["timercmp: a", () => all.timercmp(1 as never, new all.timeval(), "<")],
    ["timercmp: cmp", () => all.timercmp(new all.timeval(), new all.timeval(), "<>" as never)],
    ["timerclear: tvp", () => all.timerclear(Buffer.alloc(16) as never)],
    ["timerisset: tvp", () => all.timerisset(null as never)],
    ["FD_SET: fd", () => all.FD_SET("1" as never, new all.fd_set())],
    ["FD_CLR: fd", () => all.FD_CLR(1n as never, new all.fd_set())],
    ["FD_ISSET: fd", () => all.FD_ISSET(undefined as never, new all.fd_set())],
    ["FD_SET: fdset", () => all.FD_SET(1, Buffer.alloc(128) as never)],
    ["FD_CLR: fdset", () => all.FD_CLR(1, null as never)],
    ["FD_ISSET: fdset", () => all.FD_ISSET(1, new sockaddr_in() as never)],
    ["FD_ZERO: fdset", () => all.FD_ZERO({} as never)],
    ["WIFEXITED: status", () => all.WIFEXITED(new int() as never)],
    ["WEXITSTATUS: status", () => all.WEXITSTATUS(null as never)],
    ["WIFSIGNALED: status", () => all.WIFSIGNALED(undefined as never)],
    ["WTERMSIG: status", () => all.WTERMSIG("0" as never)],
    ["WCOREDUMP: status", () => all.WCOREDUMP({} as never)],
    ["WIFSTOPPED: status", () => all.WIFSTOPPED(1n as never)],
    ["WSTOPSIG: status", () => all.WSTOPSIG([] as never)],
    ["WIFCONTINUED: status", () => all.WIFCONTINUED(true as never)],
    ["W_EXITCODE: ret", () => all.W_EXITCODE("1" as never, 0)],
    ["W_EXITCODE: sig", () => all.W_EXITCODE(1, null as never)],
    ["W_STOPCODE: sig", () => all.W_STOPCODE(1n as never)],
    ["_exit: status", () => all._exit("x" as never)],
    ["execl: pathname", () => all.execl(1 as never, "a", null)],
    ["execl: arg", () => all.execl("", 1 as never, null)],
    ["execl: arg", () => all.execl("", ...(["a"] as unknown as ["a", null]))],
    ["execlp: file", () => all.execlp(1 as never, "a", null)],
    ["execlp: arg", () => all.execlp("", ["a"] as never, null)],
    ["execle: pathname", () => all.execle(1 as never, "a", null, null)],
    ["execle: arg", () => all.execle("", undefined as never, null, null)],
    ["execle: envp", () => all.execle("", "a", null, ...([] as unknown as [null]))],
    ["execle: envp", () => all.execle("", "a", null, [1] as never)],
    ["NLMSG_DATA: nlh", () => all.NLMSG_DATA("x" as never)],
    ["NLMSG_PAYLOAD: nlh", () => all.NLMSG_PAYLOAD("x" as never, 0)],
    ["NLMSG_OK: nlh", () => all.NLMSG_OK("x" as never, 0)],
    ["NLMSG_NEXT: nlh", () => all.NLMSG_NEXT("x" as never, new int())],
    ["RTA_OK: rta", () => all.RTA_OK("x" as never, 0)],
    ["RTA_NEXT: rta", () => all.RTA_NEXT("x" as never, new int())],
    ["RTA_DATA: rta", () => all.RTA_DATA("x" as never)],
    ["RTA_PAYLOAD: rta", () => all.RTA_PAYLOAD("x" as never)],
    ["IFLA_RTA: r", () => all.IFLA_RTA("x" as never)],
    ["NLMSG_PAYLOAD: nlh", () => all.IFLA_PAYLOAD("x" as never)],
    ["IFA_RTA: r", () => all.IFA_RTA("x" as never)],
    ["NLMSG_PAYLOAD: nlh", () => all.IFA_PAYLOAD("x" as never)],
    ["RTM_RTA: r", () => all.RTM_RTA("x" as never)],
    ["NLMSG_PAYLOAD: nlh", () => all.RTM_PAYLOAD("x" as never)],
    ["NLMSG_ALIGN: len", () => all.NLMSG_ALIGN("1" as never)],
    ["NLMSG_LENGTH: len", () => all.NLMSG_LENGTH("1" as never)],
    ["NLMSG_SPACE: len", () => all.NLMSG_SPACE("1" as never)],
    ["NLA_ALIGN: len", () => all.NLA_ALIGN("1" as never)],
    ["RTA_ALIGN: len", () => all.RTA_ALIGN("1" as never)],
    ["RTA_LENGTH: len", () => all.RTA_LENGTH("1" as never)],
    ["RTA_SPACE: len", () => all.RTA_SPACE("1" as never)],
    ["NLMSG_PAYLOAD: len", () => all.NLMSG_PAYLOAD(Buffer.alloc(16), null as never)],
    ["NLMSG_OK: len", () => all.NLMSG_OK(victim, "16" as never)],
    ["NLMSG_NEXT: len", () => all.NLMSG_NEXT(Buffer.alloc(16), 16 as never)],
    ["RTA_OK: len", () => all.RTA_OK(victim, null as never)],
    ["RTA_NEXT: attrlen", () => all.RTA_NEXT(Buffer.alloc(16), 16 as never)],
    ["ioctl: arg", () => all.ioctl(-1, all.SIOCGIFCONF, Buffer.alloc(64) as never)],
    ["ioctl: arg", () => all.ioctl(-1, all.SIOCGIFCONF, 1 as never)],
    ["ioctl: arg", () => all.ioctl(-1, all.SIOCGIFADDR, 1 as never)],
    ["ioctl: arg", () => all.ioctl(-1, all.SIOCGIFADDR, new all.ifconf() as never)],
    ["ioctl: ifc_buf", () => all.ioctl(-1, all.SIOCGIFCONF, new all.ifconf({ ifc_buf: "x" as never }))],
    ["freeifaddrs: ifa", () => all.freeifaddrs({} as never)],
    ["freeifaddrs: ifa", () => all.freeifaddrs(undefined as never)],
    ["if_freenameindex: ptr", () => all.if_freenameindex(null as never)],
    ["if_freenameindex: ptr", () => all.if_freenameindex([{}] as never)],
    ["set_errno: value", () => set_errno("x" as never)],
    ["set_h_errno: value", () => all.set_h_errno("x" as never)],
    ["gethostbyaddr: addr", () => all.gethostbyaddr(null as never, 4, 2)],
    ["freeaddrinfo: res", () => all.freeaddrinfo(new all.ptr() as never)],
    ["freeaddrinfo: res", () => all.freeaddrinfo(undefined as never)],
    ["sizeof: value", () => sizeof(1 as never)],
    ["cast: memory", () => cast(sockaddr_in, "x" as never)],
    ["bytes: memory", () => all.bytes({} as never)],
    ["array: type", () => all.array("int" as never, 1)],
    ["resize: old", () => all.resize([] as never, 1)],
  ])("name what they want: %s", (about, call) => {
    set_errno(0);
    expect(thrown(call)).toContain(`TypeError: ${about}: expected `);
    // What set_errno took would be found by other tests.
    set_errno(0);
  });
});

it("exit names what it wants", () => {
  // Were the argument taken, the process would end.
  const { stdout } = runModule(
    `import { exit } from "berkeley/stdlib";
     for (const status of ["x", undefined, null, {}, 1n]) {
       try { exit(status); } catch (error) { console.log(String(error)); }
     }`,
  );
  expect(stdout).toMatch(/^(TypeError: exit: status: expected an integer.*\n){5}$/);
});

describe("descriptors", () => {
  /** What is returned for an error where that is not -1. */
  const failures: Record<string, unknown> = { isatty: 0, ttyname: null, fdopen: null };
  // These look at another argument first.
  const others = ["fexecve", "fdopendir", "flock", "signalfd", "tcsetattr", "timerfd_settime"];
  const takers = signatures.filter(
    ({ name, parameters }) => /^(sockfd|fd|oldfd|epfd)$/.test(parameters[0].name) && !others.includes(name),
  );

  it.each(takers)("that are none make $name answer EBADF", ({ name, parameters, call }) => {
    const closed = closedDescriptor();
    for (const fd of [-1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, -(2 ** 31), closed]) {
      const values = parameters.slice(1).map((other) => (other.name === "flags" ? 0 : harmless[other.kind]()));
      const failed = name in failures ? failures[name] : -1;
      set_errno(0);
      expect([fd, call(fd, ...values), errno]).toEqual([fd, failed, all.EBADF]);
    }
  });
});

/** Memory of one kind with `size` bytes, 0xaa in all of them, which lie within more memory of 0x55. */
const views: [string, (size: number) => NodeJS.ArrayBufferView][] = [
  ["Buffer", (size) => surrounded(size, (buffer, offset) => Buffer.from(buffer, offset, size))],
  ["Uint8Array", (size) => surrounded(size, (buffer, offset) => new Uint8Array(buffer, offset, size))],
  ["Int8Array", (size) => surrounded(size, (buffer, offset) => new Int8Array(buffer, offset, size))],
  ["Uint8ClampedArray", (size) => surrounded(size, (buffer, offset) => new Uint8ClampedArray(buffer, offset, size))],
  ["DataView", (size) => surrounded(size, (buffer, offset) => new DataView(buffer, offset, size))],
  [
    "odd subarray",
    (size) => surrounded(size, (buffer, offset) => new Uint8Array(buffer).subarray(offset).subarray(3, 3 + size)),
  ],
  ["Uint16Array", (size) => surrounded(size, (buffer, offset) => new Uint16Array(buffer, offset, size / 2))],
  ["Int32Array", (size) => surrounded(size, (buffer, offset) => new Int32Array(buffer, offset, size / 4))],
  ["Float32Array", (size) => surrounded(size, (buffer, offset) => new Float32Array(buffer, offset, size / 4))],
  ["Float64Array", (size) => surrounded(size, (buffer, offset) => new Float64Array(buffer, offset, size / 8))],
  ["BigInt64Array", (size) => surrounded(size, (buffer, offset) => new BigInt64Array(buffer, offset, size / 8))],
  ["struct", (size) => surrounded(size, (buffer, offset) => cast(sockaddr_in, new DataView(buffer, offset)) as never)],
  [
    "shared",
    (size) => {
      const view = new Uint8Array(new SharedArrayBuffer(size + 32), 16, size);
      new Uint8Array(view.buffer).fill(0x55);
      return view.fill(0xaa);
    },
  ],
];

function surrounded<T extends NodeJS.ArrayBufferView>(
  size: number,
  make: (buffer: ArrayBuffer, offset: number) => T,
): T {
  const buffer = new ArrayBuffer(size + 32);
  new Uint8Array(buffer).fill(0x55);
  const view = make(buffer, 16);
  new Uint8Array(buffer, view.byteOffset, size).fill(0xaa);
  return view;
}

const bytesOf = (view: NodeJS.ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

/** Whether what lies around a view is as it was. */
function isUntouchedAround(view: NodeJS.ArrayBufferView): boolean {
  const around = Buffer.from(view.buffer);
  return around.every((byte, i) => (i >= view.byteOffset && i < view.byteOffset + view.byteLength) || byte === 0x55);
}

describe.each(views)("memory: %s", (_name, make) => {
  it("is received into and sent from as its bytes", () => {
    const [a, b] = unixPair();
    const text = "0123456789abcdef";
    const target = make(16);
    expect(send(a, text, 16, 0)).toBe(16);
    expect(recv(b, target, 16, 0)).toBe(16);
    expect(bytesOf(target).toString()).toBe(text);
    expect(isUntouchedAround(target)).toBe(true);
    expect(send(b, target, 16, 0)).toBe(16);
    const back = Buffer.alloc(16);
    expect(recv(a, back, 16, 0)).toBe(16);
    expect(back.toString()).toBe(text);
  });

  it("takes no byte more than it has", () => {
    const [a, b] = unixPair();
    const target = make(16);
    expect(send(a, Buffer.alloc(64), 64, 0)).toBe(64);
    expect(thrown(() => recv(b, target, 17, 0))).toMatch(/^RangeError: recv: len: 17 bytes asked for, .* has 16$/);
    expect(thrown(() => send(a, target, 17, 0))).toMatch(/^RangeError: send: len/);
    expect(thrown(() => memset(target, 0, 17))).toMatch(/^RangeError: memset: n/);
    expect(thrown(() => memcpy(target, Buffer.alloc(17), 17))).toMatch(/^RangeError: memcpy: n/);
    expect(thrown(() => strcpy(target, "0123456789abcdef"))).toMatch(/^RangeError: strcpy/);
    expect(thrown(() => strcat(target, "x"))).toMatch(/^RangeError: strcat/);
    expect(thrown(() => strncat(target, "x", 1))).toMatch(/^RangeError: strncat/);
    expect(bytesOf(target)).toEqual(Buffer.alloc(16, 0xaa));
    expect(isUntouchedAround(target)).toBe(true);
  });

  it("is a string up to its end where it has no NUL", () => {
    expect(strlen(make(16))).toBe(16);
  });
});

/** Resizable buffers are newer than this TypeScript target's library. */
const resizable = (size: number, maxByteLength: number): ArrayBuffer & { resize(size: number): void } =>
  new (ArrayBuffer as unknown as new (size: number, options: object) => never)(size, { maxByteLength });

describe("memory that went away", () => {
  it.each<[string, (buffer: ArrayBuffer) => NodeJS.ArrayBufferView]>([
    ["Buffer", (buffer) => Buffer.from(buffer)],
    ["DataView", (buffer) => new DataView(buffer)],
    ["Float64Array", (buffer) => new Float64Array(buffer)],
    ["struct", (buffer) => cast(sockaddr_in, new DataView(buffer)) as never],
  ])("is empty when it is detached: %s", (_name, make) => {
    const buffer = new ArrayBuffer(16);
    const view = make(buffer);
    structuredClone(buffer, { transfer: [buffer] });
    expect(thrown(() => recv(-1, view, 1, 0))).toMatch(/^RangeError: recv: len: 1 bytes asked for, .* has 0$/);
    expect(thrown(() => send(-1, view, 16, 0))).toMatch(/^RangeError/);
    expect(thrown(() => bind(-1, view as never, 16))).toMatch(/^RangeError/);
    expect(thrown(() => memset(view, 1, 1))).toMatch(/^RangeError/);
    expect(strlen(view)).toBe(0);
    // No bytes of nothing are fine, and then the kernel is asked.
    expect(failing(() => recv(-1, view, 0, 0))).toBe("EBADF");
    expect(failing(() => send(-1, view, 0, 0))).toBe("EBADF");
  });

  const shrunk: [string, (buffer: ArrayBuffer) => NodeJS.ArrayBufferView, number][] = [
    ["Uint8Array of fixed length", (buffer) => new Uint8Array(buffer, 0, 16), 0],
    ["Uint8Array that tracks the length", (buffer) => new Uint8Array(buffer), 4],
    ["Uint8Array behind the new end", (buffer) => new Uint8Array(buffer, 8), 0],
    ["Int32Array that tracks the length", (buffer) => new Int32Array(buffer), 4],
    ["Buffer", (buffer) => Buffer.from(buffer, 0, 16), 0],
    ["DataView of fixed length", (buffer) => new DataView(buffer, 0, 16), 0],
    ["DataView that tracks the length", (buffer) => new DataView(buffer), 4],
    ["DataView behind the new end", (buffer) => new DataView(buffer, 8), 0],
    ["struct", (buffer) => cast(sockaddr_in, new DataView(buffer)) as never, 0],
  ];

  it.each(shrunk)("has only what is left when it shrank: %s", (_name, make, left) => {
    const [a, b] = unixPair();
    const buffer = resizable(16, 32);
    const view = make(buffer);
    buffer.resize(4);
    expect(send(a, "0123456789abcdef", 16, 0)).toBe(16);
    expect(thrown(() => recv(b, view, left + 1, 0))).toMatch(new RegExp(`^RangeError: recv: .* has ${left}$`));
    expect(thrown(() => write(a, view, 16))).toMatch(/^RangeError/);
    expect(thrown(() => memset(view, 1, left + 1))).toMatch(/^RangeError/);
    expect(strlen(view)).toBe(0);
    expect(recv(b, view, left, 0)).toBe(left);
    buffer.resize(32);
    expect(Buffer.from(buffer).subarray(4)).toEqual(Buffer.alloc(28));
  });

  it("is what is there now when it grew", () => {
    const [a, b] = unixPair();
    const buffer = resizable(4, 32);
    const view = new Uint8Array(buffer);
    buffer.resize(16);
    expect(send(a, "0123456789abcdef", 16, 0)).toBe(16);
    expect(recv(b, view, 16, 0)).toBe(16);
  });
});

describe("null", () => {
  it("is NULL, which the kernel answers with EFAULT", () => {
    const fd = tcp();
    const [client, server] = connection();
    const [a, b] = unixPair();
    const [reading, writing] = openedPipe();
    expect(send(a, "x", 1, 0)).toBe(1);
    expect(send(client, "x", 1, 0)).toBe(1);
    expect(write(writing, "x", 1)).toBe(1);
    const length = new socklen_t(16);
    const calls: [string, () => number][] = [
      ["bind", () => bind(fd, null, 16)],
      ["connect", () => all.connect(fd, null, 16)],
      ["getsockname", () => getsockname(fd, null, length)],
      ["getsockname, length", () => getsockname(fd, new sockaddr_in(), null)],
      ["getpeername", () => all.getpeername(client, null, length)],
      ["recv", () => recv(b, null, 1, 0)],
      ["recv, tcp", () => recv(server, null, 1, 0)],
      ["send", () => send(a, null, 1, 0)],
      ["sendto", () => all.sendto(a, null, 1, 0, null, 0)],
      ["read", () => read(reading, null, 1)],
      ["write", () => write(writing, null, 1)],
      ["getsockopt", () => getsockopt(fd, SOL_SOCKET, SO_TYPE, null, new socklen_t(4))],
      ["getsockopt, length", () => getsockopt(fd, SOL_SOCKET, SO_TYPE, new int(), null)],
      ["setsockopt", () => all.setsockopt(fd, SOL_SOCKET, all.SO_KEEPALIVE, null, 4)],
      ["pipe", () => pipe(null)],
      ["pipe2", () => all.pipe2(null, 0)],
      ["socketpair", () => socketpair(all.AF_UNIX, all.SOCK_STREAM, 0, null)],
      ["open", () => all.open(null, 0)],
      ["openat", () => all.openat(all.AT_FDCWD, null, 0)],
      ["creat", () => all.creat(null, 0)],
      ["unlink", () => all.unlink(null)],
      ["fcntl", () => fcntl(fd, F_SETLK, null)],
      ["fcntl, owner", () => fcntl(fd, F_GETOWN_EX, null)],
    ];
    expect(calls.map(([name, call]) => `${name}: ${failing(call)}`)).toEqual(calls.map(([name]) => `${name}: EFAULT`));
  });

  it("leaves no descriptors behind where there is no place for them", () => {
    const before = closedDescriptor();
    expect(failing(() => pipe(null))).toBe("EFAULT");
    expect(closedDescriptor()).toBe(before);
  });

  it("with no length asks nothing of the memory", () => {
    const [a, b] = unixPair();
    expect(send(a, null, 0, 0)).toBe(0);
    expect(send(a, "x", 1, 0)).toBe(1);
    expect(recv(b, null, 0, MSG_DONTWAIT)).toBe(0);
    const [, writing] = openedPipe();
    expect(write(writing, null, 0)).toBe(0);
  });
});

describe("places of lengths", () => {
  it("must not say more than the memory has", () => {
    const fd = tcp();
    const memory = Buffer.alloc(16, 7);
    const big = new socklen_t(17);
    const calls: [string, () => unknown][] = [
      ["getsockname: addrlen", () => getsockname(fd, memory, big)],
      ["getpeername: addrlen", () => all.getpeername(fd, memory, big)],
      ["accept: addrlen", () => accept(fd, memory, big)],
      ["accept4: addrlen", () => all.accept4(fd, memory, big, 0)],
      ["recvfrom: addrlen", () => recvfrom(fd, null, 0, 0, memory, big)],
      ["getsockopt: optlen", () => getsockopt(fd, SOL_SOCKET, SO_TYPE, memory, big)],
    ];
    for (const [about, call] of calls) {
      expect(thrown(call)).toBe(`RangeError: ${about}: 17 bytes asked for, but the memory has 16`);
    }
    expect(memory).toEqual(Buffer.alloc(16, 7));
    expect(big.value).toBe(17);
  });

  it("must themselves have room", () => {
    const fd = tcp();
    expect(thrown(() => getsockname(fd, loopback(), Buffer.alloc(3) as never))).toMatch(
      /^RangeError: getsockname: addrlen: 4 bytes asked for, but the memory has 3$/,
    );
    expect(thrown(() => pipe(new Int32Array(1)))).toMatch(/^RangeError: pipe: pipefd: 8 bytes/);
    expect(thrown(() => socketpair(all.AF_UNIX, 1, 0, new Int32Array(1)))).toMatch(/^RangeError: socketpair: sv/);
    expect(thrown(() => fcntl(fd, F_SETLK, Buffer.alloc(8) as never))).toMatch(/^RangeError: fcntl: arg/);
  });

  it("may lie anywhere", () => {
    const memory = Buffer.alloc(9);
    expect(pipe(memory.subarray(1) as never)).toBe(0);
    expect(memory[0]).toBe(0);
    const [reading, writing] = [opened(memory.readInt32LE(1)), opened(memory.readInt32LE(5))];
    expect(write(writing, "x", 1)).toBe(1);
    expect(read(reading, Buffer.alloc(1), 1)).toBe(1);
  });
});

describe("strings", () => {
  it("are their UTF-8 with a NUL", () => {
    const [a, b] = unixPair();
    for (const text of [
      "",
      "Hello",
      "naïve",
      "€".repeat(84),
      "x".repeat(251),
      "x".repeat(252),
      "😀".repeat(64),
      "é".repeat(5000),
    ]) {
      const size = sizeof(text);
      const received = Buffer.alloc(size);
      expect(send(a, text, size, 0)).toBe(size);
      expect(recv(b, received, size, all.MSG_WAITALL)).toBe(size);
      expect(received.toString()).toBe(`${text}\0`);
      expect(thrown(() => send(a, text, size + 1, 0))).toMatch(/^RangeError: send: len/);
    }
  });
});

describe("printf's values", () => {
  it("are no wide characters in any of its kin", () => {
    const [memory, stream] = [Buffer.alloc(9), all.tmpfile()!];
    const calls: [string, (format: string) => unknown][] = [
      ["fprintf", (format) => all.fprintf(stream, format, "x")],
      ["dprintf", (format) => all.dprintf(1, format, "x")],
      ["sprintf", (format) => all.sprintf(memory, format, "x")],
      ["snprintf", (format) => all.snprintf(memory, 9, format, "x")],
      ["vsnprintf", (format) => all.vsnprintf(memory, 9, format, ["x"])],
      ["syslog", (format) => all.syslog(all.LOG_DEBUG, format, "x")],
    ];
    for (const [name, call] of calls) {
      for (const bad of ["%lc", "%ls"]) {
        expect(thrown(() => call(`a${bad}`))).toContain(`${name.replace("v", "")}: format: ${bad} is not supported`);
      }
    }
    expect([all.ftell(stream), memory.equals(Buffer.alloc(9))]).toEqual([0, true]);
    all.fclose(stream);
  });

  it.each<[string, string, unknown[]]>([
    ["TypeError: printf: format: the format ends inside of %", "%", []],
    ["TypeError: printf: format: %y is not supported", "%y", []],
    ["TypeError: printf: value 1 of the format: expected an integer", "%d", []],
    ["TypeError: printf: value 1 of the format: expected an integer", "%d", ["1"]],
    ["TypeError: printf: value 2 of the format: expected an integer", "%d %d", [1, {}]],
    ["TypeError: printf: value 1 of the format: expected an integer", "%d", [trap()]],
    ["TypeError: printf: value 1 of the format: expected a number", "%f", ["1"]],
    ["TypeError: printf: value 1 of the format: expected a character", "%c", ["ab"]],
    ["TypeError: printf: value 1 of the format: expected a string", "%s", [1]],
    ["TypeError: printf: value 1 of the format: expected a string", "%s", [undefined]],
    ["TypeError: printf: value 1 of the format: expected a string", "%s", [proxy(Buffer.alloc(8))]],
    ["TypeError: printf: format: %n is not supported", "%n", [new int()]],
    ["TypeError: printf: format: %hhn is not supported", "%hhn", [new int()]],
    ["TypeError: printf: format: %lc is not supported", "%lc", [65]],
    ["TypeError: printf: format: %-5.3ls is not supported", "%-5.3ls", ["x"]],
    ["TypeError: printf: format: %hs is not supported", "%hs", ["x"]],
    ["TypeError: printf: format: %C is not supported", "%C", [65]],
    ["TypeError: printf: format: %S is not supported", "%S", ["x"]],
    ["TypeError: printf: value 1 of the format: expected an integer", "%*d", ["x", 1]],
    ["TypeError: printf: value 3 of the format: expected an integer", "%3$d", [1]],
    ["TypeError: printf: value 2147483647 of the format: expected an integer", "%99999999999$d", [1]],
    ["TypeError: printf: value 2147483647 of the format: expected an integer", "%1$*4294967297$d", [1]],
    ["TypeError: printf: format: %0$ is not supported", "%0$d", [1]],
    ["RangeError: printf: value 1 of the format: 4294967296 is out of range", "%d", [2 ** 32]],
    ["RangeError: printf: value 1 of the format: 1.5 is out of range", "%d", [1.5]],
    ["RangeError: printf: value 1 of the format: nan is out of range", "%lld", [NaN]],
    ["RangeError: printf: value 1 of the format: 9007199254740992 is out of range", "%lld", [2 ** 53]],
    ["RangeError: printf: value 1 of the format: the bigint is out of range", "%d", [2n ** 32n]],
    ["RangeError: printf: value 1 of the format: the bigint is out of range", "%Ld", [2n ** 64n]],
  ])("%s", (message, format, values) => {
    conversions = 0;
    expect(thrown(() => printf(format, ...(values as never[])))).toContain(message);
    expect(conversions).toBe(0);
  });

  it("are fprintf's in its messages", () => {
    expect(thrown(() => fprintf(all.stderr, "%d"))).toContain("TypeError: fprintf: value 1 of the format");
    expect(thrown(() => fprintf(all.stderr, 1 as never))).toContain("TypeError: fprintf: format: expected");
  });
});
