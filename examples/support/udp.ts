/** What servers over UDP begin with. */

import { sizeof } from "berkeley/memory";
import { ntohs } from "berkeley/netinet/in";
import { perror } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { AF_INET, bind, getsockname, SOCK_DGRAM, socket, socklen_t } from "berkeley/sys/socket";

import { ipv4_address } from "./net.ts";

/** Makes a socket that receives the datagrams for a port of an address. */
export function udp_bind(host: string, port: number): number {
  const servaddr = ipv4_address(host, port);
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (bind(sockfd, servaddr, sizeof(servaddr)) === -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  return sockfd;
}

/** Which port a socket is bound to. */
export function local_port(sockfd: number): number {
  const addr = ipv4_address("0.0.0.0", 0);
  if (getsockname(sockfd, addr, new socklen_t(sizeof(addr))) === -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  return ntohs(addr.sin_port);
}
