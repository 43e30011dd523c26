// Written by npm run generate.

import { struct, type Struct } from "../memory/struct.ts";

export interface timespec extends Struct<"timespec"> {
  tv_sec: number;
  tv_nsec: number;
}
export const timespec = struct<timespec>("timespec");
