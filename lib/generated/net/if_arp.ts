// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { sockaddr } from "../sys/socket.ts";
import type { be16 } from "../../netinet/in.ts";

const { constants } = native;

export const ARPOP_REQUEST = constants.ARPOP_REQUEST;
export const ARPOP_REPLY = constants.ARPOP_REPLY;
export const ARPOP_RREQUEST = constants.ARPOP_RREQUEST;
export const ARPOP_RREPLY = constants.ARPOP_RREPLY;
export const ARPHRD_ETHER = constants.ARPHRD_ETHER;
export const ARPHRD_LOOPBACK = constants.ARPHRD_LOOPBACK;
export const ARPHRD_NETROM = constants.ARPHRD_NETROM;
export const ARPHRD_PPP = constants.ARPHRD_PPP;
export const ARPHRD_TUNNEL = constants.ARPHRD_TUNNEL;
export const ARPHRD_TUNNEL6 = constants.ARPHRD_TUNNEL6;
export const ARPHRD_SIT = constants.ARPHRD_SIT;
export const ARPHRD_IPGRE = constants.ARPHRD_IPGRE;
export const ARPHRD_IEEE80211 = constants.ARPHRD_IEEE80211;
export const ARPHRD_VOID = constants.ARPHRD_VOID;
export const ARPHRD_NONE = constants.ARPHRD_NONE;
export const ATF_COM = constants.ATF_COM;
export const ATF_PERM = constants.ATF_PERM;
export const ATF_PUBL = constants.ATF_PUBL;
export const ATF_USETRAILERS = constants.ATF_USETRAILERS;
export const ATF_NETMASK = constants.ATF_NETMASK;
export const ATF_DONTPUB = constants.ATF_DONTPUB;

export interface arphdr extends Struct<"arphdr"> {
  get ar_hrd(): be16;
  set ar_hrd(value: be16 | 0);
  get ar_pro(): be16;
  set ar_pro(value: be16 | 0);
  ar_hln: number;
  ar_pln: number;
  get ar_op(): be16;
  set ar_op(value: be16 | 0);
}
export const arphdr = struct<arphdr>("arphdr");

export interface arpreq extends Struct<"arpreq"> {
  get arp_pa(): sockaddr;
  set arp_pa(value: sockaddr);
  get arp_ha(): sockaddr;
  set arp_ha(value: sockaddr);
  arp_flags: number;
  get arp_netmask(): sockaddr;
  set arp_netmask(value: sockaddr);
  get arp_dev(): Buffer;
  set arp_dev(value: string | Uint8Array);
}
export const arpreq = struct<arpreq>("arpreq");
