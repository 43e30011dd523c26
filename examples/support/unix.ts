/** Addresses of sockets in the file system. */

import { sizeof } from "berkeley/memory";
import { fprintf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { strlen, strncpy } from "berkeley/string";
import { AF_UNIX } from "berkeley/sys/socket";
import { sockaddr_un } from "berkeley/sys/un";

/** Makes an address of a path. */
export function unix_address(path: string): sockaddr_un {
  const addr = new sockaddr_un();
  addr.sun_family = AF_UNIX;
  if (strlen(path) >= sizeof(addr.sun_path)) {
    fprintf(stderr, "%s: too long\n", path);
    exit(EXIT_FAILURE);
  }
  strncpy(addr.sun_path, path, sizeof(addr.sun_path));
  return addr;
}
