// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { in_port_t } from "../../netinet/in.ts";

const { constants } = native;

export const TCPDIAG_GETSOCK = constants.TCPDIAG_GETSOCK;
export const INET_DIAG_NOCOOKIE = constants.INET_DIAG_NOCOOKIE;
export const INET_DIAG_NONE = constants.INET_DIAG_NONE;
export const INET_DIAG_MEMINFO = constants.INET_DIAG_MEMINFO;
export const INET_DIAG_INFO = constants.INET_DIAG_INFO;
export const INET_DIAG_VEGASINFO = constants.INET_DIAG_VEGASINFO;
export const INET_DIAG_CONG = constants.INET_DIAG_CONG;
export const INET_DIAG_TOS = constants.INET_DIAG_TOS;
export const INET_DIAG_TCLASS = constants.INET_DIAG_TCLASS;
export const INET_DIAG_SKMEMINFO = constants.INET_DIAG_SKMEMINFO;
export const INET_DIAG_SHUTDOWN = constants.INET_DIAG_SHUTDOWN;

export interface inet_diag_sockid extends Struct<"inet_diag_sockid"> {
  get idiag_sport(): in_port_t;
  set idiag_sport(value: in_port_t | 0);
  get idiag_dport(): in_port_t;
  set idiag_dport(value: in_port_t | 0);
  get idiag_src(): Buffer;
  set idiag_src(value: string | Uint8Array);
  get idiag_dst(): Buffer;
  set idiag_dst(value: string | Uint8Array);
  idiag_if: number;
  get idiag_cookie(): Buffer;
  set idiag_cookie(value: string | Uint8Array);
}
export const inet_diag_sockid = struct<inet_diag_sockid>("inet_diag_sockid");

export interface inet_diag_req_v2 extends Struct<"inet_diag_req_v2"> {
  sdiag_family: number;
  sdiag_protocol: number;
  idiag_ext: number;
  pad: number;
  idiag_states: number;
  get id(): inet_diag_sockid;
  set id(value: inet_diag_sockid);
}
export const inet_diag_req_v2 = struct<inet_diag_req_v2>("inet_diag_req_v2");

export interface inet_diag_msg extends Struct<"inet_diag_msg"> {
  idiag_family: number;
  idiag_state: number;
  idiag_timer: number;
  idiag_retrans: number;
  get id(): inet_diag_sockid;
  set id(value: inet_diag_sockid);
  idiag_expires: number;
  idiag_rqueue: number;
  idiag_wqueue: number;
  idiag_uid: number;
  idiag_inode: number;
}
export const inet_diag_msg = struct<inet_diag_msg>("inet_diag_msg");
