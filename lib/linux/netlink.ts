/**
 * linux/netlink.h: messages to and from the kernel.
 *
 * The macros take and return Buffers where C's have pointers. A pointer past the end of a message is an empty Buffer, and
 * no macro reads beyond its Buffer, whatever the lengths in the messages say:
 *
 *     const len = new int(recv(fd, buf, sizeof(buf), 0));
 *     for (let nlh = buf; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
 *       const { nlmsg_type } = cast(nlmsghdr, nlh);
 *
 * @see netlink(7)
 */

import { type Bytes, checkInteger, checkLength, checkMemory, checkStruct } from "../check.ts";
import { NLMSG_ALIGNTO, NLMSG_HDRLEN, nlmsghdr } from "../generated/linux/netlink.ts";
import { int } from "../generated/memory/scalars.ts";
import { cast, type RawMemory } from "../memory/access.ts";

export * from "../generated/linux/netlink.ts";

const lengthOf = (name: string, nlh: RawMemory): number =>
  cast(nlmsghdr, checkMemory(name, "nlh", nlh, nlmsghdr.size)).nlmsg_len;

/**
 * Rounds a length up to what messages are aligned to.
 *
 * @param len the length in bytes
 * @returns the next multiple of NLMSG_ALIGNTO
 * @see netlink(3)
 */
export function NLMSG_ALIGN(len: number): number {
  return Math.ceil(checkInteger("NLMSG_ALIGN", "len", len) / NLMSG_ALIGNTO) * NLMSG_ALIGNTO;
}

/**
 * How long a message is, for its nlmsg_len.
 *
 * @param len the length of what it carries, in bytes
 * @returns that with the header's
 * @see netlink(3)
 */
export function NLMSG_LENGTH(len: number): number {
  return checkInteger("NLMSG_LENGTH", "len", len) + NLMSG_HDRLEN;
}

/**
 * How much room a message takes.
 *
 * @param len the length of what it carries, in bytes
 * @returns the length of the message, aligned
 * @see netlink(3)
 */
export function NLMSG_SPACE(len: number): number {
  return NLMSG_ALIGN(NLMSG_LENGTH(checkInteger("NLMSG_SPACE", "len", len)));
}

/**
 * What a message carries.
 *
 * @param nlh the message, which begins with its nlmsghdr
 * @returns the memory after the header, which may go on after the message as C's pointer does
 * @see netlink(3)
 */
export function NLMSG_DATA(nlh: RawMemory): Bytes {
  return checkMemory("NLMSG_DATA", "nlh", nlh).subarray(NLMSG_HDRLEN);
}

/**
 * How long what a message carries is after a struct at its beginning.
 *
 * @param nlh the message, which begins with its nlmsghdr
 * @param len the length of the struct, in bytes
 * @returns the length in bytes
 * @throws RangeError where `nlh` has no room for a header
 * @see netlink(3)
 */
export function NLMSG_PAYLOAD(nlh: RawMemory, len: number): number {
  return lengthOf("NLMSG_PAYLOAD", nlh) - NLMSG_SPACE(checkInteger("NLMSG_PAYLOAD", "len", len));
}

/**
 * Whether a whole message is there.
 *
 * @param nlh where it should begin
 * @param len how many bytes have been received from there on
 * @returns true or false
 * @see netlink(3)
 */
export function NLMSG_OK(nlh: RawMemory, len: int | number): boolean {
  const memory = checkMemory("NLMSG_OK", "nlh", nlh);
  const length = Math.min(checkLength("NLMSG_OK", "len", int, len), memory.length);
  if (length < nlmsghdr.size) return false;
  const { nlmsg_len } = cast(nlmsghdr, memory);
  return nlmsg_len >= nlmsghdr.size && nlmsg_len <= length;
}

/**
 * Goes on to the next message.
 *
 * @param nlh the message, which begins with its nlmsghdr
 * @param len how many bytes have been received from there on; becomes how many from the next message on
 * @returns the memory from the next message on
 * @throws RangeError where `nlh` has no room for a header
 * @see netlink(3)
 */
export function NLMSG_NEXT(nlh: RawMemory, len: int): Bytes {
  const length = NLMSG_ALIGN(lengthOf("NLMSG_NEXT", nlh));
  checkStruct("NLMSG_NEXT", "len", int, len).value -= length;
  return checkMemory("NLMSG_NEXT", "nlh", nlh).subarray(length);
}

/**
 * Rounds a length up to what attributes are aligned to.
 *
 * @param len the length in bytes
 * @returns the next multiple of NLA_ALIGNTO
 * @see netlink(7)
 */
export function NLA_ALIGN(len: number): number {
  return NLMSG_ALIGN(checkInteger("NLA_ALIGN", "len", len));
}
