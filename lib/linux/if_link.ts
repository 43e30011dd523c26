/**
 * linux/if_link.h: attributes of interfaces, as netlink tells them, and what the kernel counts.
 *
 * @see rtnetlink(7)
 */

import { type Bytes, checkMemory } from "../check.ts";
import { ifinfomsg } from "../generated/linux/rtnetlink.ts";
import type { RawMemory } from "../memory/access.ts";
import { NLMSG_ALIGN, NLMSG_PAYLOAD } from "./netlink.ts";

export * from "../generated/linux/if_link.ts";

/**
 * The attributes that follow an ifinfomsg.
 *
 * @param r the ifinfomsg: `NLMSG_DATA(nlh)`
 * @returns the memory after it
 * @see rtnetlink(7)
 */
export function IFLA_RTA(r: RawMemory): Bytes {
  return checkMemory("IFLA_RTA", "r", r).subarray(NLMSG_ALIGN(ifinfomsg.size));
}

/**
 * How long the attributes after an ifinfomsg are.
 *
 * @param n the message, which begins with its nlmsghdr
 * @returns the length in bytes
 * @see rtnetlink(7)
 */
export function IFLA_PAYLOAD(n: RawMemory): number {
  return NLMSG_PAYLOAD(n, ifinfomsg.size);
}
