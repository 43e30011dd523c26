/**
 * linux/errqueue.h: what IP_RECVERR and IPV6_RECVERR tell, by recvmsg with MSG_ERRQUEUE.
 *
 * @see ip(7)
 */

import { checkStruct } from "../check.ts";
import { sock_extended_err } from "../generated/linux/errqueue.ts";
import { behind } from "../memory/pointers.ts";

export * from "../generated/linux/errqueue.ts";

/**
 * The address of who sent the error, which follows behind it: a sockaddr_in, a sockaddr_in6, or one of the family
 * AF_UNSPEC where nobody is known.
 *
 *     const offender = cast(sockaddr_in, SO_EE_OFFENDER(cast(sock_extended_err, CMSG_DATA(cmsg))));
 *
 * @param ee the error: a cast of the control message's data
 * @returns the bytes from the address to the end of the control buffer
 * @see ip(7), ipv6(7)
 */
export function SO_EE_OFFENDER(ee: sock_extended_err): Buffer {
  return behind(checkStruct("SO_EE_OFFENDER", "ee", sock_extended_err, ee), sock_extended_err.size);
}
