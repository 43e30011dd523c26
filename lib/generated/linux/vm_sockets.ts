// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const VMADDR_CID_ANY = constants.VMADDR_CID_ANY;
export const VMADDR_PORT_ANY = constants.VMADDR_PORT_ANY;
export const VMADDR_CID_HYPERVISOR = constants.VMADDR_CID_HYPERVISOR;
export const VMADDR_CID_LOCAL = constants.VMADDR_CID_LOCAL;
export const VMADDR_CID_HOST = constants.VMADDR_CID_HOST;
export const VMADDR_FLAG_TO_HOST = constants.VMADDR_FLAG_TO_HOST;

export interface sockaddr_vm extends Struct<"sockaddr_vm"> {
  svm_family: number;
  svm_reserved1: number;
  svm_port: number;
  svm_cid: number;
  svm_flags: number;
  get svm_zero(): Buffer;
  set svm_zero(value: string | Uint8Array);
}
export const sockaddr_vm = struct<sockaddr_vm>("sockaddr_vm");
