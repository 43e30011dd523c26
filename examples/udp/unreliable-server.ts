/**
 * unreliable-server: answers requests, but loses some of them, as a network does.
 *
 * usage: unreliable-server PORT [ADDRESS [SEED [ANSWERS]]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). With the same SEED it loses the same requests. After ANSWERS answers the server ends; without it,
 * it serves until it is killed.
 */

import { sizeof } from "berkeley/memory";
import { sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS, rand, srand } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { recvfrom, sendto, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { udp_server } from "../support/udp.ts";

const BUFSIZE = 1024;
const ANSWER = "at your service";

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 5) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [SEED [ANSWERS]]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  srand(argc > 3 ? atoi(argv[3]) : 1);
  let answers = argc > 4 ? atoi(argv[4]) : -1;

  const sockfd = udp_server(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  const request = Buffer.alloc(BUFSIZE);
  while (answers !== 0) {
    const cliaddr = new sockaddr_in();
    const n = recvfrom(sockfd, request, BUFSIZE - 1, 0, cliaddr, new socklen_t(sizeof(cliaddr)));
    if (n === -1) die("recvfrom");
    request[n] = 0;

    if (rand() % 2 === 0) {
      printf("'%s' is lost\n", request);
    } else {
      printf("'%s' is answered\n", request);
      if (sendto(sockfd, ANSWER, strlen(ANSWER), 0, cliaddr, sizeof(cliaddr)) === -1) die("sendto");
      answers--;
    }
    fflush(stdout);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
