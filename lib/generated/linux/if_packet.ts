// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { Option } from "../../memory/option.ts";

const { constants } = native;

export const PACKET_ADD_MEMBERSHIP = constants.PACKET_ADD_MEMBERSHIP as Option<packet_mreq>;
export const PACKET_DROP_MEMBERSHIP = constants.PACKET_DROP_MEMBERSHIP as Option<packet_mreq>;
export const PACKET_MR_MULTICAST = constants.PACKET_MR_MULTICAST;
export const PACKET_MR_PROMISC = constants.PACKET_MR_PROMISC;
export const PACKET_MR_ALLMULTI = constants.PACKET_MR_ALLMULTI;
export const PACKET_MR_UNICAST = constants.PACKET_MR_UNICAST;

export interface packet_mreq extends Struct<"packet_mreq"> {
  mr_ifindex: number;
  mr_type: number;
  mr_alen: number;
  get mr_address(): Buffer;
  set mr_address(value: string | Uint8Array);
}
export const packet_mreq = struct<packet_mreq>("packet_mreq");
