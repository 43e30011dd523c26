/**
 * linux/rtnetlink.h: interfaces, addresses and routes, told and changed through netlink.
 *
 * The macros take and return Buffers where C's have pointers, as those of linux/netlink.h.
 *
 * @see rtnetlink(7)
 */

import { type Bytes, checkInteger, checkLength, checkMemory, checkStruct } from "../check.ts";
import { RTA_ALIGNTO, rtattr, rtmsg } from "../generated/linux/rtnetlink.ts";
import { int } from "../generated/memory/scalars.ts";
import { cast, type RawMemory } from "../memory/access.ts";
import { NLMSG_ALIGN, NLMSG_PAYLOAD } from "./netlink.ts";

export * from "../generated/linux/rtnetlink.ts";
export * from "./if_addr.ts";
export * from "./if_link.ts";

const lengthOf = (name: string, rta: RawMemory): number =>
  cast(rtattr, checkMemory(name, "rta", rta, rtattr.size)).rta_len;

/**
 * Rounds a length up to what attributes are aligned to.
 *
 * @param len the length in bytes
 * @returns the next multiple of RTA_ALIGNTO
 * @see rtnetlink(3)
 */
export function RTA_ALIGN(len: number): number {
  return Math.ceil(checkInteger("RTA_ALIGN", "len", len) / RTA_ALIGNTO) * RTA_ALIGNTO;
}

/**
 * Whether a whole attribute is there.
 *
 * @param rta where it should begin
 * @param len how many bytes of attributes there are from there on
 * @returns true or false
 * @see rtnetlink(3)
 */
export function RTA_OK(rta: RawMemory, len: int | number): boolean {
  const memory = checkMemory("RTA_OK", "rta", rta);
  const length = Math.min(checkLength("RTA_OK", "len", int, len), memory.length);
  if (length < rtattr.size) return false;
  const { rta_len } = cast(rtattr, memory);
  return rta_len >= rtattr.size && rta_len <= length;
}

/**
 * Goes on to the next attribute.
 *
 * @param rta the attribute, which begins with its rtattr
 * @param attrlen how many bytes of attributes there are from there on; becomes how many from the next on
 * @returns the memory from the next attribute on
 * @throws RangeError where `rta` has no room for a header
 * @see rtnetlink(3)
 */
export function RTA_NEXT(rta: RawMemory, attrlen: int): Bytes {
  const length = RTA_ALIGN(lengthOf("RTA_NEXT", rta));
  checkStruct("RTA_NEXT", "attrlen", int, attrlen).value -= length;
  return checkMemory("RTA_NEXT", "rta", rta).subarray(length);
}

/**
 * How long an attribute is, for its rta_len.
 *
 * @param len the length of its data, in bytes
 * @returns that with the header's
 * @see rtnetlink(3)
 */
export function RTA_LENGTH(len: number): number {
  return RTA_ALIGN(rtattr.size) + checkInteger("RTA_LENGTH", "len", len);
}

/**
 * How much room an attribute takes.
 *
 * @param len the length of its data, in bytes
 * @returns the length of the attribute, aligned
 * @see rtnetlink(3)
 */
export function RTA_SPACE(len: number): number {
  return RTA_ALIGN(RTA_LENGTH(checkInteger("RTA_SPACE", "len", len)));
}

/**
 * The data of an attribute.
 *
 * @param rta the attribute, which begins with its rtattr
 * @returns the memory after the header, of which RTA_PAYLOAD bytes are the attribute's
 * @see rtnetlink(3)
 */
export function RTA_DATA(rta: RawMemory): Bytes {
  return checkMemory("RTA_DATA", "rta", rta).subarray(RTA_LENGTH(0));
}

/**
 * How long the data of an attribute is.
 *
 * @param rta the attribute, which begins with its rtattr
 * @returns the length in bytes
 * @throws RangeError where `rta` has no room for a header
 * @see rtnetlink(3)
 */
export function RTA_PAYLOAD(rta: RawMemory): number {
  return lengthOf("RTA_PAYLOAD", rta) - RTA_LENGTH(0);
}

/**
 * The attributes that follow an rtmsg.
 *
 * @param r the rtmsg: `NLMSG_DATA(nlh)`
 * @returns the memory after it
 * @see rtnetlink(7)
 */
export function RTM_RTA(r: RawMemory): Bytes {
  return checkMemory("RTM_RTA", "r", r).subarray(NLMSG_ALIGN(rtmsg.size));
}

/**
 * How long the attributes after an rtmsg are.
 *
 * @param n the message, which begins with its nlmsghdr
 * @returns the length in bytes
 * @see rtnetlink(7)
 */
export function RTM_PAYLOAD(n: RawMemory): number {
  return NLMSG_PAYLOAD(n, rtmsg.size);
}
