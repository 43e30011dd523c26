// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { StructArray } from "../../memory/array.ts";

const { constants } = native;

export const BPF_LD = constants.BPF_LD;
export const BPF_LDX = constants.BPF_LDX;
export const BPF_ST = constants.BPF_ST;
export const BPF_STX = constants.BPF_STX;
export const BPF_ALU = constants.BPF_ALU;
export const BPF_JMP = constants.BPF_JMP;
export const BPF_RET = constants.BPF_RET;
export const BPF_MISC = constants.BPF_MISC;
export const BPF_W = constants.BPF_W;
export const BPF_H = constants.BPF_H;
export const BPF_B = constants.BPF_B;
export const BPF_IMM = constants.BPF_IMM;
export const BPF_ABS = constants.BPF_ABS;
export const BPF_IND = constants.BPF_IND;
export const BPF_MEM = constants.BPF_MEM;
export const BPF_LEN = constants.BPF_LEN;
export const BPF_MSH = constants.BPF_MSH;
export const BPF_ADD = constants.BPF_ADD;
export const BPF_SUB = constants.BPF_SUB;
export const BPF_MUL = constants.BPF_MUL;
export const BPF_DIV = constants.BPF_DIV;
export const BPF_OR = constants.BPF_OR;
export const BPF_AND = constants.BPF_AND;
export const BPF_LSH = constants.BPF_LSH;
export const BPF_RSH = constants.BPF_RSH;
export const BPF_NEG = constants.BPF_NEG;
export const BPF_MOD = constants.BPF_MOD;
export const BPF_XOR = constants.BPF_XOR;
export const BPF_JA = constants.BPF_JA;
export const BPF_JEQ = constants.BPF_JEQ;
export const BPF_JGT = constants.BPF_JGT;
export const BPF_JGE = constants.BPF_JGE;
export const BPF_JSET = constants.BPF_JSET;
export const BPF_K = constants.BPF_K;
export const BPF_X = constants.BPF_X;
export const BPF_A = constants.BPF_A;
export const BPF_TAX = constants.BPF_TAX;
export const BPF_TXA = constants.BPF_TXA;
export const BPF_MAXINSNS = constants.BPF_MAXINSNS;
export const SKF_AD_OFF = constants.SKF_AD_OFF;
export const SKF_AD_PROTOCOL = constants.SKF_AD_PROTOCOL;
export const SKF_AD_PKTTYPE = constants.SKF_AD_PKTTYPE;
export const SKF_AD_IFINDEX = constants.SKF_AD_IFINDEX;
export const SKF_AD_NLATTR = constants.SKF_AD_NLATTR;
export const SKF_AD_MARK = constants.SKF_AD_MARK;
export const SKF_AD_QUEUE = constants.SKF_AD_QUEUE;
export const SKF_AD_HATYPE = constants.SKF_AD_HATYPE;
export const SKF_AD_RXHASH = constants.SKF_AD_RXHASH;
export const SKF_AD_CPU = constants.SKF_AD_CPU;
export const SKF_AD_VLAN_TAG = constants.SKF_AD_VLAN_TAG;
export const SKF_AD_RANDOM = constants.SKF_AD_RANDOM;
export const SKF_NET_OFF = constants.SKF_NET_OFF;
export const SKF_LL_OFF = constants.SKF_LL_OFF;

export interface sock_filter extends Struct<"sock_filter"> {
  code: number;
  jt: number;
  jf: number;
  k: number;
}
export const sock_filter = struct<sock_filter>("sock_filter");

export interface sock_fprog extends Struct<"sock_fprog"> {
  len: number;
  get filter(): StructArray<sock_filter> | sock_filter | null;
  set filter(value: StructArray<sock_filter> | sock_filter | null);
}
export const sock_fprog = struct<sock_fprog>("sock_fprog");
