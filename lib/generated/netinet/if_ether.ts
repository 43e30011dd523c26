// Written by npm run generate.

import { struct, type Struct } from "../../memory/struct.ts";
import type { arphdr } from "../net/if_arp.ts";
import type { be16 } from "../../netinet/in.ts";

export interface ether_arp extends Struct<"ether_arp"> {
  get ea_hdr(): arphdr;
  set ea_hdr(value: arphdr);
  get arp_hrd(): be16;
  set arp_hrd(value: be16 | 0);
  get arp_pro(): be16;
  set arp_pro(value: be16 | 0);
  arp_hln: number;
  arp_pln: number;
  get arp_op(): be16;
  set arp_op(value: be16 | 0);
  get arp_sha(): Buffer;
  set arp_sha(value: string | Uint8Array);
  get arp_spa(): Buffer;
  set arp_spa(value: string | Uint8Array);
  get arp_tha(): Buffer;
  set arp_tha(value: string | Uint8Array);
  get arp_tpa(): Buffer;
  set arp_tpa(value: string | Uint8Array);
}
export const ether_arp = struct<ether_arp>("ether_arp");
