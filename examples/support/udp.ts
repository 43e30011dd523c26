/** What servers over UDP begin with. */

import { sizeof } from "berkeley/memory";
import { ntohs } from "berkeley/netinet/in";
import { fflush, printf, stdout } from "berkeley/stdio";
import { AF_INET, bind, getsockname, SOCK_DGRAM, socket, socklen_t } from "berkeley/sys/socket";

import { die } from "./die.ts";
import { ipv4_address } from "./net.ts";

/** Makes a socket that receives what is sent to a port of an address, and says which port it became. */
export function udp_bind(host: string, port: number): number {
  const servaddr = ipv4_address(host, port);
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) die("socket");
  if (bind(sockfd, servaddr, sizeof(servaddr)) === -1) die("bind");
  if (getsockname(sockfd, servaddr, new socklen_t(sizeof(servaddr))) === -1) die("getsockname");
  printf("listening on %s port %d\n", host, ntohs(servaddr.sin_port));
  fflush(stdout);
  return sockfd;
}
