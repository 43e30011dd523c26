/**
 * netinet/icmp6.h: the messages of ICMPv6, and which of them a raw socket receives.
 *
 * @see ipv6(7)
 */

import { checkInteger, checkStruct } from "../check.ts";
import { icmp6_filter } from "../generated/netinet/icmp6.ts";

export * from "../generated/netinet/icmp6.ts";

/** A bit for each type that is blocked. */
function bitsOf(name: string, filterp: icmp6_filter): Uint32Array {
  return checkStruct(name, "filterp", icmp6_filter, filterp).icmp6_filt;
}

const wordOf = (type: number): number => (type >> 5) & 7;
const bitOf = (type: number): number => 1 << (type & 31);

/**
 * Whether messages of a type pass.
 *
 * @param type ICMP6_ECHO_REQUEST, ...: 0 to 255
 * @param filterp the filter
 * @returns true or false
 * @see RFC 3542, 3.2
 */
export function ICMP6_FILTER_WILLPASS(type: number, filterp: icmp6_filter): boolean {
  return !ICMP6_FILTER_WILLBLOCK(type, filterp);
}

/**
 * Whether messages of a type are blocked.
 *
 * @param type as ICMP6_FILTER_WILLPASS
 * @param filterp the filter
 * @returns true or false
 * @see RFC 3542, 3.2
 */
export function ICMP6_FILTER_WILLBLOCK(type: number, filterp: icmp6_filter): boolean {
  const bits = bitsOf("ICMP6_FILTER_WILLBLOCK", filterp);
  checkInteger("ICMP6_FILTER_WILLBLOCK", "type", type);
  return (bits[wordOf(type)] & bitOf(type)) !== 0;
}

/**
 * Lets messages of a type pass.
 *
 * @param type as ICMP6_FILTER_WILLPASS
 * @param filterp the filter
 * @see RFC 3542, 3.2
 */
export function ICMP6_FILTER_SETPASS(type: number, filterp: icmp6_filter): void {
  const bits = bitsOf("ICMP6_FILTER_SETPASS", filterp);
  bits[wordOf(checkInteger("ICMP6_FILTER_SETPASS", "type", type))] &= ~bitOf(type);
}

/**
 * Blocks messages of a type.
 *
 * @param type as ICMP6_FILTER_WILLPASS
 * @param filterp the filter
 * @see RFC 3542, 3.2
 */
export function ICMP6_FILTER_SETBLOCK(type: number, filterp: icmp6_filter): void {
  const bits = bitsOf("ICMP6_FILTER_SETBLOCK", filterp);
  bits[wordOf(checkInteger("ICMP6_FILTER_SETBLOCK", "type", type))] |= bitOf(type);
}

/**
 * Lets all messages pass.
 *
 * @param filterp the filter
 * @see RFC 3542, 3.2
 */
export function ICMP6_FILTER_SETPASSALL(filterp: icmp6_filter): void {
  bitsOf("ICMP6_FILTER_SETPASSALL", filterp).fill(0);
}

/**
 * Blocks all messages.
 *
 * @param filterp the filter
 * @see RFC 3542, 3.2
 */
export function ICMP6_FILTER_SETBLOCKALL(filterp: icmp6_filter): void {
  bitsOf("ICMP6_FILTER_SETBLOCKALL", filterp).fill(0xffffffff);
}
