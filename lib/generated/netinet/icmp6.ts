// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { Option } from "../../memory/option.ts";

const { constants } = native;

export const ICMP6_FILTER = constants.ICMP6_FILTER as Option<icmp6_filter>;
export const ICMP6_FILTER_BLOCK = constants.ICMP6_FILTER_BLOCK;
export const ICMP6_FILTER_PASS = constants.ICMP6_FILTER_PASS;
export const ICMP6_FILTER_BLOCKOTHERS = constants.ICMP6_FILTER_BLOCKOTHERS;
export const ICMP6_FILTER_PASSONLY = constants.ICMP6_FILTER_PASSONLY;

export interface icmp6_filter extends Struct<"icmp6_filter"> {
  icmp6_filt: Uint32Array;
}
export const icmp6_filter = struct<icmp6_filter>("icmp6_filter");
