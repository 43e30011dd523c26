// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const SOCK_DIAG_BY_FAMILY = constants.SOCK_DIAG_BY_FAMILY;
export const SOCK_DESTROY = constants.SOCK_DESTROY;

export interface sock_diag_req extends Struct<"sock_diag_req"> {
  sdiag_family: number;
  sdiag_protocol: number;
}
export const sock_diag_req = struct<sock_diag_req>("sock_diag_req");
