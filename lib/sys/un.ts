/**
 * sys/un.h: addresses of the family AF_UNIX.
 *
 * @see unix(7)
 */

import { checkStruct } from "../check.ts";
import { sockaddr_un } from "../generated/sys/un.ts";
import { strlen } from "../string.ts";

export * from "../generated/sys/un.ts";

const sun_path_offset = sockaddr_un.size - new sockaddr_un().sun_path.length;

/**
 * The length of an address with a path: up to the path's NUL, without it.
 *
 * An abstract name begins with a NUL, so its length is `sizeof(sa_family_t) + 1 + strlen(name)`: 2 + 1 + the bytes of
 * the name.
 *
 * @param address the address
 * @returns the length in bytes
 * @see unix(7)
 */
export function SUN_LEN(address: sockaddr_un): number {
  return sun_path_offset + strlen(checkStruct("SUN_LEN", "address", sockaddr_un, address).sun_path);
}
