// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { in6_addr } from "./in.ts";
import type { be16, be32 } from "../../netinet/in.ts";

const { constants } = native;

export const IP6F_OFF_MASK = constants.IP6F_OFF_MASK;
export const IP6F_RESERVED_MASK = constants.IP6F_RESERVED_MASK;
export const IP6F_MORE_FRAG = constants.IP6F_MORE_FRAG;
export const IP6OPT_PAD1 = constants.IP6OPT_PAD1;
export const IP6OPT_PADN = constants.IP6OPT_PADN;
export const IP6OPT_JUMBO = constants.IP6OPT_JUMBO;
export const IP6OPT_ROUTER_ALERT = constants.IP6OPT_ROUTER_ALERT;

export interface ip6_hdr extends Struct<"ip6_hdr"> {
  ip6_vfc: number;
  get ip6_flow(): be32;
  set ip6_flow(value: be32 | 0);
  get ip6_plen(): be16;
  set ip6_plen(value: be16 | 0);
  ip6_nxt: number;
  ip6_hlim: number;
  ip6_hops: number;
  get ip6_src(): in6_addr;
  set ip6_src(value: in6_addr);
  get ip6_dst(): in6_addr;
  set ip6_dst(value: in6_addr);
}
export const ip6_hdr = struct<ip6_hdr>("ip6_hdr");

export interface ip6_ext extends Struct<"ip6_ext"> {
  ip6e_nxt: number;
  ip6e_len: number;
}
export const ip6_ext = struct<ip6_ext>("ip6_ext");

export interface ip6_frag extends Struct<"ip6_frag"> {
  ip6f_nxt: number;
  ip6f_reserved: number;
  get ip6f_offlg(): be16;
  set ip6f_offlg(value: be16 | 0);
  get ip6f_ident(): be32;
  set ip6f_ident(value: be32 | 0);
}
export const ip6_frag = struct<ip6_frag>("ip6_frag");
