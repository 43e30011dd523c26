// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const IFA_UNSPEC = constants.IFA_UNSPEC;
export const IFA_ADDRESS = constants.IFA_ADDRESS;
export const IFA_LOCAL = constants.IFA_LOCAL;
export const IFA_LABEL = constants.IFA_LABEL;
export const IFA_BROADCAST = constants.IFA_BROADCAST;
export const IFA_ANYCAST = constants.IFA_ANYCAST;
export const IFA_CACHEINFO = constants.IFA_CACHEINFO;
export const IFA_MULTICAST = constants.IFA_MULTICAST;
export const IFA_FLAGS = constants.IFA_FLAGS;
export const IFA_F_SECONDARY = constants.IFA_F_SECONDARY;
export const IFA_F_TEMPORARY = constants.IFA_F_TEMPORARY;
export const IFA_F_NODAD = constants.IFA_F_NODAD;
export const IFA_F_OPTIMISTIC = constants.IFA_F_OPTIMISTIC;
export const IFA_F_DADFAILED = constants.IFA_F_DADFAILED;
export const IFA_F_HOMEADDRESS = constants.IFA_F_HOMEADDRESS;
export const IFA_F_DEPRECATED = constants.IFA_F_DEPRECATED;
export const IFA_F_TENTATIVE = constants.IFA_F_TENTATIVE;
export const IFA_F_PERMANENT = constants.IFA_F_PERMANENT;
export const IFA_F_MANAGETEMPADDR = constants.IFA_F_MANAGETEMPADDR;
export const IFA_F_NOPREFIXROUTE = constants.IFA_F_NOPREFIXROUTE;

export interface ifaddrmsg extends Struct<"ifaddrmsg"> {
  ifa_family: number;
  ifa_prefixlen: number;
  ifa_flags: number;
  ifa_scope: number;
  ifa_index: number;
}
export const ifaddrmsg = struct<ifaddrmsg>("ifaddrmsg");

export interface ifa_cacheinfo extends Struct<"ifa_cacheinfo"> {
  ifa_prefered: number;
  ifa_valid: number;
  cstamp: number;
  tstamp: number;
}
export const ifa_cacheinfo = struct<ifa_cacheinfo>("ifa_cacheinfo");
