// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { Option } from "../../memory/option.ts";
import type { be16, be32, either16 } from "../../netinet/in.ts";

const { constants } = native;

export const ICMP6_DST_UNREACH = constants.ICMP6_DST_UNREACH;
export const ICMP6_DST_UNREACH_NOPORT = constants.ICMP6_DST_UNREACH_NOPORT;
export const ICMP6_TIME_EXCEEDED = constants.ICMP6_TIME_EXCEEDED;
export const ICMP6_DST_UNREACH_ADDR = constants.ICMP6_DST_UNREACH_ADDR;
export const ICMP6_DST_UNREACH_ADMIN = constants.ICMP6_DST_UNREACH_ADMIN;
export const ICMP6_DST_UNREACH_NOROUTE = constants.ICMP6_DST_UNREACH_NOROUTE;
export const ICMP6_ECHO_REPLY = constants.ICMP6_ECHO_REPLY;
export const ICMP6_ECHO_REQUEST = constants.ICMP6_ECHO_REQUEST;
export const ICMP6_PACKET_TOO_BIG = constants.ICMP6_PACKET_TOO_BIG;
export const ICMP6_TIME_EXCEED_TRANSIT = constants.ICMP6_TIME_EXCEED_TRANSIT;
export const ICMP6_DST_UNREACH_BEYONDSCOPE = constants.ICMP6_DST_UNREACH_BEYONDSCOPE;
export const ICMP6_TIME_EXCEED_REASSEMBLY = constants.ICMP6_TIME_EXCEED_REASSEMBLY;
export const ICMP6_PARAM_PROB = constants.ICMP6_PARAM_PROB;
export const ICMP6_PARAMPROB_HEADER = constants.ICMP6_PARAMPROB_HEADER;
export const ICMP6_PARAMPROB_NEXTHEADER = constants.ICMP6_PARAMPROB_NEXTHEADER;
export const ICMP6_PARAMPROB_OPTION = constants.ICMP6_PARAMPROB_OPTION;
export const ICMP6_INFOMSG_MASK = constants.ICMP6_INFOMSG_MASK;
export const MLD_LISTENER_QUERY = constants.MLD_LISTENER_QUERY;
export const MLD_LISTENER_REPORT = constants.MLD_LISTENER_REPORT;
export const MLD_LISTENER_REDUCTION = constants.MLD_LISTENER_REDUCTION;
export const ND_ROUTER_SOLICIT = constants.ND_ROUTER_SOLICIT;
export const ND_ROUTER_ADVERT = constants.ND_ROUTER_ADVERT;
export const ND_NEIGHBOR_SOLICIT = constants.ND_NEIGHBOR_SOLICIT;
export const ND_NEIGHBOR_ADVERT = constants.ND_NEIGHBOR_ADVERT;
export const ND_REDIRECT = constants.ND_REDIRECT;
export const ICMP6_FILTER = constants.ICMP6_FILTER as Option<icmp6_filter>;
export const ICMP6_FILTER_BLOCK = constants.ICMP6_FILTER_BLOCK;
export const ICMP6_FILTER_PASS = constants.ICMP6_FILTER_PASS;
export const ICMP6_FILTER_BLOCKOTHERS = constants.ICMP6_FILTER_BLOCKOTHERS;
export const ICMP6_FILTER_PASSONLY = constants.ICMP6_FILTER_PASSONLY;

export interface icmp6_hdr extends Struct<"icmp6_hdr"> {
  icmp6_type: number;
  icmp6_code: number;
  get icmp6_cksum(): either16;
  set icmp6_cksum(value: number);
  get icmp6_data8(): Buffer;
  set icmp6_data8(value: string | Uint8Array);
  get icmp6_pptr(): be32;
  set icmp6_pptr(value: be32 | 0);
  get icmp6_mtu(): be32;
  set icmp6_mtu(value: be32 | 0);
  get icmp6_id(): either16;
  set icmp6_id(value: number);
  get icmp6_seq(): either16;
  set icmp6_seq(value: number);
  get icmp6_maxdelay(): be16;
  set icmp6_maxdelay(value: be16 | 0);
}
export const icmp6_hdr = struct<icmp6_hdr>("icmp6_hdr");

export interface icmp6_filter extends Struct<"icmp6_filter"> {
  icmp6_filt: Uint32Array;
}
export const icmp6_filter = struct<icmp6_filter>("icmp6_filter");
