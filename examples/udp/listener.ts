/**
 * listener: waits for one UDP datagram, prints it, and ends.
 *
 * usage: listener PORT [ADDRESS]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the listener can be reached from this machine
 * only (127.0.0.1).
 */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { sizeof } from "berkeley/memory";
import { htons, INET_ADDRSTRLEN, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { AF_INET, bind, getsockname, recvfrom, SOCK_DGRAM, socket, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

const MAXBUFLEN = 100;

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PORT [ADDRESS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const host = argc > 2 ? argv[2] : "127.0.0.1";

  const my_addr = new sockaddr_in();
  my_addr.sin_family = AF_INET;
  my_addr.sin_port = htons(atoi(argv[1]));
  if (inet_pton(AF_INET, host, my_addr.sin_addr) !== 1) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }

  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) {
    perror("listener: socket");
    exit(EXIT_FAILURE);
  }
  if (bind(sockfd, my_addr, sizeof(my_addr)) === -1) {
    perror("listener: bind");
    exit(EXIT_FAILURE);
  }

  const addr_len = new socklen_t(sizeof(my_addr));
  if (getsockname(sockfd, my_addr, addr_len) === -1) {
    perror("listener: getsockname");
    exit(EXIT_FAILURE);
  }
  printf("listener: waiting to recvfrom on port %d...\n", ntohs(my_addr.sin_port));
  fflush(stdout);

  const their_addr = new sockaddr_in();
  const buf = Buffer.alloc(MAXBUFLEN);
  addr_len.value = sizeof(their_addr);
  const numbytes = recvfrom(sockfd, buf, MAXBUFLEN - 1, 0, their_addr, addr_len);
  if (numbytes === -1) {
    perror("recvfrom");
    exit(EXIT_FAILURE);
  }

  const s = Buffer.alloc(INET_ADDRSTRLEN);
  printf("listener: got packet from %s\n", inet_ntop(AF_INET, their_addr.sin_addr, s, sizeof(s)));
  printf("listener: packet is %d bytes long\n", numbytes);
  buf[numbytes] = 0;
  printf('listener: packet contains "%s"\n', buf);

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
