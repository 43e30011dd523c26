/** The addresses of this machine and of its interfaces. */

import { ENXIO, errno, set_errno } from "../errno.ts";
import { freeifaddrs, getifaddrs, type ifaddrs } from "../ifaddrs.ts";
import { sockaddr_ll } from "../linux/if_packet.ts";
import { bytes, cast, int, ptr } from "../memory/index.ts";
import { headOf } from "../memory/struct.ts";
import { IFF_BROADCAST, IFF_POINTOPOINT, IFF_UP, if_nametoindex, ifreq } from "../net/if.ts";
import { gethostbyname, type hostent } from "../netdb.ts";
import { ioctl, SIOCGIFMTU } from "../sys/ioctl.ts";
import { AF_INET, AF_PACKET, sockaddr, SOCK_DGRAM, socket } from "../sys/socket.ts";
import { uname, utsname } from "../sys/utsname.ts";
import { close } from "../unistd.ts";
import { checkInteger, checkStruct, expected, isInstance } from "../check.ts";
import { wrapped } from "../wrappers.ts";

/**
 * Looks up the addresses of this machine: those that its own name has.
 *
 * @param addrtype becomes their family
 * @returns the addresses and null, as gethostbyname's h_addr_list; null where the name has none: h_errno tells
 */
export function my_addrs(addrtype: int): hostent["h_addr_list"] | null {
  checkStruct("my_addrs", "addrtype", int, addrtype);
  const name = new utsname();
  const host = uname(name) === -1 ? null : gethostbyname(name.nodename);
  if (host === null) return null;
  addrtype.value = host.h_addrtype;
  return host.h_addr_list;
}

/** How long the name of an interface is at most, with its NUL. */
export const IFI_NAME = 16;
/** How long a hardware address is at most. */
export const IFI_HADDR = 8;
/** In ifi_myflags: another address of the interface has come before. */
export const IFI_ALIAS = 1;

/** One address of an interface, in a list of all. */
export class ifi_info {
  /** The interface's name, */
  ifi_name = "";
  /** its index, */
  ifi_index = 0;
  /** and how long a packet may be, in bytes. */
  ifi_mtu = 0;
  /** The hardware address, of which there are `ifi_hlen` bytes. */
  ifi_haddr: Buffer = Buffer.alloc(IFI_HADDR);
  ifi_hlen = 0;
  /** IFF_UP, IFF_LOOPBACK, ... or-ed. */
  ifi_flags = 0;
  /** IFI_ALIAS, or 0. */
  ifi_myflags = 0;
  /** The address: `cast(sockaddr_in, ifi.ifi_addr)`. */
  ifi_addr: sockaddr | null = null;
  /** The broadcast address, or null. */
  ifi_brdaddr: sockaddr | null = null;
  /** The address of the other end, or null. */
  ifi_dstaddr: sockaddr | null = null;
  /** The next of the list, null at its end. */
  ifi_next: ifi_info | null = null;
}

/** A list of C's as an array. */
function entriesOf(list: ifaddrs | null): ifaddrs[] {
  const entries = [];
  for (let ifa = list; ifa !== null; ifa = ifa.ifa_next) entries.push(ifa);
  return entries;
}

/** An alias of old has a name with a colon: "eth0:1" is eth0. */
const interfaceName = ({ ifa_name }: ifaddrs): string => ifa_name.split(":")[0];

function mtuOf(sockfd: number, ifr_name: string): number {
  const ifr = new ifreq({ ifr_name });
  return ioctl(sockfd, SIOCGIFMTU, ifr) === -1 ? 0 : ifr.ifr_mtu;
}

/** An address of its own, which is there when the list that it is from has been freed. */
const copyOf = (address: sockaddr | null): sockaddr | null =>
  address === null ? null : headOf(sockaddr, Uint8Array.from(bytes(address)));

/** What is told of one address; `all` has the interfaces' hardware, too. */
function describe(ifa: ifaddrs, all: readonly ifaddrs[], sockfd: number, isAlias: boolean): ifi_info {
  const name = interfaceName(ifa);
  const { ifa_flags } = ifa;
  const info = new ifi_info();
  info.ifi_name = name;
  info.ifi_index = if_nametoindex(name);
  info.ifi_mtu = mtuOf(sockfd, name);
  info.ifi_flags = ifa_flags;
  info.ifi_myflags = isAlias ? IFI_ALIAS : 0;
  info.ifi_addr = copyOf(ifa.ifa_addr);
  info.ifi_brdaddr = (ifa_flags & IFF_BROADCAST) === 0 ? null : copyOf(ifa.ifa_broadaddr);
  info.ifi_dstaddr = (ifa_flags & IFF_POINTOPOINT) === 0 ? null : copyOf(ifa.ifa_dstaddr);
  const hardware = all.find(({ ifa_name, ifa_addr }) => ifa_name === name && ifa_addr?.sa_family === AF_PACKET);
  if (hardware === undefined) return info;
  const { sll_addr, sll_halen } = cast(sockaddr_ll, hardware.ifa_addr!);
  info.ifi_hlen = Math.min(sll_halen, IFI_HADDR);
  info.ifi_haddr.set(sll_addr.subarray(0, info.ifi_hlen));
  return info;
}

/**
 * Tells the addresses of the interfaces that are up.
 *
 * @param family AF_INET or AF_INET6
 * @param doaliases 0 for the first address of each interface, otherwise for all
 * @returns the first of a list, for free_ifi_info; null with ENXIO where there are none, or as getifaddrs and socket
 */
export function get_ifi_info(family: number, doaliases: number): ifi_info | null {
  checkInteger("get_ifi_info", "family", family);
  checkInteger("get_ifi_info", "doaliases", doaliases);
  const list = new ptr<ifaddrs>();
  if (getifaddrs(list) === -1) return null;
  const all = entriesOf(list.value);
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) return freeing(list.value, errno);
  const seen = new Set<string>();
  const infos = [];
  for (const ifa of all) {
    if ((ifa.ifa_flags & IFF_UP) === 0 || ifa.ifa_addr?.sa_family !== family) continue;
    const isAlias = seen.has(interfaceName(ifa));
    seen.add(interfaceName(ifa));
    if (!isAlias || doaliases !== 0) infos.push(describe(ifa, all, sockfd, isAlias));
  }
  close(sockfd);
  if (infos.length === 0) return freeing(list.value, ENXIO);
  freeifaddrs(list.value);
  for (let i = 1; i < infos.length; i++) infos[i - 1].ifi_next = infos[i];
  return infos[0];
}

function freeing(list: ifaddrs | null, error: number): null {
  freeifaddrs(list);
  set_errno(error);
  return null;
}

/**
 * Ends a list of get_ifi_info, which falls into its parts.
 *
 * @param ifihead the first of the list; null does nothing
 */
export function free_ifi_info(ifihead: ifi_info | null): void {
  for (let ifi = ifihead; ifi !== null;) {
    if (!isInstance(ifi_info, ifi)) throw expected("free_ifi_info", "ifihead", "an ifi_info or null", ifi);
    const { ifi_next }: ifi_info = ifi;
    ifi.ifi_next = null;
    ifi = ifi_next;
  }
}

/** get_ifi_info, which throws a SystemError where it fails. */
export const { Get_ifi_info } = wrapped({ get_ifi_info }, {});
