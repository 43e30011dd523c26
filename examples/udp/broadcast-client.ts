/**
 * broadcast-client: sends a datagram to all hosts of a network.
 *
 * usage: broadcast-client ADDRESS PORT MESSAGE [plain]
 *
 * ADDRESS is the network's broadcast address: 192.168.1.255 for 192.168.1.0/24. With `plain` the client does not say
 * that it means to (SO_BROADCAST), and the kernel refuses: nobody shall send to everybody by mistake.
 */

import { int, sizeof } from "berkeley/memory";
import { fprintf, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp, strlen } from "berkeley/string";
import { AF_INET, sendto, setsockopt, SO_BROADCAST, SOCK_DGRAM, socket, SOL_SOCKET } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { ipv4_address } from "../support/net.ts";

function main(argc: number, argv: string[]): number {
  const is_plain = argc === 5 && strcmp(argv[4], "plain") === 0;
  if (argc !== 4 && !is_plain) {
    fprintf(stderr, "usage: %s ADDRESS PORT MESSAGE [plain]\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const addr = ipv4_address(argv[1], atoi(argv[2]));
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) die("socket");
  const yes = new int(1);
  if (!is_plain && setsockopt(sockfd, SOL_SOCKET, SO_BROADCAST, yes, sizeof(yes)) === -1) die("setsockopt");
  const n = sendto(sockfd, argv[3], strlen(argv[3]), 0, addr, sizeof(addr));
  if (n === -1) die("sendto");
  printf("%d bytes sent to %s\n", n, argv[1]);

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
