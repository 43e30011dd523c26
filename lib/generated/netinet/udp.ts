// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { int } from "../memory/scalars.ts";
import type { Option } from "../../memory/option.ts";
import type { be16, either16, in_port_t } from "../../netinet/in.ts";

const { constants } = native;

export const UDP_CORK = constants.UDP_CORK as Option<int>;
export const UDP_GRO = constants.UDP_GRO as Option<int>;
export const UDP_SEGMENT = constants.UDP_SEGMENT as Option<int>;
export const SOL_UDP = constants.SOL_UDP;
export const UDP_ENCAP = constants.UDP_ENCAP as Option<int>;
export const UDP_NO_CHECK6_TX = constants.UDP_NO_CHECK6_TX as Option<int>;
export const UDP_NO_CHECK6_RX = constants.UDP_NO_CHECK6_RX as Option<int>;

export interface udphdr extends Struct<"udphdr"> {
  get uh_sport(): in_port_t;
  set uh_sport(value: in_port_t | 0);
  get uh_dport(): in_port_t;
  set uh_dport(value: in_port_t | 0);
  get uh_ulen(): be16;
  set uh_ulen(value: be16 | 0);
  get uh_sum(): either16;
  set uh_sum(value: number);
  get source(): in_port_t;
  set source(value: in_port_t | 0);
  get dest(): in_port_t;
  set dest(value: in_port_t | 0);
  get len(): be16;
  set len(value: be16 | 0);
  get check(): either16;
  set check(value: number);
}
export const udphdr = struct<udphdr>("udphdr");
