/**
 * talker: sends one UDP datagram.
 *
 * usage: talker HOST PORT MESSAGE
 *
 * HOST is a numeric IPv4 address.
 */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { sizeof } from "berkeley/memory";
import { htons, INET_ADDRSTRLEN, sockaddr_in } from "berkeley/netinet/in";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { AF_INET, sendto, SOCK_DGRAM, socket } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

function main(argc: number, argv: string[]): number {
  if (argc !== 4) {
    fprintf(stderr, "usage: %s HOST PORT MESSAGE\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const their_addr = new sockaddr_in();
  their_addr.sin_family = AF_INET;
  their_addr.sin_port = htons(atoi(argv[2]));
  if (inet_pton(AF_INET, argv[1], their_addr.sin_addr) !== 1) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) {
    perror("talker: socket");
    exit(EXIT_FAILURE);
  }

  const numbytes = sendto(sockfd, argv[3], strlen(argv[3]), 0, their_addr, sizeof(their_addr));
  if (numbytes === -1) {
    perror("talker: sendto");
    exit(EXIT_FAILURE);
  }

  const s = Buffer.alloc(INET_ADDRSTRLEN);
  printf("talker: sent %d bytes to %s\n", numbytes, inet_ntop(AF_INET, their_addr.sin_addr, s, sizeof(s)));

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
