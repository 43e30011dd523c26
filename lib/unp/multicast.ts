/** Multicast, for IPv4 and IPv6 alike. */

import { firstBytes } from "../books.ts";
import { checkInteger } from "../check.ts";
import { EINVAL, ENXIO, set_errno } from "../errno.ts";
import { freeifaddrs, getifaddrs, type ifaddrs } from "../ifaddrs.ts";
import { bytes, cast, int, ptr, type RawMemory, sizeof } from "../memory/index.ts";
import { if_indextoname, if_nametoindex, ifreq } from "../net/if.ts";
import {
  group_req,
  group_source_req,
  in_addr,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_MULTICAST_HOPS,
  IPV6_MULTICAST_IF,
  IPV6_MULTICAST_LOOP,
  MCAST_BLOCK_SOURCE,
  MCAST_JOIN_GROUP,
  MCAST_JOIN_SOURCE_GROUP,
  MCAST_LEAVE_GROUP,
  MCAST_LEAVE_SOURCE_GROUP,
  MCAST_UNBLOCK_SOURCE,
  sockaddr_in,
} from "../netinet/in.ts";
import type { Text } from "../string.ts";
import { ioctl, SIOCGIFADDR } from "../sys/ioctl.ts";
import { AF_INET, getsockopt, setsockopt, sockaddr, type sockaddr_storage, socklen_t } from "../sys/socket.ts";
import { wrapped } from "../wrappers.ts";
import { family_to_level, sockfd_to_family } from "./address.ts";
import type { SA } from "./constants.ts";

type Address = SA | RawMemory;

/** Copies an address into a request; false with EINVAL where it has no room for it. */
function store(
  name: string,
  where: sockaddr_storage,
  what: [string, string],
  address: Address,
  length: number,
): boolean {
  if (checkInteger(name, what[1], length) > sizeof(where)) {
    set_errno(EINVAL);
    return false;
  }
  bytes(where).set(firstBytes(name, what, address, length));
  return true;
}

/** The interface that is meant: by its index if that is not 0, else by its name, else 0, any; -1 with ENXIO. */
function interfaceOf(name: string, ifname: Text | null, ifindex: number): number {
  if (checkInteger(name, "ifindex", ifindex) > 0 || ifname === null) return Math.max(ifindex, 0);
  return indexOf(ifname);
}

/** An interface's index; -1 with ENXIO. */
function indexOf(name: Text): number {
  const index = if_nametoindex(name);
  if (index !== 0) return index;
  set_errno(ENXIO);
  return -1;
}

const levelOf = (address: Address): number => family_to_level(cast(sockaddr, address).sa_family);

/** What all that is asked about a group has in common. */
function changeGroup(
  name: string,
  option: typeof MCAST_JOIN_GROUP,
  [sockfd, grp, grplen]: readonly [number, Address, number],
  gr_interface: number,
): number {
  const req = new group_req();
  const level = levelOf(grp);
  if (gr_interface === -1 || level === -1 || !store(name, req.gr_group, ["grp", "grplen"], grp, grplen)) return -1;
  req.gr_interface = gr_interface;
  return setsockopt(sockfd, level, option, req, sizeof(req));
}

/** And about a group and a source. */
function changeSource(
  name: string,
  option: typeof MCAST_BLOCK_SOURCE,
  [sockfd, src, srclen, grp, grplen]: readonly [number, Address, number, Address, number],
  gsr_interface = 0,
): number {
  const req = new group_source_req();
  const level = levelOf(grp);
  if (gsr_interface === -1 || level === -1) return -1;
  if (
    !store(name, req.gsr_group, ["grp", "grplen"], grp, grplen) ||
    !store(name, req.gsr_source, ["src", "srclen"], src, srclen)
  )
    return -1;
  req.gsr_interface = gsr_interface;
  return setsockopt(sockfd, level, option, req, sizeof(req));
}

/**
 * Joins a multicast group: what is sent there arrives at the socket.
 *
 * @param sockfd the socket
 * @param grp the group's address
 * @param grplen its length in bytes
 * @param ifname the interface, or null for what `ifindex` says
 * @param ifindex the interface's index; 0 for what `ifname` says, or where that is null the kernel
 * @returns 0; -1 with ENXIO (no such interface), ENODEV, EADDRINUSE (it has joined), EINVAL (no group; too long),
 *   EAFNOSUPPORT, ENOBUFS
 * @throws RangeError where `grp` has fewer bytes than `grplen`
 */
export function mcast_join(sockfd: number, grp: Address, grplen: number, ifname: Text | null, ifindex: number): number {
  return changeGroup("mcast_join", MCAST_JOIN_GROUP, [sockfd, grp, grplen], interfaceOf("mcast_join", ifname, ifindex));
}

/**
 * Leaves a multicast group.
 *
 * @param sockfd the socket
 * @param grp as mcast_join
 * @param grplen as mcast_join
 * @returns 0; -1 with EADDRNOTAVAIL (it has not joined), ENODEV (IPv4 has no route to the group), EINVAL, EAFNOSUPPORT
 * @throws as mcast_join
 */
export function mcast_leave(sockfd: number, grp: Address, grplen: number): number {
  return changeGroup("mcast_leave", MCAST_LEAVE_GROUP, [sockfd, grp, grplen], 0);
}

/**
 * Joins a multicast group for what one host sends there.
 *
 * @param sockfd the socket
 * @param src the host's address
 * @param srclen its length in bytes
 * @param grp as mcast_join
 * @param grplen as mcast_join
 * @param ifname as mcast_join
 * @param ifindex as mcast_join
 * @returns as mcast_join
 * @throws as mcast_join
 */
export function mcast_join_source_group(
  sockfd: number,
  src: Address,
  srclen: number,
  grp: Address,
  grplen: number,
  ifname: Text | null,
  ifindex: number,
): number {
  const addresses = [sockfd, src, srclen, grp, grplen] as const;
  const index = interfaceOf("mcast_join_source_group", ifname, ifindex);
  return changeSource("mcast_join_source_group", MCAST_JOIN_SOURCE_GROUP, addresses, index);
}

/**
 * Ends what mcast_join_source_group began.
 *
 * @param sockfd the socket
 * @param src as mcast_join_source_group
 * @param srclen as mcast_join_source_group
 * @param grp as mcast_join
 * @param grplen as mcast_join
 * @returns as mcast_leave
 * @throws as mcast_join
 */
export function mcast_leave_source_group(
  sockfd: number,
  src: Address,
  srclen: number,
  grp: Address,
  grplen: number,
): number {
  return changeSource("mcast_leave_source_group", MCAST_LEAVE_SOURCE_GROUP, [sockfd, src, srclen, grp, grplen]);
}

/**
 * Keeps out what one host sends to a group that the socket has joined.
 *
 * @param sockfd the socket
 * @param src as mcast_join_source_group
 * @param srclen as mcast_join_source_group
 * @param grp as mcast_join
 * @param grplen as mcast_join
 * @returns 0; -1 as mcast_leave
 * @throws as mcast_join
 */
export function mcast_block_source(sockfd: number, src: Address, srclen: number, grp: Address, grplen: number): number {
  return changeSource("mcast_block_source", MCAST_BLOCK_SOURCE, [sockfd, src, srclen, grp, grplen]);
}

/**
 * Lets in again what mcast_block_source kept out.
 *
 * @param sockfd the socket
 * @param src as mcast_join_source_group
 * @param srclen as mcast_join_source_group
 * @param grp as mcast_join
 * @param grplen as mcast_join
 * @returns 0; -1 as mcast_leave
 * @throws as mcast_join
 */
export function mcast_unblock_source(
  sockfd: number,
  src: Address,
  srclen: number,
  grp: Address,
  grplen: number,
): number {
  return changeSource("mcast_unblock_source", MCAST_UNBLOCK_SOURCE, [sockfd, src, srclen, grp, grplen]);
}

/** An option by the socket's family. */
interface Options {
  readonly ipv4: typeof IP_MULTICAST_TTL;
  readonly ipv6: typeof IPV6_MULTICAST_HOPS;
}

const LOOP: Options = { ipv4: IP_MULTICAST_LOOP, ipv6: IPV6_MULTICAST_LOOP };
const TTL: Options = { ipv4: IP_MULTICAST_TTL, ipv6: IPV6_MULTICAST_HOPS };

/** The level of a socket's options, and which of two is its family's; null with the error. */
function optionOf(sockfd: number, { ipv4, ipv6 }: Options): [level: number, option: typeof ipv4] | null {
  const family = sockfd_to_family(sockfd);
  const level = family === -1 ? -1 : family_to_level(family);
  return level === -1 ? null : [level, family === AF_INET ? ipv4 : ipv6];
}

function setOption(sockfd: number, options: Options, value: number): number {
  const option = optionOf(sockfd, options);
  const optval = new int(value);
  return option === null ? -1 : setsockopt(sockfd, ...option, optval, sizeof(optval));
}

function getOption(sockfd: number, options: Options): number {
  const option = optionOf(sockfd, options);
  const optval = new int();
  if (option === null || getsockopt(sockfd, ...option, optval, new socklen_t(sizeof(optval))) === -1) return -1;
  return optval.value;
}

/**
 * Says whether this machine, too, gets what the socket sends to groups.
 *
 * @param sockfd the socket
 * @param onoff 1 or 0
 * @returns 0; -1 with EBADF, EAFNOSUPPORT
 */
export function mcast_set_loop(sockfd: number, onoff: number): number {
  return setOption(sockfd, LOOP, checkInteger("mcast_set_loop", "onoff", onoff));
}

/**
 * Tells what mcast_set_loop has said.
 *
 * @param sockfd the socket
 * @returns 1 or 0; -1 as mcast_set_loop
 */
export function mcast_get_loop(sockfd: number): number {
  return getOption(sockfd, LOOP);
}

/**
 * Says how many routers what the socket sends to groups may pass.
 *
 * @param sockfd the socket
 * @param ttl how many and one more, at most 255; 0 stays on this machine
 * @returns 0; -1 with EBADF, EAFNOSUPPORT, EINVAL
 */
export function mcast_set_ttl(sockfd: number, ttl: number): number {
  return setOption(sockfd, TTL, checkInteger("mcast_set_ttl", "ttl", ttl));
}

/**
 * Tells what mcast_set_ttl has said: 1 if it has not been called.
 *
 * @param sockfd the socket
 * @returns the number; -1 with EBADF, EAFNOSUPPORT
 */
export function mcast_get_ttl(sockfd: number): number {
  return getOption(sockfd, TTL);
}

/** The IPv4 address of an interface; null with the error. */
function addressOf(sockfd: number, ifindex: number): in_addr | null {
  const ifr_name = if_indextoname(ifindex, null);
  if (ifr_name === null) return null;
  const ifr = new ifreq({ ifr_name });
  return ioctl(sockfd, SIOCGIFADDR, ifr) === -1 ? null : cast(sockaddr_in, ifr.ifr_addr).sin_addr;
}

/**
 * Says over which interface the socket sends to groups.
 *
 * @param sockfd the socket
 * @param ifname as mcast_join
 * @param ifindex as mcast_join; where neither names one, the kernel chooses
 * @returns 0; -1 with ENXIO, EADDRNOTAVAIL (an interface without an IPv4 address), EBADF, EAFNOSUPPORT
 */
export function mcast_set_if(sockfd: number, ifname: Text | null, ifindex: number): number {
  const family = sockfd_to_family(sockfd);
  const index = interfaceOf("mcast_set_if", ifname, ifindex);
  if (family === -1 || index === -1 || family_to_level(family) === -1) return -1;
  if (family !== AF_INET) return setsockopt(sockfd, IPPROTO_IPV6, IPV6_MULTICAST_IF, new int(index), sizeof(int));
  const address = index === 0 ? new in_addr() : addressOf(sockfd, index);
  return address === null ? -1 : setsockopt(sockfd, IPPROTO_IP, IP_MULTICAST_IF, address, sizeof(address));
}

/** The index of the interface that has an IPv4 address; -1 with ENXIO. */
function interfaceWith(address: in_addr): number {
  const list = new ptr<ifaddrs>();
  if (getifaddrs(list) === -1) return -1;
  let name: string | null = null;
  for (let ifa = list.value; ifa !== null && name === null; ifa = ifa.ifa_next) {
    const { ifa_addr } = ifa;
    if (ifa_addr?.sa_family !== AF_INET) continue;
    if (cast(sockaddr_in, ifa_addr).sin_addr.s_addr === address.s_addr) name = ifa.ifa_name;
  }
  freeifaddrs(list.value);
  return indexOf(name ?? "");
}

/**
 * Tells what mcast_set_if has said.
 *
 * @param sockfd the socket
 * @returns the interface's index, 0 for none; -1 with EBADF, EAFNOSUPPORT, ENXIO (the interface is gone)
 */
export function mcast_get_if(sockfd: number): number {
  const family = sockfd_to_family(sockfd);
  if (family === -1 || family_to_level(family) === -1) return -1;
  const index = new int();
  const address = new in_addr();
  const len = new socklen_t(sizeof(index));
  if (family !== AF_INET) {
    return getsockopt(sockfd, IPPROTO_IPV6, IPV6_MULTICAST_IF, index, len) === -1 ? -1 : index.value;
  }
  if (getsockopt(sockfd, IPPROTO_IP, IP_MULTICAST_IF, address, len) === -1) return -1;
  return address.s_addr === 0 ? 0 : interfaceWith(address);
}

/** The functions above, but throwing a SystemError where they fail. */
export const {
  Mcast_block_source,
  Mcast_get_if,
  Mcast_get_loop,
  Mcast_get_ttl,
  Mcast_join,
  Mcast_join_source_group,
  Mcast_leave,
  Mcast_leave_source_group,
  Mcast_set_if,
  Mcast_set_loop,
  Mcast_set_ttl,
  Mcast_unblock_source,
} = wrapped(
  {
    mcast_block_source,
    mcast_get_if,
    mcast_get_loop,
    mcast_get_ttl,
    mcast_join,
    mcast_join_source_group,
    mcast_leave,
    mcast_leave_source_group,
    mcast_set_if,
    mcast_set_loop,
    mcast_set_ttl,
    mcast_unblock_source,
  },
  {},
);
