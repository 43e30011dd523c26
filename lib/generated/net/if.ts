// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { sockaddr } from "../sys/socket.ts";

const { constants } = native;

export const IFNAMSIZ = constants.IFNAMSIZ;
export const IF_NAMESIZE = constants.IF_NAMESIZE;
export const IFHWADDRLEN = constants.IFHWADDRLEN;
export const IFF_UP = constants.IFF_UP;
export const IFF_BROADCAST = constants.IFF_BROADCAST;
export const IFF_DEBUG = constants.IFF_DEBUG;
export const IFF_LOOPBACK = constants.IFF_LOOPBACK;
export const IFF_POINTOPOINT = constants.IFF_POINTOPOINT;
export const IFF_RUNNING = constants.IFF_RUNNING;
export const IFF_NOARP = constants.IFF_NOARP;
export const IFF_PROMISC = constants.IFF_PROMISC;
export const IFF_ALLMULTI = constants.IFF_ALLMULTI;
export const IFF_MULTICAST = constants.IFF_MULTICAST;
export const IFF_NOTRAILERS = constants.IFF_NOTRAILERS;
export const IFF_MASTER = constants.IFF_MASTER;
export const IFF_SLAVE = constants.IFF_SLAVE;
export const IFF_PORTSEL = constants.IFF_PORTSEL;
export const IFF_AUTOMEDIA = constants.IFF_AUTOMEDIA;
export const IFF_DYNAMIC = constants.IFF_DYNAMIC;

export interface ifmap extends Struct<"ifmap"> {
  mem_start: number;
  mem_end: number;
  base_addr: number;
  irq: number;
  dma: number;
  port: number;
}
export const ifmap = struct<ifmap>("ifmap");

export interface ifreq extends Struct<"ifreq"> {
  get ifr_name(): Buffer;
  set ifr_name(value: string | Uint8Array);
  get ifr_hwaddr(): sockaddr;
  set ifr_hwaddr(value: sockaddr);
  get ifr_addr(): sockaddr;
  set ifr_addr(value: sockaddr);
  get ifr_dstaddr(): sockaddr;
  set ifr_dstaddr(value: sockaddr);
  get ifr_broadaddr(): sockaddr;
  set ifr_broadaddr(value: sockaddr);
  get ifr_netmask(): sockaddr;
  set ifr_netmask(value: sockaddr);
  ifr_flags: number;
  ifr_metric: number;
  ifr_mtu: number;
  get ifr_map(): ifmap;
  set ifr_map(value: ifmap);
  get ifr_slave(): Buffer;
  set ifr_slave(value: string | Uint8Array);
  ifr_ifindex: number;
  ifr_bandwidth: number;
  ifr_qlen: number;
  get ifr_newname(): Buffer;
  set ifr_newname(value: string | Uint8Array);
}
export const ifreq = struct<ifreq>("ifreq");
