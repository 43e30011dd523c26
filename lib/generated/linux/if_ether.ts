// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { be16 } from "../../netinet/in.ts";

const { constants } = native;

export const ETH_ALEN = constants.ETH_ALEN;
export const ETH_HLEN = constants.ETH_HLEN;
export const ETH_ZLEN = constants.ETH_ZLEN;
export const ETH_DATA_LEN = constants.ETH_DATA_LEN;
export const ETH_FRAME_LEN = constants.ETH_FRAME_LEN;
export const ETH_FCS_LEN = constants.ETH_FCS_LEN;
export const ETH_P_LOOP = constants.ETH_P_LOOP;
export const ETH_P_PUP = constants.ETH_P_PUP;
export const ETH_P_IP = constants.ETH_P_IP;
export const ETH_P_X25 = constants.ETH_P_X25;
export const ETH_P_ARP = constants.ETH_P_ARP;
export const ETH_P_RARP = constants.ETH_P_RARP;
export const ETH_P_ATALK = constants.ETH_P_ATALK;
export const ETH_P_AARP = constants.ETH_P_AARP;
export const ETH_P_8021Q = constants.ETH_P_8021Q;
export const ETH_P_IPX = constants.ETH_P_IPX;
export const ETH_P_IPV6 = constants.ETH_P_IPV6;
export const ETH_P_PAUSE = constants.ETH_P_PAUSE;
export const ETH_P_SLOW = constants.ETH_P_SLOW;
export const ETH_P_MPLS_UC = constants.ETH_P_MPLS_UC;
export const ETH_P_MPLS_MC = constants.ETH_P_MPLS_MC;
export const ETH_P_PPP_DISC = constants.ETH_P_PPP_DISC;
export const ETH_P_PPP_SES = constants.ETH_P_PPP_SES;
export const ETH_P_PAE = constants.ETH_P_PAE;
export const ETH_P_AOE = constants.ETH_P_AOE;
export const ETH_P_8021AD = constants.ETH_P_8021AD;
export const ETH_P_802_EX1 = constants.ETH_P_802_EX1;
export const ETH_P_TIPC = constants.ETH_P_TIPC;
export const ETH_P_LLDP = constants.ETH_P_LLDP;
export const ETH_P_MACSEC = constants.ETH_P_MACSEC;
export const ETH_P_1588 = constants.ETH_P_1588;
export const ETH_P_FCOE = constants.ETH_P_FCOE;
export const ETH_P_LOOPBACK = constants.ETH_P_LOOPBACK;
export const ETH_P_802_3_MIN = constants.ETH_P_802_3_MIN;
export const ETH_P_802_3 = constants.ETH_P_802_3;
export const ETH_P_ALL = constants.ETH_P_ALL;
export const ETH_P_802_2 = constants.ETH_P_802_2;
export const ETH_P_CAN = constants.ETH_P_CAN;

export interface ethhdr extends Struct<"ethhdr"> {
  get h_dest(): Buffer;
  set h_dest(value: string | Uint8Array);
  get h_source(): Buffer;
  set h_source(value: string | Uint8Array);
  get h_proto(): be16;
  set h_proto(value: be16 | 0);
}
export const ethhdr = struct<ethhdr>("ethhdr");
