/**
 * big-receiver: answers each datagram with the number of its bytes.
 *
 * usage: big-receiver PORT [ADDRESS [DATAGRAMS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the receiver can be reached from this machine
 * only (127.0.0.1). After DATAGRAMS datagrams it ends; without it, it receives until it is killed.
 */

import { sizeof } from "berkeley/memory";
import { sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, printf, snprintf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { recvfrom, sendto, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { udp_server } from "../support/udp.ts";

const MAXIMUM = 65535;

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [DATAGRAMS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let datagrams = argc > 3 ? atoi(argv[3]) : -1;

  const sockfd = udp_server(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  const buf = Buffer.alloc(MAXIMUM);
  while (datagrams-- !== 0) {
    const from = new sockaddr_in();
    const n = recvfrom(sockfd, buf, sizeof(buf), 0, from, new socklen_t(sizeof(from)));
    if (n === -1) die("recvfrom");
    printf("a datagram of %d bytes\n", n);
    fflush(stdout);
    snprintf(buf, sizeof(buf), "%d", n);
    if (sendto(sockfd, buf, strlen(buf), 0, from, sizeof(from)) === -1) die("sendto");
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
