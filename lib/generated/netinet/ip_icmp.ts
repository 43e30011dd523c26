// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { in_addr } from "./in.ts";
import type { ip } from "./ip.ts";
import type { be16, be32, either16, in_addr_t } from "../../netinet/in.ts";

const { constants } = native;

export const ICMP_TIMXCEED = constants.ICMP_TIMXCEED;
export const ICMP_UNREACH = constants.ICMP_UNREACH;
export const ICMP_UNREACH_PORT = constants.ICMP_UNREACH_PORT;
export const ICMP_ECHO = constants.ICMP_ECHO;
export const ICMP_ECHOREPLY = constants.ICMP_ECHOREPLY;
export const ICMP_SOURCEQUENCH = constants.ICMP_SOURCEQUENCH;
export const ICMP_TIMXCEED_INTRANS = constants.ICMP_TIMXCEED_INTRANS;
export const ICMP_UNREACH_NEEDFRAG = constants.ICMP_UNREACH_NEEDFRAG;
export const ICMP_REDIRECT = constants.ICMP_REDIRECT;
export const ICMP_ROUTERADVERT = constants.ICMP_ROUTERADVERT;
export const ICMP_ROUTERSOLICIT = constants.ICMP_ROUTERSOLICIT;
export const ICMP_PARAMPROB = constants.ICMP_PARAMPROB;
export const ICMP_TSTAMP = constants.ICMP_TSTAMP;
export const ICMP_TSTAMPREPLY = constants.ICMP_TSTAMPREPLY;
export const ICMP_IREQ = constants.ICMP_IREQ;
export const ICMP_IREQREPLY = constants.ICMP_IREQREPLY;
export const ICMP_MASKREQ = constants.ICMP_MASKREQ;
export const ICMP_MASKREPLY = constants.ICMP_MASKREPLY;
export const ICMP_MAXTYPE = constants.ICMP_MAXTYPE;
export const ICMP_MINLEN = constants.ICMP_MINLEN;
export const ICMP_MASKLEN = constants.ICMP_MASKLEN;
export const ICMP_UNREACH_NET = constants.ICMP_UNREACH_NET;
export const ICMP_UNREACH_HOST = constants.ICMP_UNREACH_HOST;
export const ICMP_UNREACH_PROTOCOL = constants.ICMP_UNREACH_PROTOCOL;
export const ICMP_UNREACH_SRCFAIL = constants.ICMP_UNREACH_SRCFAIL;
export const ICMP_UNREACH_NET_UNKNOWN = constants.ICMP_UNREACH_NET_UNKNOWN;
export const ICMP_UNREACH_HOST_UNKNOWN = constants.ICMP_UNREACH_HOST_UNKNOWN;
export const ICMP_UNREACH_ISOLATED = constants.ICMP_UNREACH_ISOLATED;
export const ICMP_UNREACH_NET_PROHIB = constants.ICMP_UNREACH_NET_PROHIB;
export const ICMP_UNREACH_HOST_PROHIB = constants.ICMP_UNREACH_HOST_PROHIB;
export const ICMP_UNREACH_TOSNET = constants.ICMP_UNREACH_TOSNET;
export const ICMP_UNREACH_TOSHOST = constants.ICMP_UNREACH_TOSHOST;
export const ICMP_UNREACH_FILTER_PROHIB = constants.ICMP_UNREACH_FILTER_PROHIB;
export const ICMP_UNREACH_HOST_PRECEDENCE = constants.ICMP_UNREACH_HOST_PRECEDENCE;
export const ICMP_UNREACH_PRECEDENCE_CUTOFF = constants.ICMP_UNREACH_PRECEDENCE_CUTOFF;
export const ICMP_REDIRECT_NET = constants.ICMP_REDIRECT_NET;
export const ICMP_REDIRECT_HOST = constants.ICMP_REDIRECT_HOST;
export const ICMP_REDIRECT_TOSNET = constants.ICMP_REDIRECT_TOSNET;
export const ICMP_REDIRECT_TOSHOST = constants.ICMP_REDIRECT_TOSHOST;
export const ICMP_TIMXCEED_REASS = constants.ICMP_TIMXCEED_REASS;
export const ICMP_PARAMPROB_OPTABSENT = constants.ICMP_PARAMPROB_OPTABSENT;
export const ICMP_DEST_UNREACH = constants.ICMP_DEST_UNREACH;
export const ICMP_SOURCE_QUENCH = constants.ICMP_SOURCE_QUENCH;
export const ICMP_TIME_EXCEEDED = constants.ICMP_TIME_EXCEEDED;
export const ICMP_PARAMETERPROB = constants.ICMP_PARAMETERPROB;
export const ICMP_TIMESTAMP = constants.ICMP_TIMESTAMP;
export const ICMP_TIMESTAMPREPLY = constants.ICMP_TIMESTAMPREPLY;
export const ICMP_INFO_REQUEST = constants.ICMP_INFO_REQUEST;
export const ICMP_INFO_REPLY = constants.ICMP_INFO_REPLY;
export const ICMP_ADDRESS = constants.ICMP_ADDRESS;
export const ICMP_ADDRESSREPLY = constants.ICMP_ADDRESSREPLY;
export const ICMP_NET_UNREACH = constants.ICMP_NET_UNREACH;
export const ICMP_HOST_UNREACH = constants.ICMP_HOST_UNREACH;
export const ICMP_PROT_UNREACH = constants.ICMP_PROT_UNREACH;
export const ICMP_PORT_UNREACH = constants.ICMP_PORT_UNREACH;
export const ICMP_FRAG_NEEDED = constants.ICMP_FRAG_NEEDED;
export const ICMP_SR_FAILED = constants.ICMP_SR_FAILED;
export const ICMP_NET_UNKNOWN = constants.ICMP_NET_UNKNOWN;
export const ICMP_HOST_UNKNOWN = constants.ICMP_HOST_UNKNOWN;
export const ICMP_PKT_FILTERED = constants.ICMP_PKT_FILTERED;
export const ICMP_REDIR_NET = constants.ICMP_REDIR_NET;
export const ICMP_REDIR_HOST = constants.ICMP_REDIR_HOST;
export const ICMP_EXC_TTL = constants.ICMP_EXC_TTL;
export const ICMP_EXC_FRAGTIME = constants.ICMP_EXC_FRAGTIME;

export interface icmp extends Struct<"icmp"> {
  icmp_type: number;
  icmp_code: number;
  get icmp_cksum(): either16;
  set icmp_cksum(value: number);
  icmp_pptr: number;
  get icmp_gwaddr(): in_addr;
  set icmp_gwaddr(value: in_addr);
  get icmp_id(): either16;
  set icmp_id(value: number);
  get icmp_seq(): either16;
  set icmp_seq(value: number);
  get icmp_void(): be32;
  set icmp_void(value: be32 | 0);
  get icmp_pmvoid(): be16;
  set icmp_pmvoid(value: be16 | 0);
  get icmp_nextmtu(): be16;
  set icmp_nextmtu(value: be16 | 0);
  icmp_num_addrs: number;
  icmp_wpa: number;
  get icmp_lifetime(): be16;
  set icmp_lifetime(value: be16 | 0);
  get icmp_otime(): be32;
  set icmp_otime(value: be32 | 0);
  get icmp_rtime(): be32;
  set icmp_rtime(value: be32 | 0);
  get icmp_ttime(): be32;
  set icmp_ttime(value: be32 | 0);
  get icmp_ip(): ip;
  set icmp_ip(value: ip);
  get icmp_mask(): be32;
  set icmp_mask(value: be32 | 0);
  get icmp_data(): Buffer;
  set icmp_data(value: string | Uint8Array);
}
export const icmp = struct<icmp>("icmp");

export interface icmphdr_echo extends Struct<"icmphdr_echo"> {
  get id(): either16;
  set id(value: number);
  get sequence(): either16;
  set sequence(value: number);
}
export const icmphdr_echo = struct<icmphdr_echo>("icmphdr_echo");

export interface icmphdr_frag extends Struct<"icmphdr_frag"> {
  get mtu(): be16;
  set mtu(value: be16 | 0);
}
export const icmphdr_frag = struct<icmphdr_frag>("icmphdr_frag");

export interface icmphdr_un extends Struct<"icmphdr_un"> {
  get echo(): icmphdr_echo;
  set echo(value: icmphdr_echo);
  get gateway(): in_addr_t;
  set gateway(value: in_addr_t | 0);
  get frag(): icmphdr_frag;
  set frag(value: icmphdr_frag);
}
export const icmphdr_un = struct<icmphdr_un>("icmphdr_un");

export interface icmphdr extends Struct<"icmphdr"> {
  type: number;
  code: number;
  get checksum(): either16;
  set checksum(value: number);
  get un(): icmphdr_un;
  set un(value: icmphdr_un);
}
export const icmphdr = struct<icmphdr>("icmphdr");
