// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { be16 } from "../../netinet/in.ts";

const { constants } = native;

export const ETHERTYPE_IP = constants.ETHERTYPE_IP;
export const ETHERTYPE_PUP = constants.ETHERTYPE_PUP;
export const ETHERTYPE_ARP = constants.ETHERTYPE_ARP;
export const ETHERTYPE_REVARP = constants.ETHERTYPE_REVARP;
export const ETHERTYPE_VLAN = constants.ETHERTYPE_VLAN;
export const ETHERTYPE_IPV6 = constants.ETHERTYPE_IPV6;
export const ETHERTYPE_LOOPBACK = constants.ETHERTYPE_LOOPBACK;
export const ETHER_ADDR_LEN = constants.ETHER_ADDR_LEN;
export const ETHER_TYPE_LEN = constants.ETHER_TYPE_LEN;
export const ETHER_CRC_LEN = constants.ETHER_CRC_LEN;
export const ETHER_HDR_LEN = constants.ETHER_HDR_LEN;
export const ETHER_MIN_LEN = constants.ETHER_MIN_LEN;
export const ETHER_MAX_LEN = constants.ETHER_MAX_LEN;
export const ETHERMTU = constants.ETHERMTU;
export const ETHERMIN = constants.ETHERMIN;
export const ETHERTYPE_SPRITE = constants.ETHERTYPE_SPRITE;
export const ETHERTYPE_AT = constants.ETHERTYPE_AT;
export const ETHERTYPE_AARP = constants.ETHERTYPE_AARP;
export const ETHERTYPE_IPX = constants.ETHERTYPE_IPX;

export interface ether_addr extends Struct<"ether_addr"> {
  get ether_addr_octet(): Buffer;
  set ether_addr_octet(value: string | Uint8Array);
}
export const ether_addr = struct<ether_addr>("ether_addr");

export interface ether_header extends Struct<"ether_header"> {
  get ether_dhost(): Buffer;
  set ether_dhost(value: string | Uint8Array);
  get ether_shost(): Buffer;
  set ether_shost(value: string | Uint8Array);
  get ether_type(): be16;
  set ether_type(value: be16 | 0);
}
export const ether_header = struct<ether_header>("ether_header");
