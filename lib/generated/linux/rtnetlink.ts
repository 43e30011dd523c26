// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const RTM_NEWLINK = constants.RTM_NEWLINK;
export const RTM_DELLINK = constants.RTM_DELLINK;
export const RTM_GETLINK = constants.RTM_GETLINK;
export const RTM_SETLINK = constants.RTM_SETLINK;
export const RTM_NEWADDR = constants.RTM_NEWADDR;
export const RTM_DELADDR = constants.RTM_DELADDR;
export const RTM_GETADDR = constants.RTM_GETADDR;
export const RTM_NEWROUTE = constants.RTM_NEWROUTE;
export const RTM_DELROUTE = constants.RTM_DELROUTE;
export const RTM_GETROUTE = constants.RTM_GETROUTE;
export const RTM_NEWNEIGH = constants.RTM_NEWNEIGH;
export const RTM_DELNEIGH = constants.RTM_DELNEIGH;
export const RTM_GETNEIGH = constants.RTM_GETNEIGH;
export const RTM_NEWRULE = constants.RTM_NEWRULE;
export const RTM_DELRULE = constants.RTM_DELRULE;
export const RTM_GETRULE = constants.RTM_GETRULE;
export const RTA_ALIGNTO = constants.RTA_ALIGNTO;
export const RTMGRP_LINK = constants.RTMGRP_LINK;
export const RTMGRP_NOTIFY = constants.RTMGRP_NOTIFY;
export const RTMGRP_NEIGH = constants.RTMGRP_NEIGH;
export const RTMGRP_TC = constants.RTMGRP_TC;
export const RTMGRP_IPV4_IFADDR = constants.RTMGRP_IPV4_IFADDR;
export const RTMGRP_IPV4_MROUTE = constants.RTMGRP_IPV4_MROUTE;
export const RTMGRP_IPV4_ROUTE = constants.RTMGRP_IPV4_ROUTE;
export const RTMGRP_IPV4_RULE = constants.RTMGRP_IPV4_RULE;
export const RTMGRP_IPV6_IFADDR = constants.RTMGRP_IPV6_IFADDR;
export const RTMGRP_IPV6_MROUTE = constants.RTMGRP_IPV6_MROUTE;
export const RTMGRP_IPV6_ROUTE = constants.RTMGRP_IPV6_ROUTE;
export const RTMGRP_IPV6_IFINFO = constants.RTMGRP_IPV6_IFINFO;
export const RTMGRP_IPV6_PREFIX = constants.RTMGRP_IPV6_PREFIX;
export const RTPROT_KERNEL = constants.RTPROT_KERNEL;
export const RTPROT_BOOT = constants.RTPROT_BOOT;
export const RTPROT_STATIC = constants.RTPROT_STATIC;
export const RTA_UNSPEC = constants.RTA_UNSPEC;
export const RTA_DST = constants.RTA_DST;
export const RTA_SRC = constants.RTA_SRC;
export const RTA_IIF = constants.RTA_IIF;
export const RTA_OIF = constants.RTA_OIF;
export const RTA_GATEWAY = constants.RTA_GATEWAY;
export const RTA_PRIORITY = constants.RTA_PRIORITY;
export const RTA_PREFSRC = constants.RTA_PREFSRC;
export const RTA_METRICS = constants.RTA_METRICS;
export const RTA_TABLE = constants.RTA_TABLE;
export const RTN_UNSPEC = constants.RTN_UNSPEC;
export const RTN_UNICAST = constants.RTN_UNICAST;
export const RTN_LOCAL = constants.RTN_LOCAL;
export const RTN_BROADCAST = constants.RTN_BROADCAST;
export const RTN_ANYCAST = constants.RTN_ANYCAST;
export const RTN_MULTICAST = constants.RTN_MULTICAST;
export const RTN_BLACKHOLE = constants.RTN_BLACKHOLE;
export const RTN_UNREACHABLE = constants.RTN_UNREACHABLE;
export const RT_SCOPE_UNIVERSE = constants.RT_SCOPE_UNIVERSE;
export const RT_SCOPE_SITE = constants.RT_SCOPE_SITE;
export const RT_SCOPE_LINK = constants.RT_SCOPE_LINK;
export const RT_SCOPE_HOST = constants.RT_SCOPE_HOST;
export const RT_SCOPE_NOWHERE = constants.RT_SCOPE_NOWHERE;
export const RT_TABLE_UNSPEC = constants.RT_TABLE_UNSPEC;
export const RT_TABLE_DEFAULT = constants.RT_TABLE_DEFAULT;
export const RT_TABLE_MAIN = constants.RT_TABLE_MAIN;
export const RT_TABLE_LOCAL = constants.RT_TABLE_LOCAL;

export interface rtattr extends Struct<"rtattr"> {
  rta_len: number;
  rta_type: number;
}
export const rtattr = struct<rtattr>("rtattr");

export interface rtgenmsg extends Struct<"rtgenmsg"> {
  rtgen_family: number;
}
export const rtgenmsg = struct<rtgenmsg>("rtgenmsg");

export interface ifinfomsg extends Struct<"ifinfomsg"> {
  ifi_family: number;
  ifi_type: number;
  ifi_index: number;
  ifi_flags: number;
  ifi_change: number;
}
export const ifinfomsg = struct<ifinfomsg>("ifinfomsg");

export interface rtmsg extends Struct<"rtmsg"> {
  rtm_family: number;
  rtm_dst_len: number;
  rtm_src_len: number;
  rtm_tos: number;
  rtm_table: number;
  rtm_protocol: number;
  rtm_scope: number;
  rtm_type: number;
  rtm_flags: number;
}
export const rtmsg = struct<rtmsg>("rtmsg");
