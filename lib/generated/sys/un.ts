// Written by npm run generate.

import { struct, type Struct } from "../../memory/struct.ts";

export interface sockaddr_un extends Struct<"sockaddr_un"> {
  sun_family: number;
  get sun_path(): Buffer;
  set sun_path(value: string | Uint8Array);
}
export const sockaddr_un = struct<sockaddr_un>("sockaddr_un");
