/**
 * The capitalised wrappers of `berkeley/unp` and `berkeley/csapp`: `Socket` is `socket`, but where that fails it throws.
 *
 * Every function of C's headers has one, made by `wrapped` below; its name is in generated/wrappers.ts. A result of -1,
 * null or MAP_FAILED is a failure, and errno says which. `exceptions` names all functions of which that is not true.
 */

import { types } from "node:util";

import { EINTR, EINVAL, EIO, errno, set_errno } from "./errno.ts";
import * as errors from "./errno.ts";
import * as library from "./index.ts";
import * as memory from "./memory/index.ts";
import * as netdb from "./netdb.ts";
import { ferror, type FILE, stdin } from "./stdio.ts";
import { strerror } from "./string.ts";
import { MAP_FAILED } from "./sys/mman.ts";

/** What a wrapper throws: like Node's own errors of system calls, but with C's errno, which is positive. */
export class SystemError extends Error {
  override readonly name = "SystemError";
  /** The name of the error: "ECONNREFUSED"; of getaddrinfo "EAI_NONAME", of gethostbyname "HOST_NOT_FOUND". */
  readonly code: string;
  /** Its number: ECONNREFUSED, EAI_NONAME, HOST_NOT_FOUND. */
  readonly errno: number;
  /** The function that failed: "connect". */
  readonly syscall: string;

  constructor(syscall: string, code: string, errno: number, text: string) {
    super(`${syscall} ${code}: ${text}`);
    this.code = code;
    this.errno = errno;
    this.syscall = syscall;
  }
}

/** The names of numbers. Of several for one number it is the first by the alphabet: EAGAIN, not EWOULDBLOCK. */
function namesOf(module: Readonly<Record<string, unknown>>, pattern: RegExp): ReadonlyMap<unknown, string> {
  const names = Object.keys(module).filter((name) => pattern.test(name));
  return new Map(names.sort().reverse().map((name) => [module[name], name])); // prettier-ignore
}

const errnoNames = namesOf(errors, /^E[A-Z0-9]+$/);
const gaiNames = namesOf(netdb, /^EAI_/);
const hostNames = namesOf(netdb, /^(HOST_NOT_FOUND|NO_DATA|NO_RECOVERY|TRY_AGAIN)$/);

/**
 * The error of an errno. A few functions fail without one, and a stream remembers that it has failed, but not why: that
 * is EIO.
 */
export function systemError(syscall: string, number = errno, details = ""): SystemError {
  const error = number === 0 ? EIO : number;
  return new SystemError(syscall, errnoNames.get(error) ?? `E${error}`, error, strerror(error) + details);
}

/** The error of what getaddrinfo or getnameinfo returned. */
export function gaiError(syscall: string, code: number, details = ""): SystemError {
  if (code === netdb.EAI_SYSTEM) return systemError(syscall, errno, details);
  return new SystemError(syscall, gaiNames.get(code) ?? `EAI${code}`, code, netdb.gai_strerror(code) + details);
}

/** The error that h_errno tells. */
function hostError(syscall: string): SystemError {
  const name = hostNames.get(netdb.h_errno);
  if (name === undefined) return systemError(syscall);
  return new SystemError(syscall, name, netdb.h_errno, netdb.hstrerror(netdb.h_errno));
}

/** What a function's result means. */
interface Rule {
  /** Whether it is a failure. */
  readonly hasFailed: (value: unknown, values: readonly unknown[]) => boolean;
  /** The error; else it is errno's. */
  readonly errorOf?: (name: string, value: unknown) => SystemError;
  /** Whether errno is to be 0 before the call, for the result does not tell enough. */
  readonly asksErrno?: true;
  /** Whether a null may be returned that is no failure. */
  readonly mayBeNull?: true;
}

const errnoError = (name: string): SystemError => systemError(name);

const isFailure = (value: unknown): boolean => value === -1 || value === null || value === MAP_FAILED;

const usual: Rule = { hasFailed: isFailure };

const hasStreamFailed = (stream: unknown): boolean => ferror(stream as FILE) !== 0;

/** The exceptions' rules. Their types say which of them have `mayBeNull`. */
const rules = {
  /** Whatever is returned is an answer: the function cannot fail, or cannot tell. */
  answer: { mayBeNull: true, hasFailed: () => false },
  /** -1 or null is an answer, too: a failure sets errno. */
  withErrno: { mayBeNull: true, asksErrno: true, hasFailed: (value) => isFailure(value) && errno !== 0 },
  /** Any result is an answer: a failure sets errno. */
  errnoAlone: { asksErrno: true, hasFailed: () => errno !== 0 },
  /** -1 or null is the end of the input, too: a failure is noted in the stream, which is the last argument, */
  lastStream: { mayBeNull: true, hasFailed: (value, values) => isFailure(value) && hasStreamFailed(values.at(-1)) },
  /** the first, */
  firstStream: { hasFailed: (value, values) => isFailure(value) && hasStreamFailed(values[0]) },
  /** or standard input. */
  standardInput: { hasFailed: (value) => isFailure(value) && hasStreamFailed(stdin) },
  /** Fewer items than were asked for may be the end of the input. */
  items: {
    hasFailed: (value, [, , nmemb, stream]) => (value as number) < (nmemb as number) && hasStreamFailed(stream),
  },
  zero: { hasFailed: (value) => value === 0 },
  /** 1 is success. 0 is a text that is no address, of which errno says nothing. */
  one: {
    hasFailed: (value) => value !== 1,
    errorOf: (name, value) =>
      value === 0 ? new SystemError(name, "EINVAL", EINVAL, "the text is no address") : systemError(name),
  },
  /** The result is the error's number itself, */
  number: { hasFailed: (value) => value !== 0, errorOf: (name, value) => systemError(name, value as number) },
  /** or that of getaddrinfo's errors. */
  gai: { hasFailed: (value) => value !== 0, errorOf: (name, value) => gaiError(name, value as number) },
  host: { hasFailed: isFailure, errorOf: hostError },
  /** They return when a signal's handler has run, which C calls a failure. */
  interrupted: { hasFailed: () => errno !== EINTR },
} as const satisfies Record<string, Rule>;

function each<const Name extends keyof typeof library, R extends Rule>(rule: R, names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, rule])) as Record<Name, R>;
}

/** All functions whose results do not mean what is usual. */
const exceptions = {
  ...each(rules.answer, ["bcmp", "memcmp", "strcasecmp", "strcmp", "strncasecmp", "strncmp"]),
  ...each(rules.answer, ["bsearch", "index", "memchr", "memmem", "memrchr", "rindex", "strcasestr"]),
  ...each(rules.answer, ["strchr", "strpbrk", "strrchr", "strsep", "strstr", "strtok", "strtok_r"]),
  ...each(rules.answer, ["abs", "atof", "atoi", "atol", "atoll", "labs", "llabs", "tolower", "toupper"]),
  ...each(rules.answer, ["difftime", "getenv", "gethostid", "getopt", "sscanf"]),
  ...each(rules.answer, ["gethostent", "getprotoent", "getservent"]),
  ...each(rules.withErrno, ["fcntl", "getpriority", "mktime", "nice", "sysconf", "timegm", "ungetc"]),
  ...each(rules.withErrno, ["getgrgid", "getgrnam", "getpwnam", "getpwuid"]),
  ...each(rules.withErrno, ["getprotobyname", "getprotobynumber", "getservbyname", "getservbyport"]),
  ...each(rules.withErrno, ["readdir"]),
  ...each(rules.errnoAlone, ["rewind", "strtod", "strtol", "strtoll", "strtoul", "strtoull"]),
  ...each(rules.lastStream, ["fgetc", "fgets", "getc", "getdelim", "getline"]),
  ...each(rules.firstStream, ["fscanf"]),
  ...each(rules.standardInput, ["getchar", "scanf"]),
  ...each(rules.items, ["fread", "fwrite"]),
  ...each(rules.zero, ["if_nametoindex"]),
  ...each(rules.one, ["inet_aton", "inet_pton"]),
  ...each(rules.number, ["clock_nanosleep", "sigwait", "strerror_r"]),
  ...each(rules.gai, ["getaddrinfo", "getnameinfo"]),
  ...each(rules.host, ["gethostbyaddr", "gethostbyname", "gethostbyname2"]),
  ...each(rules.interrupted, ["pause", "sigsuspend"]),
};

/** The wrapper's name, which a macro (`FD_SET`) or `_exit` has not, for it would be its own; never that of no function. */
type WrapperName<Name, Function> = Function extends (...values: never[]) => unknown
  ? Name extends string
    ? Exclude<Capitalize<Name>, Name>
    : never
  : never;

/** The function, but that what stands for a failure is not returned. */
type Wrapper<Function, Failed> = Function extends (...values: infer Values) => infer Result
  ? Extract<Result, Failed> extends never
    ? Function extends { readonly size: number }
      ? (...values: Values) => Result
      : Function // As it is, it keeps its type parameters and overloads.
    : (...values: Values) => Exclude<Result, Failed>
  : never;

/** The wrappers of functions, of which some may return a null that is no failure. */
export type Wrappers<Functions, MayBeNull = never> = {
  [Name in keyof Functions as WrapperName<Name, Functions[Name]>]: Wrapper<
    Functions[Name],
    Name extends MayBeNull ? never : null | typeof MAP_FAILED
  >;
};

type Function = (...values: unknown[]) => unknown;

/** Whether something is a function and no class; what C calls a struct and a function by one name is a Proxy. */
function isFunction(value: unknown): value is Function {
  if (typeof value !== "function") return false;
  return types.isProxy(value) || Object.getOwnPropertyDescriptor(value, "prototype")?.writable !== false;
}

function wrap(name: string, call: Function, { hasFailed, errorOf = errnoError, asksErrno }: Rule): Function {
  const wrapper: Function = (...values) => {
    const before = errno;
    if (asksErrno) set_errno(0);
    const value = call(...values);
    if (hasFailed(value, values)) throw from(wrapper, errorOf(name, value));
    if (asksErrno) set_errno(before);
    return value;
  };
  return wrapper;
}

/** The error, whose stack begins with the caller's line. */
function from(wrapper: Function, error: SystemError): SystemError {
  Error.captureStackTrace(error, wrapper);
  return error;
}

const capitalised = (name: string): string => name[0].toUpperCase() + name.slice(1);

/** Makes the wrappers of functions. */
export function wrapped<Functions extends object, Exceptions extends Readonly<Record<string, Rule>>>(
  functions: Functions,
  exceptions: Exceptions,
): Wrappers<Functions, NamesOf<Exceptions>> {
  const wrappers: Record<string, Function> = {};
  for (const [name, call] of Object.entries(functions)) {
    if (isFunction(call) && capitalised(name) !== name) {
      const rule = Object.hasOwn(exceptions, name) ? exceptions[name] : usual;
      wrappers[capitalised(name)] = rule === rules.answer ? call : wrap(name, call, rule);
    }
  }
  return wrappers as Wrappers<Functions, NamesOf<Exceptions>>;
}

/** The names of those that may return null. */
type NamesOf<Exceptions> = {
  [Name in keyof Exceptions]: Exceptions[Name] extends { readonly mayBeNull: true } ? Name : never;
}[keyof Exceptions];

/** C's functions: not those of berkeley/memory, which is no header. */
const functions = Object.fromEntries(Object.entries(library).filter(([name]) => !(name in memory))) as Omit<
  typeof library,
  keyof typeof memory
>;

/** The wrappers of all functions. */
export const wrappers = wrapped(functions, exceptions);
