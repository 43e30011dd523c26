// Written by npm run generate.

import { struct, type Struct } from "../../memory/struct.ts";
import type { timespec } from "../time.ts";

export interface stat extends Struct<"stat"> {
  st_dev: number;
  st_ino: number;
  st_mode: number;
  st_nlink: number;
  st_uid: number;
  st_gid: number;
  st_rdev: number;
  st_size: number;
  st_blksize: number;
  st_blocks: number;
  st_atime: number;
  st_mtime: number;
  st_ctime: number;
  get st_atim(): timespec;
  set st_atim(value: timespec);
  get st_mtim(): timespec;
  set st_mtim(value: timespec);
  get st_ctim(): timespec;
  set st_ctim(value: timespec);
}
export const stat = struct<stat>("stat");
