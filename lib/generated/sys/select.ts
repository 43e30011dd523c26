// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const FD_SETSIZE = constants.FD_SETSIZE;
export const NFDBITS = constants.NFDBITS;

export interface fd_set extends Struct<"fd_set"> {}
export const fd_set = struct<fd_set>("fd_set");
