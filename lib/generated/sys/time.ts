// Written by npm run generate.

import { struct, type Struct } from "../../memory/struct.ts";

export interface timeval extends Struct<"timeval"> {
  tv_sec: number;
  tv_usec: number;
}
export const timeval = struct<timeval>("timeval");
