/**
 * ports: tells of ports what they are for and whether they are free here, and which ones the kernel gives to clients.
 *
 * usage: ports PORT...
 */

import { int, sizeof } from "berkeley/memory";
import { getservbyport } from "berkeley/netdb";
import { htons, ntohs } from "berkeley/netinet/in";
import { errno } from "berkeley/errno";
import { fclose, fopen, fprintf, fscanf, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strerror } from "berkeley/string";
import { AF_INET, bind, getsockname, SOCK_STREAM, socket, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { ipv4_address } from "../support/net.ts";

const RANGE = "/proc/sys/net/ipv4/ip_local_port_range";
const REGISTERED = 1024; // Below, only privileged programs may bind.
const EPHEMERAL = 49152; // By IANA; Linux begins earlier.

/** What IANA keeps a port for. */
function kind(port: number): string {
  if (port < REGISTERED) return "well known";
  if (port < EPHEMERAL) return "registered";
  return "ephemeral";
}

/** Whether a program could listen on a port now, or why not. */
function availability(port: number): string {
  const addr = ipv4_address("127.0.0.1", port);
  const sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd === -1) die("socket");
  const result = bind(sockfd, addr, sizeof(addr)) === -1 ? strerror(errno) : "free";
  close(sockfd);
  return result;
}

/** The port that the kernel gives to a socket that asks for none. */
function chosen_port(): number {
  const addr = ipv4_address("127.0.0.1", 0);
  const sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd === -1) die("socket");
  if (bind(sockfd, addr, sizeof(addr)) === -1) die("bind");
  if (getsockname(sockfd, addr, new socklen_t(sizeof(addr))) === -1) die("getsockname");
  close(sockfd);
  return ntohs(addr.sin_port);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2) {
    fprintf(stderr, "usage: %s PORT...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  for (let i = 1; i < argc; i++) {
    const port = atoi(argv[i]);
    if (port < 1 || port > 65535) {
      fprintf(stderr, "%s: not a port\n", argv[i]);
      exit(EXIT_FAILURE);
    }
    const serv = getservbyport(htons(port), "tcp");
    printf("%d: %s, %s, %s\n", port, kind(port), serv === null ? "no name" : serv.s_name, availability(port));
  }

  const first = new int();
  const last = new int();
  const file = fopen(RANGE, "r");
  if (file === null || fscanf(file, "%d %d", first, last) !== 2) die(RANGE);
  fclose(file);
  printf("the kernel chooses from %d to %d\n", first.value, last.value);
  const port = chosen_port();
  printf("now it has chosen %d\n", port);
  return first.value <= port && port <= last.value ? EXIT_SUCCESS : EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
