// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { sockaddr_storage } from "../sys/socket.ts";
import type { int } from "../memory/scalars.ts";
import type { Elements } from "../../memory/struct.ts";
import type { StructArray } from "../../memory/array.ts";
import type { Option } from "../../memory/option.ts";
import type { be32, either32, in_addr_t, in_port_t } from "../../netinet/in.ts";

const { constants } = native;

export const INADDR_ANY = constants.INADDR_ANY as either32;
export const INADDR_BROADCAST = constants.INADDR_BROADCAST as either32;
export const INADDR_LOOPBACK = constants.INADDR_LOOPBACK;
export const INADDR_NONE = constants.INADDR_NONE as either32;
export const INET_ADDRSTRLEN = constants.INET_ADDRSTRLEN;
export const INET6_ADDRSTRLEN = constants.INET6_ADDRSTRLEN;
export const IP_ADD_MEMBERSHIP = constants.IP_ADD_MEMBERSHIP as Option<ip_mreq | ip_mreqn>;
export const IP_OPTIONS = constants.IP_OPTIONS as Option<Uint8Array>;
export const IP_TTL = constants.IP_TTL as Option<int>;
export const IP_TOS = constants.IP_TOS as Option<int>;
export const IP_MULTICAST_LOOP = constants.IP_MULTICAST_LOOP as Option<int>;
export const IP_MULTICAST_TTL = constants.IP_MULTICAST_TTL as Option<int>;
export const IP_DROP_MEMBERSHIP = constants.IP_DROP_MEMBERSHIP as Option<ip_mreq | ip_mreqn>;
export const IP_HDRINCL = constants.IP_HDRINCL as Option<int>;
export const IP_MULTICAST_IF = constants.IP_MULTICAST_IF as Option<in_addr | ip_mreq | ip_mreqn>;
export const IPPORT_RESERVED = constants.IPPORT_RESERVED;
export const IPPROTO_IP = constants.IPPROTO_IP;
export const IPPROTO_IPV6 = constants.IPPROTO_IPV6;
export const IPPROTO_TCP = constants.IPPROTO_TCP;
export const IPPROTO_ICMP = constants.IPPROTO_ICMP;
export const IPPROTO_ICMPV6 = constants.IPPROTO_ICMPV6;
export const IPPROTO_UDP = constants.IPPROTO_UDP;
export const IPPROTO_RAW = constants.IPPROTO_RAW;
export const IPPROTO_IGMP = constants.IPPROTO_IGMP;
export const IPV6_JOIN_GROUP = constants.IPV6_JOIN_GROUP as Option<ipv6_mreq>;
export const IPV6_UNICAST_HOPS = constants.IPV6_UNICAST_HOPS as Option<int>;
export const IPV6_HOPLIMIT = constants.IPV6_HOPLIMIT as Option<int>;
export const IPV6_MULTICAST_LOOP = constants.IPV6_MULTICAST_LOOP as Option<int>;
export const IPV6_RECVHOPLIMIT = constants.IPV6_RECVHOPLIMIT as Option<int>;
export const IPV6_RTHDR = constants.IPV6_RTHDR as Option<Uint8Array>;
export const IPV6_RTHDR_TYPE_0 = constants.IPV6_RTHDR_TYPE_0;
export const IPV6_V6ONLY = constants.IPV6_V6ONLY as Option<int>;
export const IPV6_CHECKSUM = constants.IPV6_CHECKSUM as Option<int>;
export const IPV6_LEAVE_GROUP = constants.IPV6_LEAVE_GROUP as Option<ipv6_mreq>;
export const IPV6_MULTICAST_HOPS = constants.IPV6_MULTICAST_HOPS as Option<int>;
export const IPV6_MULTICAST_IF = constants.IPV6_MULTICAST_IF as Option<int>;
export const IPV6_PKTINFO = constants.IPV6_PKTINFO as Option<in6_pktinfo>;
export const IPV6_RECVPKTINFO = constants.IPV6_RECVPKTINFO as Option<int>;
export const IPV6_RECVTCLASS = constants.IPV6_RECVTCLASS as Option<int>;
export const IPV6_TCLASS = constants.IPV6_TCLASS as Option<int>;
export const IN_CLASSA_NET = constants.IN_CLASSA_NET;
export const IN_CLASSA_NSHIFT = constants.IN_CLASSA_NSHIFT;
export const IN_CLASSA_HOST = constants.IN_CLASSA_HOST;
export const IN_CLASSA_MAX = constants.IN_CLASSA_MAX;
export const IN_CLASSB_NET = constants.IN_CLASSB_NET;
export const IN_CLASSB_NSHIFT = constants.IN_CLASSB_NSHIFT;
export const IN_CLASSB_HOST = constants.IN_CLASSB_HOST;
export const IN_CLASSB_MAX = constants.IN_CLASSB_MAX;
export const IN_CLASSC_NET = constants.IN_CLASSC_NET;
export const IN_CLASSC_NSHIFT = constants.IN_CLASSC_NSHIFT;
export const IN_CLASSC_HOST = constants.IN_CLASSC_HOST;
export const IN_LOOPBACKNET = constants.IN_LOOPBACKNET;
export const INADDR_UNSPEC_GROUP = constants.INADDR_UNSPEC_GROUP;
export const INADDR_ALLHOSTS_GROUP = constants.INADDR_ALLHOSTS_GROUP;
export const INADDR_ALLRTRS_GROUP = constants.INADDR_ALLRTRS_GROUP;
export const INADDR_MAX_LOCAL_GROUP = constants.INADDR_MAX_LOCAL_GROUP;
export const INADDR_DUMMY = constants.INADDR_DUMMY;
export const IP_ADD_SOURCE_MEMBERSHIP = constants.IP_ADD_SOURCE_MEMBERSHIP as Option<ip_mreq_source>;
export const IP_BIND_ADDRESS_NO_PORT = constants.IP_BIND_ADDRESS_NO_PORT as Option<int>;
export const IP_BLOCK_SOURCE = constants.IP_BLOCK_SOURCE as Option<ip_mreq_source>;
export const IP_DROP_SOURCE_MEMBERSHIP = constants.IP_DROP_SOURCE_MEMBERSHIP as Option<ip_mreq_source>;
export const IP_FREEBIND = constants.IP_FREEBIND as Option<int>;
export const IP_MTU = constants.IP_MTU as Option<int>;
export const IP_MTU_DISCOVER = constants.IP_MTU_DISCOVER as Option<int>;
export const IP_MULTICAST_ALL = constants.IP_MULTICAST_ALL as Option<int>;
export const IP_PKTINFO = constants.IP_PKTINFO as Option<int>;
export const IP_PMTUDISC_DO = constants.IP_PMTUDISC_DO;
export const IP_PMTUDISC_DONT = constants.IP_PMTUDISC_DONT;
export const IP_PMTUDISC_PROBE = constants.IP_PMTUDISC_PROBE;
export const IP_PMTUDISC_WANT = constants.IP_PMTUDISC_WANT;
export const IP_RECVERR = constants.IP_RECVERR as Option<int>;
export const IP_RECVORIGDSTADDR = constants.IP_RECVORIGDSTADDR as Option<int>;
export const IP_RECVTOS = constants.IP_RECVTOS as Option<int>;
export const IP_RECVTTL = constants.IP_RECVTTL as Option<int>;
export const IP_TRANSPARENT = constants.IP_TRANSPARENT as Option<int>;
export const IP_UNBLOCK_SOURCE = constants.IP_UNBLOCK_SOURCE as Option<ip_mreq_source>;
export const IP_RECVOPTS = constants.IP_RECVOPTS as Option<int>;
export const IP_RETOPTS = constants.IP_RETOPTS as Option<int>;
export const IP_PKTOPTIONS = constants.IP_PKTOPTIONS;
export const IP_MINTTL = constants.IP_MINTTL as Option<int>;
export const IP_NODEFRAG = constants.IP_NODEFRAG as Option<int>;
export const IP_CHECKSUM = constants.IP_CHECKSUM as Option<int>;
export const IP_PASSSEC = constants.IP_PASSSEC as Option<int>;
export const IP_ROUTER_ALERT = constants.IP_ROUTER_ALERT as Option<int>;
export const IP_UNICAST_IF = constants.IP_UNICAST_IF as Option<int>;
export const IP_ORIGDSTADDR = constants.IP_ORIGDSTADDR;
export const IP_RECVFRAGSIZE = constants.IP_RECVFRAGSIZE as Option<int>;
export const IP_RECVERR_RFC4884 = constants.IP_RECVERR_RFC4884 as Option<int>;
export const IP_PMTUDISC_INTERFACE = constants.IP_PMTUDISC_INTERFACE;
export const IP_PMTUDISC_OMIT = constants.IP_PMTUDISC_OMIT;
export const IP_XFRM_POLICY = constants.IP_XFRM_POLICY;
export const IP_IPSEC_POLICY = constants.IP_IPSEC_POLICY;
export const IP_DEFAULT_MULTICAST_TTL = constants.IP_DEFAULT_MULTICAST_TTL;
export const IP_DEFAULT_MULTICAST_LOOP = constants.IP_DEFAULT_MULTICAST_LOOP;
export const IP_MAX_MEMBERSHIPS = constants.IP_MAX_MEMBERSHIPS;
export const IP_MSFILTER = constants.IP_MSFILTER as Option<ip_msfilter>;
export const IPPORT_USERRESERVED = constants.IPPORT_USERRESERVED;
export const IPPORT_ECHO = constants.IPPORT_ECHO;
export const IPPORT_DISCARD = constants.IPPORT_DISCARD;
export const IPPORT_DAYTIME = constants.IPPORT_DAYTIME;
export const IPPORT_FTP = constants.IPPORT_FTP;
export const IPPORT_TELNET = constants.IPPORT_TELNET;
export const IPPORT_SMTP = constants.IPPORT_SMTP;
export const IPPROTO_HOPOPTS = constants.IPPROTO_HOPOPTS;
export const IPPROTO_IPIP = constants.IPPROTO_IPIP;
export const IPPROTO_EGP = constants.IPPROTO_EGP;
export const IPPROTO_PUP = constants.IPPROTO_PUP;
export const IPPROTO_IDP = constants.IPPROTO_IDP;
export const IPPROTO_DCCP = constants.IPPROTO_DCCP;
export const IPPROTO_ROUTING = constants.IPPROTO_ROUTING;
export const IPPROTO_FRAGMENT = constants.IPPROTO_FRAGMENT;
export const IPPROTO_RSVP = constants.IPPROTO_RSVP;
export const IPPROTO_GRE = constants.IPPROTO_GRE;
export const IPPROTO_ESP = constants.IPPROTO_ESP;
export const IPPROTO_AH = constants.IPPROTO_AH;
export const IPPROTO_NONE = constants.IPPROTO_NONE;
export const IPPROTO_DSTOPTS = constants.IPPROTO_DSTOPTS;
export const IPPROTO_MTP = constants.IPPROTO_MTP;
export const IPPROTO_ENCAP = constants.IPPROTO_ENCAP;
export const IPPROTO_PIM = constants.IPPROTO_PIM;
export const IPPROTO_COMP = constants.IPPROTO_COMP;
export const IPPROTO_SCTP = constants.IPPROTO_SCTP;
export const IPPROTO_UDPLITE = constants.IPPROTO_UDPLITE;
export const IPPROTO_MPLS = constants.IPPROTO_MPLS;
export const IPPROTO_ETHERNET = constants.IPPROTO_ETHERNET;
export const IPPROTO_MPTCP = constants.IPPROTO_MPTCP;
export const IPPROTO_MH = constants.IPPROTO_MH;
export const IPV6_DONTFRAG = constants.IPV6_DONTFRAG as Option<int>;
export const IPV6_FREEBIND = constants.IPV6_FREEBIND as Option<int>;
export const IPV6_MTU = constants.IPV6_MTU as Option<int>;
export const IPV6_MTU_DISCOVER = constants.IPV6_MTU_DISCOVER as Option<int>;
export const IPV6_RECVERR = constants.IPV6_RECVERR as Option<int>;
export const IPV6_TRANSPARENT = constants.IPV6_TRANSPARENT as Option<int>;
export const IPV6_ADDRFORM = constants.IPV6_ADDRFORM as Option<int>;
export const IPV6_ADD_MEMBERSHIP = constants.IPV6_ADD_MEMBERSHIP as Option<ipv6_mreq>;
export const IPV6_DROP_MEMBERSHIP = constants.IPV6_DROP_MEMBERSHIP as Option<ipv6_mreq>;
export const IPV6_NEXTHOP = constants.IPV6_NEXTHOP;
export const IPV6_AUTHHDR = constants.IPV6_AUTHHDR;
export const IPV6_ROUTER_ALERT = constants.IPV6_ROUTER_ALERT as Option<int>;
export const IPV6_JOIN_ANYCAST = constants.IPV6_JOIN_ANYCAST as Option<ipv6_mreq>;
export const IPV6_LEAVE_ANYCAST = constants.IPV6_LEAVE_ANYCAST as Option<ipv6_mreq>;
export const IPV6_RECVHOPOPTS = constants.IPV6_RECVHOPOPTS as Option<int>;
export const IPV6_HOPOPTS = constants.IPV6_HOPOPTS;
export const IPV6_RTHDRDSTOPTS = constants.IPV6_RTHDRDSTOPTS;
export const IPV6_RECVRTHDR = constants.IPV6_RECVRTHDR as Option<int>;
export const IPV6_RECVDSTOPTS = constants.IPV6_RECVDSTOPTS as Option<int>;
export const IPV6_DSTOPTS = constants.IPV6_DSTOPTS;
export const IPV6_RECVPATHMTU = constants.IPV6_RECVPATHMTU as Option<int>;
export const IPV6_PATHMTU = constants.IPV6_PATHMTU;
export const IPV6_AUTOFLOWLABEL = constants.IPV6_AUTOFLOWLABEL as Option<int>;
export const IPV6_ADDR_PREFERENCES = constants.IPV6_ADDR_PREFERENCES as Option<int>;
export const IPV6_MINHOPCOUNT = constants.IPV6_MINHOPCOUNT as Option<int>;
export const IPV6_ORIGDSTADDR = constants.IPV6_ORIGDSTADDR;
export const IPV6_RECVORIGDSTADDR = constants.IPV6_RECVORIGDSTADDR as Option<int>;
export const IPV6_UNICAST_IF = constants.IPV6_UNICAST_IF as Option<int>;
export const IPV6_RECVFRAGSIZE = constants.IPV6_RECVFRAGSIZE as Option<int>;
export const IPV6_MULTICAST_ALL = constants.IPV6_MULTICAST_ALL as Option<int>;
export const IPV6_ROUTER_ALERT_ISOLATE = constants.IPV6_ROUTER_ALERT_ISOLATE as Option<int>;
export const IPV6_RECVERR_RFC4884 = constants.IPV6_RECVERR_RFC4884 as Option<int>;
export const IPV6_HDRINCL = constants.IPV6_HDRINCL as Option<int>;
export const IPV6_PMTUDISC_DONT = constants.IPV6_PMTUDISC_DONT;
export const IPV6_PMTUDISC_WANT = constants.IPV6_PMTUDISC_WANT;
export const IPV6_PMTUDISC_DO = constants.IPV6_PMTUDISC_DO;
export const IPV6_PMTUDISC_PROBE = constants.IPV6_PMTUDISC_PROBE;
export const IPV6_PMTUDISC_INTERFACE = constants.IPV6_PMTUDISC_INTERFACE;
export const IPV6_PMTUDISC_OMIT = constants.IPV6_PMTUDISC_OMIT;
export const MCAST_JOIN_GROUP = constants.MCAST_JOIN_GROUP as Option<group_req>;
export const MCAST_BLOCK_SOURCE = constants.MCAST_BLOCK_SOURCE as Option<group_source_req>;
export const MCAST_JOIN_SOURCE_GROUP = constants.MCAST_JOIN_SOURCE_GROUP as Option<group_source_req>;
export const MCAST_LEAVE_GROUP = constants.MCAST_LEAVE_GROUP as Option<group_req>;
export const MCAST_LEAVE_SOURCE_GROUP = constants.MCAST_LEAVE_SOURCE_GROUP as Option<group_source_req>;
export const MCAST_UNBLOCK_SOURCE = constants.MCAST_UNBLOCK_SOURCE as Option<group_source_req>;
export const MCAST_MSFILTER = constants.MCAST_MSFILTER as Option<group_filter>;
export const MCAST_EXCLUDE = constants.MCAST_EXCLUDE;
export const MCAST_INCLUDE = constants.MCAST_INCLUDE;

export interface in_addr extends Struct<"in_addr"> {
  get s_addr(): in_addr_t;
  set s_addr(value: in_addr_t | 0);
}
export const in_addr = struct<in_addr>("in_addr");

export interface sockaddr_in extends Struct<"sockaddr_in"> {
  sin_family: number;
  get sin_port(): in_port_t;
  set sin_port(value: in_port_t | 0);
  get sin_addr(): in_addr;
  set sin_addr(value: in_addr);
  get sin_zero(): Buffer;
  set sin_zero(value: string | Uint8Array);
}
export const sockaddr_in = struct<sockaddr_in>("sockaddr_in");

export interface in6_addr extends Struct<"in6_addr"> {
  get s6_addr(): Buffer;
  set s6_addr(value: string | Uint8Array);
}
export const in6_addr = struct<in6_addr>("in6_addr");

export interface sockaddr_in6 extends Struct<"sockaddr_in6"> {
  sin6_family: number;
  get sin6_port(): in_port_t;
  set sin6_port(value: in_port_t | 0);
  get sin6_flowinfo(): be32;
  set sin6_flowinfo(value: be32 | 0);
  get sin6_addr(): in6_addr;
  set sin6_addr(value: in6_addr);
  sin6_scope_id: number;
}
export const sockaddr_in6 = struct<sockaddr_in6>("sockaddr_in6");

export interface ip_mreq extends Struct<"ip_mreq"> {
  get imr_multiaddr(): in_addr;
  set imr_multiaddr(value: in_addr);
  get imr_interface(): in_addr;
  set imr_interface(value: in_addr);
}
export const ip_mreq = struct<ip_mreq>("ip_mreq");

export interface ip_mreq_source extends Struct<"ip_mreq_source"> {
  get imr_multiaddr(): in_addr;
  set imr_multiaddr(value: in_addr);
  get imr_interface(): in_addr;
  set imr_interface(value: in_addr);
  get imr_sourceaddr(): in_addr;
  set imr_sourceaddr(value: in_addr);
}
export const ip_mreq_source = struct<ip_mreq_source>("ip_mreq_source");

export interface ipv6_mreq extends Struct<"ipv6_mreq"> {
  get ipv6mr_multiaddr(): in6_addr;
  set ipv6mr_multiaddr(value: in6_addr);
  ipv6mr_interface: number;
}
export const ipv6_mreq = struct<ipv6_mreq>("ipv6_mreq");

export interface group_req extends Struct<"group_req"> {
  gr_interface: number;
  get gr_group(): sockaddr_storage;
  set gr_group(value: sockaddr_storage);
}
export const group_req = struct<group_req>("group_req");

export interface group_source_req extends Struct<"group_source_req"> {
  gsr_interface: number;
  get gsr_group(): sockaddr_storage;
  set gsr_group(value: sockaddr_storage);
  get gsr_source(): sockaddr_storage;
  set gsr_source(value: sockaddr_storage);
}
export const group_source_req = struct<group_source_req>("group_source_req");

export interface ip_msfilter extends Struct<"ip_msfilter"> {
  get imsf_multiaddr(): in_addr;
  set imsf_multiaddr(value: in_addr);
  get imsf_interface(): in_addr;
  set imsf_interface(value: in_addr);
  imsf_fmode: number;
  imsf_numsrc: number;
  get imsf_slist(): StructArray<in_addr>;
  set imsf_slist(value: Elements<in_addr>);
}
export const ip_msfilter = struct<ip_msfilter>("ip_msfilter");

export interface group_filter extends Struct<"group_filter"> {
  gf_interface: number;
  get gf_group(): sockaddr_storage;
  set gf_group(value: sockaddr_storage);
  gf_fmode: number;
  gf_numsrc: number;
  get gf_slist(): StructArray<sockaddr_storage>;
  set gf_slist(value: Elements<sockaddr_storage>);
}
export const group_filter = struct<group_filter>("group_filter");

export interface ip_mreqn extends Struct<"ip_mreqn"> {
  get imr_multiaddr(): in_addr;
  set imr_multiaddr(value: in_addr);
  get imr_address(): in_addr;
  set imr_address(value: in_addr);
  imr_ifindex: number;
}
export const ip_mreqn = struct<ip_mreqn>("ip_mreqn");

export interface in_pktinfo extends Struct<"in_pktinfo"> {
  ipi_ifindex: number;
  get ipi_spec_dst(): in_addr;
  set ipi_spec_dst(value: in_addr);
  get ipi_addr(): in_addr;
  set ipi_addr(value: in_addr);
}
export const in_pktinfo = struct<in_pktinfo>("in_pktinfo");

export interface in6_pktinfo extends Struct<"in6_pktinfo"> {
  get ipi6_addr(): in6_addr;
  set ipi6_addr(value: in6_addr);
  ipi6_ifindex: number;
}
export const in6_pktinfo = struct<in6_pktinfo>("in6_pktinfo");
