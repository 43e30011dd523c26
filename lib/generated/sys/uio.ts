// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";
import type { Memory } from "../../memory/access.ts";

const { constants } = native;

export const UIO_MAXIOV = constants.UIO_MAXIOV;
export const RWF_DSYNC = constants.RWF_DSYNC;
export const RWF_HIPRI = constants.RWF_HIPRI;
export const RWF_SYNC = constants.RWF_SYNC;
export const RWF_NOWAIT = constants.RWF_NOWAIT;
export const RWF_APPEND = constants.RWF_APPEND;

export interface iovec extends Struct<"iovec"> {
  get iov_base(): Memory | null;
  set iov_base(value: Memory | string | null);
  iov_len: number;
}
export const iovec = struct<iovec>("iovec");
