// Written by npm run generate.

import { native } from "../../native.ts";
import { scalar, struct, type Struct } from "../../memory/struct.ts";
import type { iovec } from "./uio.ts";
import type { so_timestamping } from "../linux/net_tstamp.ts";
import type { sock_filter, sock_fprog } from "../linux/filter.ts";
import type { timeval } from "./time.ts";
import type { int, uint64_t } from "../memory/scalars.ts";
import type { Memory } from "../../memory/access.ts";
import type { StructArray } from "../../memory/array.ts";
import type { Option } from "../../memory/option.ts";
import type { sockaddr_any } from "../../sys/socket.ts";

const { constants } = native;

export const AF_INET = constants.AF_INET;
export const AF_UNSPEC = constants.AF_UNSPEC;
export const AF_INET6 = constants.AF_INET6;
export const AF_UNIX = constants.AF_UNIX;
export const AF_LOCAL = constants.AF_LOCAL;
export const MSG_OOB = constants.MSG_OOB;
export const MSG_PEEK = constants.MSG_PEEK;
export const MSG_CTRUNC = constants.MSG_CTRUNC;
export const MSG_TRUNC = constants.MSG_TRUNC;
export const MSG_EOR = constants.MSG_EOR;
export const MSG_DONTWAIT = constants.MSG_DONTWAIT;
export const MSG_WAITALL = constants.MSG_WAITALL;
export const MSG_DONTROUTE = constants.MSG_DONTROUTE;
export const PF_INET = constants.PF_INET;
export const PF_INET6 = constants.PF_INET6;
export const PF_UNIX = constants.PF_UNIX;
export const PF_UNSPEC = constants.PF_UNSPEC;
export const PF_LOCAL = constants.PF_LOCAL;
export const SCM_RIGHTS = constants.SCM_RIGHTS;
export const SCM_TIMESTAMP = constants.SCM_TIMESTAMP;
export const SHUT_WR = constants.SHUT_WR;
export const SHUT_RD = constants.SHUT_RD;
export const SHUT_RDWR = constants.SHUT_RDWR;
export const SO_REUSEADDR = constants.SO_REUSEADDR as Option<int>;
export const SO_BROADCAST = constants.SO_BROADCAST as Option<int>;
export const SO_RCVBUF = constants.SO_RCVBUF as Option<int>;
export const SO_SNDBUF = constants.SO_SNDBUF as Option<int>;
export const SO_LINGER = constants.SO_LINGER as Option<linger>;
export const SO_ERROR = constants.SO_ERROR as Option<int>;
export const SO_OOBINLINE = constants.SO_OOBINLINE as Option<int>;
export const SO_RCVTIMEO = constants.SO_RCVTIMEO as Option<timeval>;
export const SO_DEBUG = constants.SO_DEBUG as Option<int>;
export const SO_DONTROUTE = constants.SO_DONTROUTE as Option<int>;
export const SO_KEEPALIVE = constants.SO_KEEPALIVE as Option<int>;
export const SO_RCVLOWAT = constants.SO_RCVLOWAT as Option<int>;
export const SO_REUSEPORT = constants.SO_REUSEPORT as Option<int>;
export const SO_SNDLOWAT = constants.SO_SNDLOWAT as Option<int>;
export const SO_SNDTIMEO = constants.SO_SNDTIMEO as Option<timeval>;
export const SO_TYPE = constants.SO_TYPE as Option<int>;
export const SO_ACCEPTCONN = constants.SO_ACCEPTCONN as Option<int>;
export const SO_TIMESTAMP = constants.SO_TIMESTAMP as Option<int>;
export const SOCK_STREAM = constants.SOCK_STREAM;
export const SOCK_DGRAM = constants.SOCK_DGRAM;
export const SOCK_RAW = constants.SOCK_RAW;
export const SOCK_SEQPACKET = constants.SOCK_SEQPACKET;
export const SOCK_RDM = constants.SOCK_RDM;
export const SOL_SOCKET = constants.SOL_SOCKET;
export const SOMAXCONN = constants.SOMAXCONN;
export const AF_NETLINK = constants.AF_NETLINK;
export const AF_PACKET = constants.AF_PACKET;
export const AF_VSOCK = constants.AF_VSOCK;
export const AF_BLUETOOTH = constants.AF_BLUETOOTH;
export const AF_CAN = constants.AF_CAN;
export const AF_TIPC = constants.AF_TIPC;
export const AF_ALG = constants.AF_ALG;
export const AF_KEY = constants.AF_KEY;
export const AF_XDP = constants.AF_XDP;
export const AF_AX25 = constants.AF_AX25;
export const AF_IPX = constants.AF_IPX;
export const AF_APPLETALK = constants.AF_APPLETALK;
export const AF_X25 = constants.AF_X25;
export const AF_ROUTE = constants.AF_ROUTE;
export const MSG_CMSG_CLOEXEC = constants.MSG_CMSG_CLOEXEC;
export const MSG_CONFIRM = constants.MSG_CONFIRM;
export const MSG_ERRQUEUE = constants.MSG_ERRQUEUE;
export const MSG_MORE = constants.MSG_MORE;
export const MSG_NOSIGNAL = constants.MSG_NOSIGNAL;
export const MSG_WAITFORONE = constants.MSG_WAITFORONE;
export const MSG_FASTOPEN = constants.MSG_FASTOPEN;
export const MSG_FIN = constants.MSG_FIN;
export const MSG_SYN = constants.MSG_SYN;
export const MSG_RST = constants.MSG_RST;
export const MSG_PROXY = constants.MSG_PROXY;
export const MSG_BATCH = constants.MSG_BATCH;
export const MSG_ZEROCOPY = constants.MSG_ZEROCOPY;
export const PF_NETLINK = constants.PF_NETLINK;
export const PF_PACKET = constants.PF_PACKET;
export const PF_VSOCK = constants.PF_VSOCK;
export const PF_KEY = constants.PF_KEY;
export const SCM_CREDENTIALS = constants.SCM_CREDENTIALS;
export const SCM_TIMESTAMPNS = constants.SCM_TIMESTAMPNS;
export const SCM_TIMESTAMPING = constants.SCM_TIMESTAMPING;
export const SO_PASSCRED = constants.SO_PASSCRED as Option<int>;
export const SO_PEERCRED = constants.SO_PEERCRED as Option<ucred>;
export const SO_ATTACH_FILTER = constants.SO_ATTACH_FILTER as Option<sock_fprog>;
export const SO_ATTACH_REUSEPORT_CBPF = constants.SO_ATTACH_REUSEPORT_CBPF as Option<sock_fprog>;
export const SO_BINDTODEVICE = constants.SO_BINDTODEVICE as Option<string>;
export const SO_BUSY_POLL = constants.SO_BUSY_POLL as Option<int>;
export const SO_COOKIE = constants.SO_COOKIE as Option<uint64_t>;
export const SO_DETACH_FILTER = constants.SO_DETACH_FILTER as Option<int>;
export const SO_DOMAIN = constants.SO_DOMAIN as Option<int>;
export const SO_INCOMING_CPU = constants.SO_INCOMING_CPU as Option<int>;
export const SO_MARK = constants.SO_MARK as Option<int>;
export const SO_PEEK_OFF = constants.SO_PEEK_OFF as Option<int>;
export const SO_PEERGROUPS = constants.SO_PEERGROUPS as Option<Uint32Array>;
export const SO_PEERSEC = constants.SO_PEERSEC as Option<string>;
export const SO_PRIORITY = constants.SO_PRIORITY as Option<int>;
export const SO_PROTOCOL = constants.SO_PROTOCOL as Option<int>;
export const SO_RXQ_OVFL = constants.SO_RXQ_OVFL as Option<int>;
export const SO_TIMESTAMPING = constants.SO_TIMESTAMPING as Option<so_timestamping | int>;
export const SO_TIMESTAMPNS = constants.SO_TIMESTAMPNS as Option<int>;
export const SO_ZEROCOPY = constants.SO_ZEROCOPY as Option<int>;
export const SO_DETACH_BPF = constants.SO_DETACH_BPF as Option<int>;
export const SO_ATTACH_BPF = constants.SO_ATTACH_BPF as Option<int>;
export const SO_ATTACH_REUSEPORT_EBPF = constants.SO_ATTACH_REUSEPORT_EBPF as Option<int>;
export const SO_LOCK_FILTER = constants.SO_LOCK_FILTER as Option<int>;
export const SO_MAX_PACING_RATE = constants.SO_MAX_PACING_RATE as Option<int | uint64_t>;
export const SO_MEMINFO = constants.SO_MEMINFO as Option<Uint32Array>;
export const SO_INCOMING_NAPI_ID = constants.SO_INCOMING_NAPI_ID as Option<int>;
export const SO_NO_CHECK = constants.SO_NO_CHECK as Option<int>;
export const SO_NOFCS = constants.SO_NOFCS as Option<int>;
export const SO_PASSSEC = constants.SO_PASSSEC as Option<int>;
export const SO_PEERNAME = constants.SO_PEERNAME as Option<sockaddr_any>;
export const SO_SELECT_ERR_QUEUE = constants.SO_SELECT_ERR_QUEUE as Option<int>;
export const SO_SNDBUFFORCE = constants.SO_SNDBUFFORCE as Option<int>;
export const SO_RCVBUFFORCE = constants.SO_RCVBUFFORCE as Option<int>;
export const SO_TXTIME = constants.SO_TXTIME;
export const SO_WIFI_STATUS = constants.SO_WIFI_STATUS as Option<int>;
export const SO_BINDTOIFINDEX = constants.SO_BINDTOIFINDEX as Option<int>;
export const SO_PREFER_BUSY_POLL = constants.SO_PREFER_BUSY_POLL as Option<int>;
export const SO_BUSY_POLL_BUDGET = constants.SO_BUSY_POLL_BUDGET as Option<int>;
export const SO_NETNS_COOKIE = constants.SO_NETNS_COOKIE as Option<uint64_t>;
export const SO_RESERVE_MEM = constants.SO_RESERVE_MEM as Option<int>;
export const SO_TXREHASH = constants.SO_TXREHASH as Option<int>;
export const SO_BSDCOMPAT = constants.SO_BSDCOMPAT;
export const SO_CNX_ADVICE = constants.SO_CNX_ADVICE;
export const SO_BPF_EXTENSIONS = constants.SO_BPF_EXTENSIONS as Option<int>;
export const SO_GET_FILTER = constants.SO_GET_FILTER as Option<StructArray<sock_filter>>;
export const SO_TIMESTAMP_NEW = constants.SO_TIMESTAMP_NEW as Option<int>;
export const SO_TIMESTAMPNS_NEW = constants.SO_TIMESTAMPNS_NEW as Option<int>;
export const SO_TIMESTAMPING_NEW = constants.SO_TIMESTAMPING_NEW as Option<so_timestamping | int>;
export const SOCK_CLOEXEC = constants.SOCK_CLOEXEC;
export const SOCK_NONBLOCK = constants.SOCK_NONBLOCK;
export const SOCK_DCCP = constants.SOCK_DCCP;
export const SOCK_PACKET = constants.SOCK_PACKET;
export const SOL_RAW = constants.SOL_RAW;
export const SOL_PACKET = constants.SOL_PACKET;
export const SOL_NETLINK = constants.SOL_NETLINK;
export const SOL_IP = constants.SOL_IP;
export const SOL_IPV6 = constants.SOL_IPV6;
export const SOL_ICMPV6 = constants.SOL_ICMPV6;

export interface socklen_t extends Struct<"socklen_t"> {
  value: number;
}
export const socklen_t = scalar<socklen_t>("socklen_t");

export interface sockaddr extends Struct<"sockaddr"> {
  sa_family: number;
  get sa_data(): Buffer;
  set sa_data(value: string | Uint8Array);
}
export const sockaddr = struct<sockaddr>("sockaddr");

export interface sockaddr_storage extends Struct<"sockaddr_storage"> {
  ss_family: number;
}
export const sockaddr_storage = struct<sockaddr_storage>("sockaddr_storage");

export interface linger extends Struct<"linger"> {
  l_onoff: number;
  l_linger: number;
}
export const linger = struct<linger>("linger");

export interface ucred extends Struct<"ucred"> {
  pid: number;
  uid: number;
  gid: number;
}
export const ucred = struct<ucred>("ucred");

export interface cmsghdr extends Struct<"cmsghdr"> {
  cmsg_len: number;
  cmsg_level: number;
  cmsg_type: number;
}
export const cmsghdr = struct<cmsghdr>("cmsghdr");

export interface msghdr extends Struct<"msghdr"> {
  get msg_name(): Memory | null;
  set msg_name(value: Memory | null);
  msg_namelen: number;
  get msg_iov(): iovec | StructArray<iovec> | null;
  set msg_iov(value: iovec | StructArray<iovec> | null);
  msg_iovlen: number;
  get msg_control(): Memory | null;
  set msg_control(value: Memory | null);
  msg_controllen: number;
  msg_flags: number;
}
export const msghdr = struct<msghdr>("msghdr");

export interface mmsghdr extends Struct<"mmsghdr"> {
  get msg_hdr(): msghdr;
  set msg_hdr(value: msghdr);
  msg_len: number;
}
export const mmsghdr = struct<mmsghdr>("mmsghdr");
