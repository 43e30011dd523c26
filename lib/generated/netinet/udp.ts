// Written by npm run generate.

import { struct, type Struct } from "../../memory/struct.ts";
import type { be16, either16, in_port_t } from "../../netinet/in.ts";

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
