// Written by npm run generate.

import { native } from "../native.ts";
import { struct, type Struct } from "../memory/struct.ts";

const { constants } = native;

export const DT_UNKNOWN = constants.DT_UNKNOWN;
export const DT_FIFO = constants.DT_FIFO;
export const DT_CHR = constants.DT_CHR;
export const DT_DIR = constants.DT_DIR;
export const DT_BLK = constants.DT_BLK;
export const DT_REG = constants.DT_REG;
export const DT_LNK = constants.DT_LNK;
export const DT_SOCK = constants.DT_SOCK;
export const DT_WHT = constants.DT_WHT;

export interface dirent extends Struct<"dirent"> {
  d_ino: number;
  d_reclen: number;
  d_type: number;
  get d_name(): Buffer;
  set d_name(value: string | Uint8Array);
}
export const dirent = struct<dirent>("dirent");
