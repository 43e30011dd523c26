/**
 * netdb.h: the names of hosts, services and protocols.
 *
 * The C library looks them up, so /etc/hosts, /etc/nsswitch.conf and name servers count as they do in C. A lookup may wait
 * for a server; a signal's handler runs when it returns, and fork in another thread waits for it, or is EAGAIN. Entries
 * are copies: unlike C's they stay as they are at the next lookup.
 *
 * @see netdb.h(0p)
 */

import { checkInteger, expected } from "./check.ts";
import { set_errno } from "./errno.ts";
import * as layouts from "./generated/netdb.ts";
import { type in6_addr, type in_addr, sockaddr_in, sockaddr_in6 } from "./generated/netinet/in.ts";
import { AF_INET, AF_INET6, sockaddr_storage } from "./generated/sys/socket.ts";
import { cast, type RawMemory } from "./memory/access.ts";
import { isPointer, type ptr } from "./memory/pointer.ts";
import { initialize, type Initializer, type StructType } from "./memory/struct.ts";
import { native } from "./native.ts";
import type { in_port_t } from "./netinet/in.ts";
import type { Text } from "./string.ts";
import type { Address, sockaddr_any } from "./sys/socket.ts";

export * from "./generated/netdb.ts";

/** A list of C's that NULL ends. */
type List<T> = (T | null)[];

interface Pointers {
  ai_addr: sockaddr_any | null;
  ai_canonname: string | null;
  ai_next: addrinfo | null;
}

/** The memory of addrinfos that getaddrinfo made. */
const allocated = new WeakSet();

const memoryOf = (info: addrinfo): ArrayBufferLike => (info as unknown as DataView).buffer;

/**
 * What getaddrinfo is to look for, and what it found: one of a list.
 *
 *     const hints = new addrinfo({ ai_family: AF_UNSPEC, ai_socktype: SOCK_STREAM });
 */
export class addrinfo extends layouts.addrinfo {
  static readonly pointers: readonly string[] = ["ai_addr", "ai_canonname", "ai_next"];

  readonly #pointers: Pointers = { ai_addr: null, ai_canonname: null, ai_next: null };

  constructor(initializer?: addrinfo | Initializer<addrinfo>) {
    // Memory that getaddrinfo made is its bytes.
    const memory = allocated.has(initializer as object) ? initializer : undefined;
    super(memory);
    if (memory === undefined) initialize(this, initializer);
  }

  /** The address: a sockaddr_in or sockaddr_in6, as ai_family says; `cast` sees it as another. NULL in hints. */
  get ai_addr(): sockaddr_any {
    return this.#live().ai_addr as sockaddr_any;
  }
  set ai_addr(value: sockaddr_any | null) {
    this.#live().ai_addr = value;
  }

  /** The host's canonical name: in the first of a list for which AI_CANONNAME asked, else null. */
  get ai_canonname(): string | null {
    return this.#live().ai_canonname;
  }
  set ai_canonname(value: string | null) {
    this.#live().ai_canonname = value;
  }

  /** The next of the list; null in the last. */
  get ai_next(): addrinfo | null {
    return this.#live().ai_next;
  }
  set ai_next(value: addrinfo | null) {
    this.#live().ai_next = value;
  }

  /** The pointers, if they have not been freed: freed memory is detached. */
  #live(): Pointers {
    if (memoryOf(this).byteLength === 0) throw new TypeError("addrinfo: it was freed by freeaddrinfo");
    return this.#pointers;
  }
}

/** A host. */
export class hostent extends layouts.hostent {
  static readonly pointers: readonly string[] = ["h_name", "h_aliases", "h_addr_list"];

  /** The official name. */
  h_name = "";
  /** Other names, and null. */
  h_aliases: List<string> = [null];
  /** The addresses, h_length bytes each in network byte order, and null: `cast(in_addr, h.h_addr_list[0]!)`. */
  h_addr_list: List<Buffer> = [null];

  constructor(initializer?: hostent | Initializer<hostent>) {
    super();
    initialize(this, initializer);
  }

  /** The first address. */
  get h_addr(): Buffer {
    return this.h_addr_list[0] as Buffer;
  }
}

/** A service. */
export class servent extends layouts.servent {
  static readonly pointers: readonly string[] = ["s_name", "s_aliases", "s_proto"];

  /** The official name. */
  s_name = "";
  /** Other names, and null. */
  s_aliases: List<string> = [null];
  /** The protocol: "tcp", "udp", ... */
  s_proto = "";

  constructor(initializer?: servent | Initializer<servent>) {
    super();
    initialize(this, initializer);
  }
}

/** A protocol. */
export class protoent extends layouts.protoent {
  static readonly pointers: readonly string[] = ["p_name", "p_aliases"];

  /** The official name. */
  p_name = "";
  /** Other names, and null. */
  p_aliases: List<string> = [null];

  constructor(initializer?: protoent | Initializer<protoent>) {
    super();
    initialize(this, initializer);
  }
}

/** The number of the last error of a lookup of a host: a live binding, set by those that return null. */
export let h_errno = 0;

/**
 * Assigns h_errno.
 *
 * @param value the number: 0, or HOST_NOT_FOUND, ...
 * @see herror(3)
 */
export function set_h_errno(value: number): void {
  h_errno = checkInteger("set_h_errno", "value", value);
}

/** What the C library's lookup left in errno and h_errno. */
const errors = new Int32Array(2);

/** The result of getaddrinfo and getnameinfo, of which EAI_SYSTEM says that errno tells. */
function outcome(code: number): number {
  if (code === layouts.EAI_SYSTEM) set_errno(errors[0]);
  return code;
}

/** Notes why there is no entry, as far as the C library has said. */
function missing(): null {
  if (errors[0] !== 0) set_errno(errors[0]);
  if (errors[1] !== 0) h_errno = errors[1];
  return null;
}

/**
 * Finds the addresses of a host and a service.
 *
 *     const servinfo = new ptr<addrinfo>();
 *     if ((rv = getaddrinfo("localhost", "http", hints, servinfo)) !== 0) fprintf(stderr, "%s\n", gai_strerror(rv));
 *     for (let p = servinfo.value; p !== null; p = p.ai_next) connect(sockfd, p.ai_addr, p.ai_addrlen);
 *
 * @param node the host: a name, or an address in numbers; null is this machine, or with AI_PASSIVE all its addresses
 * @param service the service: a name or a port number; null leaves the port 0
 * @param hints which addresses: ai_flags (AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_NUMERICSERV, AI_V4MAPPED, AI_ALL,
 *   AI_ADDRCONFIG, AI_IDN, AI_CANONIDN), ai_family (AF_UNSPEC, AF_INET, AF_INET6), ai_socktype and ai_protocol (0 is any);
 *   null is AF_UNSPEC with AI_V4MAPPED and AI_ADDRCONFIG
 * @param res where the list goes; left as it is where there is none
 * @returns 0, or what is wrong: EAI_NONAME, EAI_AGAIN, EAI_FAIL, EAI_NODATA, EAI_ADDRFAMILY, EAI_SERVICE, EAI_BADFLAGS,
 *   EAI_FAMILY, EAI_SOCKTYPE, EAI_MEMORY, EAI_IDN_ENCODE; EAI_SYSTEM, then errno tells
 * @see getaddrinfo(3), gai.conf(5)
 */
export function getaddrinfo(
  node: Text | null,
  service: Text | null,
  hints: addrinfo | null,
  res: ptr<addrinfo>,
): number {
  if (!isPointer(res)) throw expected("getaddrinfo", "res", "a ptr", res);
  const found = native.getaddrinfo(node, service, hints, errors);
  if (typeof found === "number") return outcome(found);
  let next: addrinfo | null = null;
  for (let i = found.length; i > 0; i -= 2)
    next = allocate(found[i - 2] as ArrayBuffer, found[i - 1] as string | null, next);
  res.value = next;
  return 0;
}

/** An addrinfo of a list: its numbers are in the memory, its address behind them. */
function allocate(memory: ArrayBuffer, canonname: string | null, next: addrinfo | null): addrinfo {
  allocated.add(memory);
  const info = new addrinfo(memory as never);
  info.ai_addr = cast(addressType(info.ai_family), new Uint8Array(memory, layouts.addrinfo.size));
  info.ai_canonname = canonname;
  info.ai_next = next;
  return info;
}

function addressType(family: number): StructType<sockaddr_any> {
  if (family === AF_INET) return sockaddr_in;
  return family === AF_INET6 ? sockaddr_in6 : sockaddr_storage;
}

/**
 * Frees a list that getaddrinfo made, from one of its addrinfos to the end. They and their addresses cannot be used any
 * more: reading one throws a TypeError (of their numbers V8's own, about a detached ArrayBuffer), passing an address a
 * RangeError.
 *
 * @param res the first to free; null is none
 * @throws TypeError where one has been freed before, or getaddrinfo did not make it
 * @see freeaddrinfo(3)
 */
export function freeaddrinfo(res: addrinfo | null): void {
  let info = res;
  while (info !== null) {
    if (!(info instanceof addrinfo)) throw expected("freeaddrinfo", "res", "an addrinfo or null", info);
    const next: addrinfo | null = info.ai_next;
    if (!allocated.has(memoryOf(info))) throw new TypeError("freeaddrinfo: res: getaddrinfo did not make it");
    native.freeaddrinfo(memoryOf(info));
    info = next;
  }
}

/**
 * The text of what getaddrinfo or getnameinfo returned.
 *
 * @param errcode EAI_NONAME, ...
 * @returns the text: "Name or service not known"
 * @see gai_strerror(3)
 */
export function gai_strerror(errcode: number): string {
  return native.gai_strerror(errcode);
}

/**
 * Finds the host and the service of an address.
 *
 * @param addr the address: a sockaddr_in, sockaddr_in6, sockaddr_un or their bytes
 * @param addrlen its length in bytes: `sizeof(addr)`
 * @param host where the host's name goes, or null
 * @param hostlen the size of `host` in bytes: NI_MAXHOST is enough
 * @param serv where the service's name goes, or null
 * @param servlen the size of `serv` in bytes: NI_MAXSERV is enough
 * @param flags NI_NUMERICHOST, NI_NUMERICSERV, NI_NAMEREQD, NI_NOFQDN, NI_DGRAM, NI_IDN, or 0
 * @returns 0, or what is wrong: EAI_NONAME, EAI_OVERFLOW (a name does not fit), EAI_FAMILY (an unknown family, or too
 *   short), EAI_AGAIN, EAI_FAIL, EAI_BADFLAGS, EAI_MEMORY; EAI_SYSTEM, then errno tells
 * @see getnameinfo(3)
 */
export function getnameinfo(
  addr: Address,
  addrlen: number,
  host: RawMemory | null,
  hostlen: number,
  serv: RawMemory | null,
  servlen: number,
  flags: number,
): number {
  return outcome(native.getnameinfo(addr, addrlen, host, hostlen, serv, servlen, flags, errors));
}

function host(found: ReturnType<typeof native.gethostbyname>): hostent | null {
  if (found === null) return missing();
  const [h_name, h_aliases, h_addrtype, h_length, h_addr_list] = found;
  return new hostent({ h_name, h_aliases, h_addrtype, h_length, h_addr_list });
}

function service(found: ReturnType<typeof native.getservbyname>): servent | null {
  if (found === null) return missing();
  const [s_name, s_aliases, s_port, s_proto] = found;
  return new servent({ s_name, s_aliases, s_port: s_port as in_port_t, s_proto });
}

function protocol(found: ReturnType<typeof native.getprotobyname>): protoent | null {
  if (found === null) return missing();
  const [p_name, p_aliases, p_proto] = found;
  return new protoent({ p_name, p_aliases, p_proto });
}

/**
 * Finds the IPv4 addresses of a host. getaddrinfo does more.
 *
 * @param name a name, or an address in numbers and dots
 * @returns the host; null, then h_errno is HOST_NOT_FOUND, NO_DATA (it has no such address), TRY_AGAIN, NO_RECOVERY, or
 *   NETDB_INTERNAL, for which errno tells
 * @see gethostbyname(3)
 */
export function gethostbyname(name: Text): hostent | null {
  return host(native.gethostbyname(name, errors));
}

/**
 * Finds the addresses of a host.
 *
 * @param name a name, or an address of the family in numbers
 * @param af AF_INET or AF_INET6
 * @returns as gethostbyname
 * @see gethostbyname2(3)
 */
export function gethostbyname2(name: Text, af: number): hostent | null {
  return host(native.gethostbyname2(name, af, errors));
}

/**
 * Finds the host that has an address.
 *
 * @param addr the address: an in_addr or in6_addr, or its bytes in network byte order
 * @param len its length in bytes: `sizeof(addr)`
 * @param type AF_INET or AF_INET6
 * @returns as gethostbyname
 * @see gethostbyaddr(3)
 */
export function gethostbyaddr(addr: in_addr | in6_addr | RawMemory, len: number, type: number): hostent | null {
  return host(native.gethostbyaddr(addr, len, type, errors));
}

/**
 * Reads the next host of /etc/hosts.
 *
 * @returns the host; null at the end
 * @see gethostent(3)
 */
export function gethostent(): hostent | null {
  return host(native.gethostent(errors));
}

/**
 * Begins /etc/hosts anew.
 *
 * @param stayopen other than 0: name servers are asked over one connection that stays open
 * @see sethostent(3)
 */
export function sethostent(stayopen: number): void {
  native.sethostent(stayopen);
}

/**
 * Closes /etc/hosts, or the connection to the name server.
 *
 * @see endhostent(3)
 */
export function endhostent(): void {
  native.endhostent();
}

/**
 * The text of a value of h_errno.
 *
 * @param err HOST_NOT_FOUND, ...
 * @returns the text: "Unknown host"
 * @see hstrerror(3)
 */
export function hstrerror(err: number): string {
  return native.hstrerror(err);
}

/**
 * Prints on standard error what h_errno means.
 *
 * @param s what stands before it and a colon; nothing does where it is null or empty
 * @see herror(3)
 */
export function herror(s: Text | null): void {
  native.herror(s, h_errno);
}

/**
 * Finds a service by its name.
 *
 * @param name its name or an alias
 * @param proto its protocol, "tcp" or "udp"; null is any
 * @returns the service, whose port is in network byte order; null if there is none
 * @see getservbyname(3), services(5)
 */
export function getservbyname(name: Text, proto: Text | null): servent | null {
  return service(native.getservbyname(name, proto, errors));
}

/**
 * Finds a service by its port.
 *
 * @param port its port in network byte order: `htons(80)`
 * @param proto its protocol, "tcp" or "udp"; null is any
 * @returns the service; null if there is none
 * @see getservbyport(3), services(5)
 */
export function getservbyport(port: in_port_t | 0, proto: Text | null): servent | null {
  return service(native.getservbyport(port, proto, errors));
}

/**
 * Reads the next service of /etc/services. All threads read on in one place.
 *
 * @returns the service; null at the end
 * @see getservent(3)
 */
export function getservent(): servent | null {
  return service(native.getservent(errors));
}

/**
 * Begins /etc/services anew.
 *
 * @param stayopen other than 0: getservbyname and getservbyport leave it open, too
 * @see setservent(3)
 */
export function setservent(stayopen: number): void {
  native.setservent(stayopen);
}

/**
 * Closes /etc/services.
 *
 * @see endservent(3)
 */
export function endservent(): void {
  native.endservent();
}

/**
 * Finds a protocol by its name.
 *
 * @param name its name or an alias: "tcp"
 * @returns the protocol; null if there is none
 * @see getprotobyname(3), protocols(5)
 */
export function getprotobyname(name: Text): protoent | null {
  return protocol(native.getprotobyname(name, errors));
}

/**
 * Finds a protocol by its number.
 *
 * @param proto its number: IPPROTO_TCP, ...
 * @returns the protocol; null if there is none
 * @see getprotobynumber(3), protocols(5)
 */
export function getprotobynumber(proto: number): protoent | null {
  return protocol(native.getprotobynumber(proto, errors));
}

/**
 * Reads the next protocol of /etc/protocols. All threads read on in one place.
 *
 * @returns the protocol; null at the end
 * @see getprotoent(3)
 */
export function getprotoent(): protoent | null {
  return protocol(native.getprotoent(errors));
}

/**
 * Begins /etc/protocols anew.
 *
 * @param stayopen other than 0: getprotobyname and getprotobynumber leave it open, too
 * @see setprotoent(3)
 */
export function setprotoent(stayopen: number): void {
  native.setprotoent(stayopen);
}

/**
 * Closes /etc/protocols.
 *
 * @see endprotoent(3)
 */
export function endprotoent(): void {
  native.endprotoent();
}
