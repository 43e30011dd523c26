// Written by npm run generate.

import { struct, type Struct } from "../../memory/struct.ts";

export interface off_t extends Struct<"off_t"> {
  value: number;
}
export const off_t = struct<off_t>("off_t");
