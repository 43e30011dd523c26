/**
 * linux/if_addr.h: addresses of interfaces, as netlink tells them.
 *
 * @see rtnetlink(7)
 */

import { type Bytes, checkMemory } from "../check.ts";
import { ifaddrmsg } from "../generated/linux/if_addr.ts";
import type { RawMemory } from "../memory/access.ts";
import { NLMSG_ALIGN, NLMSG_PAYLOAD } from "./netlink.ts";

export * from "../generated/linux/if_addr.ts";

/**
 * The attributes that follow an ifaddrmsg.
 *
 * @param r the ifaddrmsg: `NLMSG_DATA(nlh)`
 * @returns the memory after it
 * @see rtnetlink(7)
 */
export function IFA_RTA(r: RawMemory): Bytes {
  return checkMemory("IFA_RTA", "r", r).subarray(NLMSG_ALIGN(ifaddrmsg.size));
}

/**
 * How long the attributes after an ifaddrmsg are.
 *
 * @param n the message, which begins with its nlmsghdr
 * @returns the length in bytes
 * @see rtnetlink(7)
 */
export function IFA_PAYLOAD(n: RawMemory): number {
  return NLMSG_PAYLOAD(n, ifaddrmsg.size);
}
