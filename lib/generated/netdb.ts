// Written by npm run generate.

import { native } from "../native.ts";
import { struct, type Struct } from "../memory/struct.ts";
import type { in_port_t } from "../netinet/in.ts";

const { constants } = native;

export const AI_PASSIVE = constants.AI_PASSIVE;
export const AI_NUMERICSERV = constants.AI_NUMERICSERV;
export const AI_ADDRCONFIG = constants.AI_ADDRCONFIG;
export const AI_CANONNAME = constants.AI_CANONNAME;
export const AI_V4MAPPED = constants.AI_V4MAPPED;
export const AI_ALL = constants.AI_ALL;
export const AI_NUMERICHOST = constants.AI_NUMERICHOST;
export const AI_IDN = constants.AI_IDN;
export const AI_CANONIDN = constants.AI_CANONIDN;
export const NI_MAXHOST = constants.NI_MAXHOST;
export const NI_MAXSERV = constants.NI_MAXSERV;
export const NI_NUMERICSERV = constants.NI_NUMERICSERV;
export const NI_NUMERICHOST = constants.NI_NUMERICHOST;
export const NI_DGRAM = constants.NI_DGRAM;
export const NI_NAMEREQD = constants.NI_NAMEREQD;
export const NI_NOFQDN = constants.NI_NOFQDN;
export const NI_IDN = constants.NI_IDN;
export const EAI_AGAIN = constants.EAI_AGAIN;
export const EAI_BADFLAGS = constants.EAI_BADFLAGS;
export const EAI_FAIL = constants.EAI_FAIL;
export const EAI_FAMILY = constants.EAI_FAMILY;
export const EAI_MEMORY = constants.EAI_MEMORY;
export const EAI_NONAME = constants.EAI_NONAME;
export const EAI_OVERFLOW = constants.EAI_OVERFLOW;
export const EAI_SERVICE = constants.EAI_SERVICE;
export const EAI_SOCKTYPE = constants.EAI_SOCKTYPE;
export const EAI_SYSTEM = constants.EAI_SYSTEM;
export const EAI_ADDRFAMILY = constants.EAI_ADDRFAMILY;
export const EAI_NODATA = constants.EAI_NODATA;
export const EAI_IDN_ENCODE = constants.EAI_IDN_ENCODE;
export const EAI_INPROGRESS = constants.EAI_INPROGRESS;
export const EAI_CANCELED = constants.EAI_CANCELED;
export const EAI_NOTCANCELED = constants.EAI_NOTCANCELED;
export const EAI_ALLDONE = constants.EAI_ALLDONE;
export const EAI_INTR = constants.EAI_INTR;
export const HOST_NOT_FOUND = constants.HOST_NOT_FOUND;
export const TRY_AGAIN = constants.TRY_AGAIN;
export const NO_RECOVERY = constants.NO_RECOVERY;
export const NO_DATA = constants.NO_DATA;
export const NO_ADDRESS = constants.NO_ADDRESS;
export const NETDB_INTERNAL = constants.NETDB_INTERNAL;
export const NETDB_SUCCESS = constants.NETDB_SUCCESS;

export interface addrinfo extends Struct<"addrinfo"> {
  ai_flags: number;
  ai_family: number;
  ai_socktype: number;
  ai_protocol: number;
  ai_addrlen: number;
}
export const addrinfo = struct<addrinfo>("addrinfo");

export interface hostent extends Struct<"hostent"> {
  h_addrtype: number;
  h_length: number;
}
export const hostent = struct<hostent>("hostent");

export interface servent extends Struct<"servent"> {
  get s_port(): in_port_t;
  set s_port(value: in_port_t | 0);
}
export const servent = struct<servent>("servent");

export interface protoent extends Struct<"protoent"> {
  p_proto: number;
}
export const protoent = struct<protoent>("protoent");
