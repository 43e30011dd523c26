// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { Option } from "../../memory/option.ts";
import type { be16 } from "../../netinet/in.ts";

const { constants } = native;

export const PACKET_HOST = constants.PACKET_HOST;
export const PACKET_BROADCAST = constants.PACKET_BROADCAST;
export const PACKET_MULTICAST = constants.PACKET_MULTICAST;
export const PACKET_OTHERHOST = constants.PACKET_OTHERHOST;
export const PACKET_OUTGOING = constants.PACKET_OUTGOING;
export const PACKET_LOOPBACK = constants.PACKET_LOOPBACK;
export const PACKET_USER = constants.PACKET_USER;
export const PACKET_KERNEL = constants.PACKET_KERNEL;
export const PACKET_ADD_MEMBERSHIP = constants.PACKET_ADD_MEMBERSHIP as Option<packet_mreq>;
export const PACKET_DROP_MEMBERSHIP = constants.PACKET_DROP_MEMBERSHIP as Option<packet_mreq>;
export const PACKET_MR_MULTICAST = constants.PACKET_MR_MULTICAST;
export const PACKET_MR_PROMISC = constants.PACKET_MR_PROMISC;
export const PACKET_MR_ALLMULTI = constants.PACKET_MR_ALLMULTI;
export const PACKET_MR_UNICAST = constants.PACKET_MR_UNICAST;

export interface sockaddr_ll extends Struct<"sockaddr_ll"> {
  sll_family: number;
  get sll_protocol(): be16;
  set sll_protocol(value: be16 | 0);
  sll_ifindex: number;
  sll_hatype: number;
  sll_pkttype: number;
  sll_halen: number;
  get sll_addr(): Buffer;
  set sll_addr(value: string | Uint8Array);
}
export const sockaddr_ll = struct<sockaddr_ll>("sockaddr_ll");

export interface packet_mreq extends Struct<"packet_mreq"> {
  mr_ifindex: number;
  mr_type: number;
  mr_alen: number;
  get mr_address(): Buffer;
  set mr_address(value: string | Uint8Array);
}
export const packet_mreq = struct<packet_mreq>("packet_mreq");
