// Written by npm run generate.

import { scalar, type Struct } from "../../memory/struct.ts";

export interface off_t extends Struct<"off_t"> {
  value: number;
}
export const off_t = scalar<off_t>("off_t");
