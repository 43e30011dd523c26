/** Multicast groups of IPv4 and IPv6. */

import { cast, ptr } from "berkeley/memory";
import { addrinfo, AI_NUMERICHOST, gai_strerror, getaddrinfo } from "berkeley/netdb";
import { if_nametoindex } from "berkeley/net/if";
import { sockaddr_in6 } from "berkeley/netinet/in";
import { fprintf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { AF_INET6, SOCK_DGRAM } from "berkeley/sys/socket";

import { die } from "./die.ts";

/** The index of an interface. */
export function interface_index(name: string): number {
  const index = if_nametoindex(name);
  if (index === 0) die(name);
  return index;
}

/** The address of a group and a port, as sockets take it. */
export function group_address(group: string, port: string, ifindex: number): addrinfo {
  const hints = new addrinfo({ ai_flags: AI_NUMERICHOST, ai_socktype: SOCK_DGRAM });
  const res = new ptr<addrinfo>();
  const rv = getaddrinfo(group, port, hints, res);
  if (rv !== 0 || res.value === null) {
    fprintf(stderr, "%s: %s\n", group, gai_strerror(rv));
    exit(EXIT_FAILURE);
  }
  // A group of one link (ff02::...) is another on each link.
  if (res.value.ai_family === AF_INET6) cast(sockaddr_in6, res.value.ai_addr).sin6_scope_id = ifindex;
  return res.value;
}
