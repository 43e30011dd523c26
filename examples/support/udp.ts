/** What servers over UDP begin with. */

import { sizeof } from "berkeley/memory";
import { ntohs } from "berkeley/netinet/in";
import { fflush, printf, stdout } from "berkeley/stdio";
import { AF_INET, bind, getsockname, SOCK_DGRAM, socket, socklen_t } from "berkeley/sys/socket";

import { die } from "./die.ts";
import { ipv4_address } from "./net.ts";

/** Makes a socket that receives the datagrams for a port of an address. */
export function udp_bind(host: string, port: number): number {
  const servaddr = ipv4_address(host, port);
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) die("socket");
  if (bind(sockfd, servaddr, sizeof(servaddr)) === -1) die("bind");
  return sockfd;
}

/** Which port a socket is bound to. */
export function local_port(sockfd: number): number {
  const addr = ipv4_address("0.0.0.0", 0);
  if (getsockname(sockfd, addr, new socklen_t(sizeof(addr))) === -1) die("getsockname");
  return ntohs(addr.sin_port);
}

/** Makes a socket that receives the datagrams for a port of an address, and says which port it became. */
export function udp_server(host: string, port: number): number {
  const sockfd = udp_bind(host, port);
  printf("listening on %s port %d\n", host, local_port(sockfd));
  fflush(stdout);
  return sockfd;
}
