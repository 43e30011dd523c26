// Written by npm run generate.

import { struct, type Struct } from "../../memory/struct.ts";

export interface utsname extends Struct<"utsname"> {
  get sysname(): Buffer;
  set sysname(value: string | Uint8Array);
  get nodename(): Buffer;
  set nodename(value: string | Uint8Array);
  get release(): Buffer;
  set release(value: string | Uint8Array);
  get version(): Buffer;
  set version(value: string | Uint8Array);
  get machine(): Buffer;
  set machine(value: string | Uint8Array);
  get domainname(): Buffer;
  set domainname(value: string | Uint8Array);
}
export const utsname = struct<utsname>("utsname");
