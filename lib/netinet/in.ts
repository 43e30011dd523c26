/**
 * netinet/in.h: the internet's addresses and protocols.
 *
 * @see ip(7), ipv6(7)
 */

import { endianness } from "node:os";

import { checkInteger, checkLong, checkStruct } from "../check.ts";
import { group_filter, in6_addr, in_addr, ip_msfilter } from "../generated/netinet/in.ts";
import { sockaddr_storage } from "../generated/sys/socket.ts";

export * from "../generated/netinet/in.ts";

declare const network: unique symbol;
declare const either: unique symbol;

/** A number of 16 bits in network byte order: htons makes one. */
export type be16 = number & { readonly [network]: 16 };
/** A number of 32 bits in network byte order: htonl makes one. */
export type be32 = number & { readonly [network]: 32 };

/** A number of 16 bits that may be in network byte order or not: the value of a uint16_t. */
export type either16 = be16 & { readonly [either]: true };
/** A number of 32 bits that may be in network byte order or not: the value of a uint32_t; INADDR_ANY is in both. */
export type either32 = be32 & { readonly [either]: true };

/** A number that is not in network byte order, as far as its type tells. */
type host = number & { readonly [network]?: never };

export type in_port_t = be16;
export type in_addr_t = be32;

const isLittleEndian = endianness() === "LE";

function swap16(value: number): number {
  return isLittleEndian ? ((value & 0xff) << 8) | ((value >>> 8) & 0xff) : value & 0xffff;
}

function swap32(value: number): number {
  if (!isLittleEndian) return value >>> 0;
  return ((value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

/**
 * Converts 16 bits from host to network byte order; more bits are lost, as in C.
 *
 * @param hostshort the number in host byte order
 * @returns the number in network byte order
 * @see htons(3)
 */
export function htons(hostshort: host | either16): be16 {
  return swap16(checkLong("htons", "hostshort", hostshort)) as be16;
}

/**
 * Converts 32 bits from host to network byte order.
 *
 * @param hostlong the number in host byte order
 * @returns the number in network byte order
 * @see htonl(3)
 */
export function htonl(hostlong: host | either32): be32 {
  return swap32(checkLong("htonl", "hostlong", hostlong)) as be32;
}

/**
 * Converts 16 bits from network to host byte order; more bits are lost, as in C.
 *
 * @param netshort the number in network byte order; `as be16` says so of one whose type does not tell, like an element
 *   of a Uint16Array
 * @returns the number in host byte order
 * @see ntohs(3)
 */
export function ntohs(netshort: be16 | 0): number {
  return swap16(checkLong("ntohs", "netshort", netshort));
}

/**
 * Converts 32 bits from network to host byte order.
 *
 * @param netlong the number in network byte order; `as be32` says so of one whose type does not tell
 * @returns the number in host byte order
 * @see ntohl(3)
 */
export function ntohl(netlong: be32 | 0): number {
  return swap32(checkLong("ntohl", "netlong", netlong));
}

/**
 * Whether an address is in class A: 0.0.0.0 to 127.255.255.255.
 *
 * @param address the address in host byte order: `ntohl(a.s_addr)`
 * @returns true or false
 * @see inet(3)
 */
export function IN_CLASSA(address: number): boolean {
  return checkInteger("IN_CLASSA", "address", address) >>> 31 === 0;
}

/**
 * Whether an address is in class B: 128.0.0.0 to 191.255.255.255.
 *
 * @param address the address in host byte order: `ntohl(a.s_addr)`
 * @returns true or false
 * @see inet(3)
 */
export function IN_CLASSB(address: number): boolean {
  return checkInteger("IN_CLASSB", "address", address) >>> 30 === 0b10;
}

/**
 * Whether an address is in class C: 192.0.0.0 to 223.255.255.255.
 *
 * @param address the address in host byte order: `ntohl(a.s_addr)`
 * @returns true or false
 * @see inet(3)
 */
export function IN_CLASSC(address: number): boolean {
  return checkInteger("IN_CLASSC", "address", address) >>> 29 === 0b110;
}

/**
 * Whether an address is in class D, which is multicast: 224.0.0.0 to 239.255.255.255.
 *
 * @param address the address in host byte order: `ntohl(a.s_addr)`
 * @returns true or false
 * @see ip(7)
 */
export function IN_CLASSD(address: number): boolean {
  return checkInteger("IN_CLASSD", "address", address) >>> 28 === 0b1110;
}

/**
 * Whether an address is a multicast address: 224.0.0.0 to 239.255.255.255.
 *
 * @param address the address in host byte order: `ntohl(a.s_addr)`
 * @returns true or false
 * @see ip(7)
 */
export const IN_MULTICAST = IN_CLASSD;

const ANY = "00".repeat(16);
const LOOPBACK = "00".repeat(15) + "01";

const fromHex = (hex: string): in6_addr => new in6_addr({ s6_addr: Buffer.from(hex, "hex") });
const octets = (name: string, address: in6_addr): Buffer => checkStruct(name, "address", in6_addr, address).s6_addr;

/** The address `::`; a constant, not to be written to. */
export const in6addr_any = fromHex(ANY);
/** The address `::1`; a constant, not to be written to. */
export const in6addr_loopback = fromHex(LOOPBACK);
/** What an in6_addr is initialised with to be `::`. */
export const IN6ADDR_ANY_INIT = { s6_addr: Buffer.from(ANY, "hex") };
/** What an in6_addr is initialised with to be `::1`. */
export const IN6ADDR_LOOPBACK_INIT = { s6_addr: Buffer.from(LOOPBACK, "hex") };

/**
 * Whether an address is `::`.
 *
 * @param address the address
 * @returns true or false
 * @see netinet_in.h(0p)
 */
export function IN6_IS_ADDR_UNSPECIFIED(address: in6_addr): boolean {
  return octets("IN6_IS_ADDR_UNSPECIFIED", address).toString("hex") === ANY;
}

/**
 * Whether an address is `::1`.
 *
 * @param address the address
 * @returns true or false
 * @see netinet_in.h(0p)
 */
export function IN6_IS_ADDR_LOOPBACK(address: in6_addr): boolean {
  return octets("IN6_IS_ADDR_LOOPBACK", address).toString("hex") === LOOPBACK;
}

/**
 * Whether an address is multicast: ff00::/8.
 *
 * @param address the address
 * @returns true or false
 * @see netinet_in.h(0p)
 */
export function IN6_IS_ADDR_MULTICAST(address: in6_addr): boolean {
  return octets("IN6_IS_ADDR_MULTICAST", address)[0] === 0xff;
}

/**
 * Whether an address is link-local: fe80::/10.
 *
 * @param address the address
 * @returns true or false
 * @see netinet_in.h(0p)
 */
export function IN6_IS_ADDR_LINKLOCAL(address: in6_addr): boolean {
  return octets("IN6_IS_ADDR_LINKLOCAL", address).readUInt16BE() >>> 6 === 0xfe80 >>> 6;
}

/**
 * Whether an address is site-local: fec0::/10.
 *
 * @param address the address
 * @returns true or false
 * @see netinet_in.h(0p)
 */
export function IN6_IS_ADDR_SITELOCAL(address: in6_addr): boolean {
  return octets("IN6_IS_ADDR_SITELOCAL", address).readUInt16BE() >>> 6 === 0xfec0 >>> 6;
}

/**
 * Whether an address is an IPv4 address in IPv6 form: ::ffff:0:0/96.
 *
 * @param address the address
 * @returns true or false
 * @see netinet_in.h(0p)
 */
export function IN6_IS_ADDR_V4MAPPED(address: in6_addr): boolean {
  return octets("IN6_IS_ADDR_V4MAPPED", address)
    .toString("hex")
    .startsWith("00".repeat(10) + "ffff");
}

/**
 * Whether an address is an IPv4 address in the older form ::/96; `::` and `::1` are not.
 *
 * @param address the address
 * @returns true or false
 * @see netinet_in.h(0p)
 */
export function IN6_IS_ADDR_V4COMPAT(address: in6_addr): boolean {
  const bytes = octets("IN6_IS_ADDR_V4COMPAT", address);
  return bytes.toString("hex").startsWith("00".repeat(12)) && bytes.readUInt32BE(12) > 1;
}

/**
 * Whether two addresses are the same.
 *
 * @param a one address
 * @param b the other
 * @returns true or false
 * @see ipv6(7)
 */
export function IN6_ARE_ADDR_EQUAL(a: in6_addr, b: in6_addr): boolean {
  return octets("IN6_ARE_ADDR_EQUAL", a).equals(octets("IN6_ARE_ADDR_EQUAL", b));
}

/**
 * The size of an ip_msfilter for a number of sources.
 *
 *     const filter = cast(ip_msfilter, Buffer.alloc(IP_MSFILTER_SIZE(2)));
 *     filter.imsf_slist[1].s_addr = inet_addr("192.0.2.1");
 *
 * @param numsrc how many sources, 1 at least for memory that is cast
 * @returns the bytes
 * @see ip(7)
 */
export function IP_MSFILTER_SIZE(numsrc: number): number {
  return ip_msfilter.size + (checkInteger("IP_MSFILTER_SIZE", "numsrc", numsrc) - 1) * in_addr.size;
}

/**
 * The size of a group_filter for a number of sources.
 *
 *     const filter = cast(group_filter, Buffer.alloc(GROUP_FILTER_SIZE(2)));
 *     setsockopt(fd, IPPROTO_IPV6, MCAST_MSFILTER, filter, GROUP_FILTER_SIZE(filter.gf_numsrc));
 *
 * @param numsrc how many sources, 1 at least for memory that is cast
 * @returns the bytes
 * @see ip(7), ipv6(7)
 */
export function GROUP_FILTER_SIZE(numsrc: number): number {
  return group_filter.size + (checkInteger("GROUP_FILTER_SIZE", "numsrc", numsrc) - 1) * sockaddr_storage.size;
}
