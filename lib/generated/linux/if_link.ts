// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const IFLA_UNSPEC = constants.IFLA_UNSPEC;
export const IFLA_ADDRESS = constants.IFLA_ADDRESS;
export const IFLA_BROADCAST = constants.IFLA_BROADCAST;
export const IFLA_IFNAME = constants.IFLA_IFNAME;
export const IFLA_MTU = constants.IFLA_MTU;
export const IFLA_LINK = constants.IFLA_LINK;
export const IFLA_QDISC = constants.IFLA_QDISC;
export const IFLA_STATS = constants.IFLA_STATS;
export const IFLA_MASTER = constants.IFLA_MASTER;
export const IFLA_TXQLEN = constants.IFLA_TXQLEN;
export const IFLA_MAP = constants.IFLA_MAP;
export const IFLA_OPERSTATE = constants.IFLA_OPERSTATE;
export const IFLA_LINKMODE = constants.IFLA_LINKMODE;
export const IFLA_LINKINFO = constants.IFLA_LINKINFO;
export const IFLA_NET_NS_PID = constants.IFLA_NET_NS_PID;
export const IFLA_IFALIAS = constants.IFLA_IFALIAS;
export const IFLA_STATS64 = constants.IFLA_STATS64;
export const IFLA_AF_SPEC = constants.IFLA_AF_SPEC;
export const IFLA_GROUP = constants.IFLA_GROUP;
export const IFLA_NET_NS_FD = constants.IFLA_NET_NS_FD;
export const IFLA_EXT_MASK = constants.IFLA_EXT_MASK;
export const IFLA_PROMISCUITY = constants.IFLA_PROMISCUITY;
export const IFLA_NUM_TX_QUEUES = constants.IFLA_NUM_TX_QUEUES;
export const IFLA_NUM_RX_QUEUES = constants.IFLA_NUM_RX_QUEUES;
export const IFLA_CARRIER = constants.IFLA_CARRIER;
export const IFLA_LINK_NETNSID = constants.IFLA_LINK_NETNSID;
export const IFLA_INFO_KIND = constants.IFLA_INFO_KIND;
export const IFLA_INFO_DATA = constants.IFLA_INFO_DATA;

export interface rtnl_link_stats extends Struct<"rtnl_link_stats"> {
  rx_packets: number;
  tx_packets: number;
  rx_bytes: number;
  tx_bytes: number;
  rx_errors: number;
  tx_errors: number;
  rx_dropped: number;
  tx_dropped: number;
  multicast: number;
  collisions: number;
  rx_length_errors: number;
  rx_over_errors: number;
  rx_crc_errors: number;
  rx_frame_errors: number;
  rx_fifo_errors: number;
  rx_missed_errors: number;
  tx_aborted_errors: number;
  tx_carrier_errors: number;
  tx_fifo_errors: number;
  tx_heartbeat_errors: number;
  tx_window_errors: number;
  rx_compressed: number;
  tx_compressed: number;
}
export const rtnl_link_stats = struct<rtnl_link_stats>("rtnl_link_stats");

export interface rtnl_link_stats64 extends Struct<"rtnl_link_stats64"> {
  rx_packets: number;
  tx_packets: number;
  rx_bytes: number;
  tx_bytes: number;
  rx_errors: number;
  tx_errors: number;
  rx_dropped: number;
  tx_dropped: number;
  multicast: number;
  collisions: number;
  rx_length_errors: number;
  rx_over_errors: number;
  rx_crc_errors: number;
  rx_frame_errors: number;
  rx_fifo_errors: number;
  rx_missed_errors: number;
  tx_aborted_errors: number;
  tx_carrier_errors: number;
  tx_fifo_errors: number;
  tx_heartbeat_errors: number;
  tx_window_errors: number;
  rx_compressed: number;
  tx_compressed: number;
}
export const rtnl_link_stats64 = struct<rtnl_link_stats64>("rtnl_link_stats64");
