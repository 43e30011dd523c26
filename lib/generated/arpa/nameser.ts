// Written by npm run generate.

import { native } from "../../native.ts";

const { constants } = native;

export const NS_PACKETSZ = constants.NS_PACKETSZ;
export const NS_MAXDNAME = constants.NS_MAXDNAME;
export const NS_MAXMSG = constants.NS_MAXMSG;
export const NS_MAXCDNAME = constants.NS_MAXCDNAME;
export const NS_MAXLABEL = constants.NS_MAXLABEL;
export const NS_HFIXEDSZ = constants.NS_HFIXEDSZ;
export const NS_QFIXEDSZ = constants.NS_QFIXEDSZ;
export const NS_RRFIXEDSZ = constants.NS_RRFIXEDSZ;
export const NS_INT32SZ = constants.NS_INT32SZ;
export const NS_INT16SZ = constants.NS_INT16SZ;
export const NS_INT8SZ = constants.NS_INT8SZ;
export const NS_INADDRSZ = constants.NS_INADDRSZ;
export const NS_IN6ADDRSZ = constants.NS_IN6ADDRSZ;
export const NS_CMPRSFLGS = constants.NS_CMPRSFLGS;
export const NS_DEFAULTPORT = constants.NS_DEFAULTPORT;
export const ns_o_query = constants.ns_o_query;
export const ns_r_noerror = constants.ns_r_noerror;
export const ns_r_formerr = constants.ns_r_formerr;
export const ns_r_servfail = constants.ns_r_servfail;
export const ns_r_nxdomain = constants.ns_r_nxdomain;
export const ns_r_notimpl = constants.ns_r_notimpl;
export const ns_r_refused = constants.ns_r_refused;
export const ns_t_a = constants.ns_t_a;
export const ns_t_ns = constants.ns_t_ns;
export const ns_t_cname = constants.ns_t_cname;
export const ns_t_soa = constants.ns_t_soa;
export const ns_t_ptr = constants.ns_t_ptr;
export const ns_t_mx = constants.ns_t_mx;
export const ns_t_txt = constants.ns_t_txt;
export const ns_t_aaaa = constants.ns_t_aaaa;
export const ns_t_srv = constants.ns_t_srv;
export const ns_t_any = constants.ns_t_any;
export const ns_c_in = constants.ns_c_in;
export const ns_c_chaos = constants.ns_c_chaos;
export const ns_c_any = constants.ns_c_any;
