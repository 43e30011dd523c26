/** Addresses of both families. */

import { inet_pton } from "berkeley/arpa/inet";
import { cast, sizeof } from "berkeley/memory";
import { htons, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import { AF_INET, AF_INET6, type sockaddr_storage } from "berkeley/sys/socket";

/** Makes an address of a host, IPv4 or IPv6, and a port. Returns its length, or 0 if the host is no address. */
export function make_address(ss: sockaddr_storage, host: string, port: number): number {
  const sin = cast(sockaddr_in, ss);
  const sin6 = cast(sockaddr_in6, ss);

  if (inet_pton(AF_INET, host, sin.sin_addr) === 1) {
    sin.sin_family = AF_INET;
    sin.sin_port = htons(port);
    return sizeof(sin);
  }
  if (inet_pton(AF_INET6, host, sin6.sin6_addr) === 1) {
    sin6.sin6_family = AF_INET6;
    sin6.sin6_port = htons(port);
    return sizeof(sin6);
  }
  return 0;
}
