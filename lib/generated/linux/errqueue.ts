// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { timespec } from "../time.ts";
import type { Elements } from "../../memory/struct.ts";
import type { StructArray } from "../../memory/array.ts";

const { constants } = native;

export const SO_EE_ORIGIN_NONE = constants.SO_EE_ORIGIN_NONE;
export const SO_EE_ORIGIN_LOCAL = constants.SO_EE_ORIGIN_LOCAL;
export const SO_EE_ORIGIN_ICMP = constants.SO_EE_ORIGIN_ICMP;
export const SO_EE_ORIGIN_ICMP6 = constants.SO_EE_ORIGIN_ICMP6;
export const SO_EE_ORIGIN_TXSTATUS = constants.SO_EE_ORIGIN_TXSTATUS;
export const SO_EE_ORIGIN_ZEROCOPY = constants.SO_EE_ORIGIN_ZEROCOPY;
export const SO_EE_ORIGIN_TXTIME = constants.SO_EE_ORIGIN_TXTIME;
export const SO_EE_ORIGIN_TIMESTAMPING = constants.SO_EE_ORIGIN_TIMESTAMPING;
export const SO_EE_CODE_ZEROCOPY_COPIED = constants.SO_EE_CODE_ZEROCOPY_COPIED;
export const SCM_TSTAMP_SND = constants.SCM_TSTAMP_SND;
export const SCM_TSTAMP_SCHED = constants.SCM_TSTAMP_SCHED;
export const SCM_TSTAMP_ACK = constants.SCM_TSTAMP_ACK;

export interface sock_extended_err extends Struct<"sock_extended_err"> {
  ee_errno: number;
  ee_origin: number;
  ee_type: number;
  ee_code: number;
  ee_pad: number;
  ee_info: number;
  ee_data: number;
}
export const sock_extended_err = struct<sock_extended_err>("sock_extended_err");

export interface scm_timestamping extends Struct<"scm_timestamping"> {
  get ts(): StructArray<timespec>;
  set ts(value: Elements<timespec>);
}
export const scm_timestamping = struct<scm_timestamping>("scm_timestamping");
