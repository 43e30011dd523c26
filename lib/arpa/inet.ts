/**
 * arpa/inet.h: internet addresses as text.
 *
 * @see inet(3)
 */

import { in_addr, type in6_addr } from "../generated/netinet/in.ts";
import type { RawMemory } from "../memory/access.ts";
import { native } from "../native.ts";
import type { in_addr_t } from "../netinet/in.ts";
import { failure, result } from "../result.ts";

export { htonl, htons, type in_addr_t, type in_port_t, ntohl, ntohs } from "../netinet/in.ts";
export { in_addr, INET6_ADDRSTRLEN, INET_ADDRSTRLEN } from "../generated/netinet/in.ts";

/**
 * Writes an address as text.
 *
 * @param af AF_INET or AF_INET6
 * @param src the address: an in_addr or in6_addr, or its bytes in network byte order
 * @param dst where the text goes with its NUL, or null
 * @param size how much fits there in bytes, even for null: INET_ADDRSTRLEN or INET6_ADDRSTRLEN is enough
 * @returns the text; null with ENOSPC, EAFNOSUPPORT
 * @see inet_ntop(3)
 */
export function inet_ntop(
  af: number,
  src: in_addr | in6_addr | RawMemory,
  dst: RawMemory | null,
  size: number,
): string | null {
  const text = native.inet_ntop(af, src, dst, size);
  return typeof text === "number" ? failure(text, null) : text;
}

/**
 * Reads an address from its text.
 *
 * @param af AF_INET or AF_INET6
 * @param src the text
 * @param dst where the address goes: an in_addr or in6_addr, or as many bytes
 * @returns 1; 0 if the text is no address of this family; -1 with EAFNOSUPPORT
 * @see inet_pton(3)
 */
export function inet_pton(af: number, src: RawMemory | string, dst: in_addr | in6_addr | RawMemory): number {
  return result(native.inet_pton(af, src, dst));
}

/**
 * Writes an IPv4 address in numbers and dots.
 *
 * @param address the address
 * @returns the text; it cannot fail
 * @see inet_ntoa(3)
 */
export function inet_ntoa(address: in_addr): string {
  return native.inet_ntoa(address);
}

/**
 * Reads an IPv4 address in the forms that C takes: `a.b.c.d`, `a.b.c`, `a.b`, `a`, each decimal, octal or hexadecimal.
 *
 * @param cp the text
 * @param inp where the address goes; null only checks the text
 * @returns 1; 0 if the text is no address
 * @see inet_aton(3)
 */
export function inet_aton(cp: RawMemory | string, inp: in_addr | null): number {
  return native.inet_aton(cp, inp);
}

/**
 * Reads an IPv4 address as inet_aton does.
 *
 * @param cp the text
 * @returns the address in network byte order; INADDR_NONE if the text is none, which is also 255.255.255.255
 * @see inet_addr(3)
 */
export function inet_addr(cp: RawMemory | string): in_addr_t {
  return native.inet_addr(cp) as in_addr_t;
}

/**
 * Reads a network number.
 *
 * @param cp the text, in the forms of inet_aton
 * @returns the number in host byte order; INADDR_NONE if the text is none
 * @see inet_network(3)
 */
export function inet_network(cp: RawMemory | string): number {
  return native.inet_network(cp);
}

/**
 * The host part of an address, by its class.
 *
 * @param address the address
 * @returns the host number in host byte order
 * @see inet_lnaof(3)
 */
export function inet_lnaof(address: in_addr): number {
  return native.inet_lnaof(address);
}

/**
 * The network part of an address, by its class.
 *
 * @param address the address
 * @returns the network number in host byte order
 * @see inet_netof(3)
 */
export function inet_netof(address: in_addr): number {
  return native.inet_netof(address);
}

/**
 * Makes an address of a network number and a host number.
 *
 * @param net the network number in host byte order
 * @param host the host number in host byte order
 * @returns the address
 * @see inet_makeaddr(3)
 */
export function inet_makeaddr(net: number, host: number): in_addr {
  return new in_addr({ s_addr: native.inet_makeaddr(net, host) as in_addr_t });
}
