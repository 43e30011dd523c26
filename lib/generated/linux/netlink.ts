// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { int } from "../memory/scalars.ts";
import type { Option } from "../../memory/option.ts";

const { constants } = native;

export const NETLINK_ROUTE = constants.NETLINK_ROUTE;
export const NETLINK_USERSOCK = constants.NETLINK_USERSOCK;
export const NETLINK_SOCK_DIAG = constants.NETLINK_SOCK_DIAG;
export const NETLINK_INET_DIAG = constants.NETLINK_INET_DIAG;
export const NETLINK_NFLOG = constants.NETLINK_NFLOG;
export const NETLINK_XFRM = constants.NETLINK_XFRM;
export const NETLINK_SELINUX = constants.NETLINK_SELINUX;
export const NETLINK_AUDIT = constants.NETLINK_AUDIT;
export const NETLINK_FIB_LOOKUP = constants.NETLINK_FIB_LOOKUP;
export const NETLINK_CONNECTOR = constants.NETLINK_CONNECTOR;
export const NETLINK_NETFILTER = constants.NETLINK_NETFILTER;
export const NETLINK_KOBJECT_UEVENT = constants.NETLINK_KOBJECT_UEVENT;
export const NETLINK_GENERIC = constants.NETLINK_GENERIC;
export const NETLINK_CRYPTO = constants.NETLINK_CRYPTO;
export const NLM_F_REQUEST = constants.NLM_F_REQUEST;
export const NLM_F_MULTI = constants.NLM_F_MULTI;
export const NLM_F_ACK = constants.NLM_F_ACK;
export const NLM_F_ECHO = constants.NLM_F_ECHO;
export const NLM_F_DUMP_INTR = constants.NLM_F_DUMP_INTR;
export const NLM_F_DUMP_FILTERED = constants.NLM_F_DUMP_FILTERED;
export const NLM_F_ROOT = constants.NLM_F_ROOT;
export const NLM_F_MATCH = constants.NLM_F_MATCH;
export const NLM_F_ATOMIC = constants.NLM_F_ATOMIC;
export const NLM_F_DUMP = constants.NLM_F_DUMP;
export const NLM_F_REPLACE = constants.NLM_F_REPLACE;
export const NLM_F_EXCL = constants.NLM_F_EXCL;
export const NLM_F_CREATE = constants.NLM_F_CREATE;
export const NLM_F_APPEND = constants.NLM_F_APPEND;
export const NLM_F_CAPPED = constants.NLM_F_CAPPED;
export const NLM_F_ACK_TLVS = constants.NLM_F_ACK_TLVS;
export const NLMSG_ALIGNTO = constants.NLMSG_ALIGNTO;
export const NLMSG_HDRLEN = constants.NLMSG_HDRLEN;
export const NLMSG_NOOP = constants.NLMSG_NOOP;
export const NLMSG_ERROR = constants.NLMSG_ERROR;
export const NLMSG_DONE = constants.NLMSG_DONE;
export const NLMSG_OVERRUN = constants.NLMSG_OVERRUN;
export const NLMSG_MIN_TYPE = constants.NLMSG_MIN_TYPE;
export const NLA_F_NESTED = constants.NLA_F_NESTED;
export const NLA_F_NET_BYTEORDER = constants.NLA_F_NET_BYTEORDER;
export const NLA_TYPE_MASK = constants.NLA_TYPE_MASK;
export const NLA_ALIGNTO = constants.NLA_ALIGNTO;
export const NLA_HDRLEN = constants.NLA_HDRLEN;
export const NLMSGERR_ATTR_MSG = constants.NLMSGERR_ATTR_MSG;
export const NLMSGERR_ATTR_OFFS = constants.NLMSGERR_ATTR_OFFS;
export const NETLINK_ADD_MEMBERSHIP = constants.NETLINK_ADD_MEMBERSHIP as Option<int>;
export const NETLINK_DROP_MEMBERSHIP = constants.NETLINK_DROP_MEMBERSHIP as Option<int>;
export const NETLINK_PKTINFO = constants.NETLINK_PKTINFO as Option<int>;
export const NETLINK_BROADCAST_ERROR = constants.NETLINK_BROADCAST_ERROR as Option<int>;
export const NETLINK_NO_ENOBUFS = constants.NETLINK_NO_ENOBUFS as Option<int>;
export const NETLINK_CAP_ACK = constants.NETLINK_CAP_ACK as Option<int>;
export const NETLINK_EXT_ACK = constants.NETLINK_EXT_ACK as Option<int>;
export const NETLINK_GET_STRICT_CHK = constants.NETLINK_GET_STRICT_CHK as Option<int>;

export interface sockaddr_nl extends Struct<"sockaddr_nl"> {
  nl_family: number;
  nl_pad: number;
  nl_pid: number;
  nl_groups: number;
}
export const sockaddr_nl = struct<sockaddr_nl>("sockaddr_nl");

export interface nlmsghdr extends Struct<"nlmsghdr"> {
  nlmsg_len: number;
  nlmsg_type: number;
  nlmsg_flags: number;
  nlmsg_seq: number;
  nlmsg_pid: number;
}
export const nlmsghdr = struct<nlmsghdr>("nlmsghdr");

export interface nlmsgerr extends Struct<"nlmsgerr"> {
  error: number;
  get msg(): nlmsghdr;
  set msg(value: nlmsghdr);
}
export const nlmsgerr = struct<nlmsgerr>("nlmsgerr");

export interface nlattr extends Struct<"nlattr"> {
  nla_len: number;
  nla_type: number;
}
export const nlattr = struct<nlattr>("nlattr");
