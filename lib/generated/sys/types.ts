// Written by npm run generate.

import { scalar, type Struct } from "../../memory/struct.ts";

export interface gid_t extends Struct<"gid_t"> {
  value: number;
}
export const gid_t = scalar<gid_t>("gid_t");

export interface off_t extends Struct<"off_t"> {
  value: number;
}
export const off_t = scalar<off_t>("off_t");

export interface time_t extends Struct<"time_t"> {
  value: number;
}
export const time_t = scalar<time_t>("time_t");

export interface uid_t extends Struct<"uid_t"> {
  value: number;
}
export const uid_t = scalar<uid_t>("uid_t");
