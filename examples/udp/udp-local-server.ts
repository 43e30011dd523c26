/**
 * udp-local-server: answers each request with its number and its length.
 *
 * usage: udp-local-server PORT [ADDRESS [REQUESTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After REQUESTS requests the server ends; without it, it serves until it is killed.
 *
 * A request is a number, a space and a text: "17 Hello". Its answer is "17 5 bytes".
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { int, sizeof } from "berkeley/memory";
import { INET_ADDRSTRLEN, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, printf, snprintf, sscanf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { AF_INET, recvfrom, sendto, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { udp_server } from "../support/udp.ts";

const BUFSIZE = 1024;

/** Waits for a request, and answers it, unless it is none. */
function serve(sockfd: number): void {
  const cliaddr = new sockaddr_in();
  const len = new socklen_t(sizeof(cliaddr));
  const request = Buffer.alloc(BUFSIZE);
  const id = new int();
  const start = new int();

  const n = recvfrom(sockfd, request, BUFSIZE - 1, 0, cliaddr, len);
  if (n === -1) die("recvfrom");
  request[n] = 0;
  const name = inet_ntop(AF_INET, cliaddr.sin_addr, null, INET_ADDRSTRLEN);
  if (sscanf(request, "%d %n", id, start) !== 1) {
    printf("%s asks for nothing\n", name);
    return;
  }

  const text = request.subarray(start.value);
  printf("%s asks '%s'\n", name, text);
  const answer = Buffer.alloc(BUFSIZE);
  snprintf(answer, sizeof(answer), "%d %d bytes", id.value, strlen(text));
  if (sendto(sockfd, answer, strlen(answer), 0, cliaddr, sizeof(cliaddr)) === -1) die("sendto");
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [REQUESTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let requests = argc > 3 ? atoi(argv[3]) : -1;

  const sockfd = udp_server(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  while (requests-- !== 0) {
    serve(sockfd);
    fflush(stdout);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
