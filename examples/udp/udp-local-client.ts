/**
 * udp-local-client: asks udp-local-server, and takes its answer, or another's: that depends on what it checks.
 *
 * usage: udp-local-client HOST PORT CHECK TEXT
 *
 *     nothing     takes whatever comes first, whoever has sent it: it is promiscuous
 *     connect     has the kernel drop what does not come from the server's address and port
 *     id          takes only what begins with the number of its request, which nobody else can know
 *
 * Stop the server (Ctrl-Z), start the client, and send something to the port that it prints with `talker`.
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { O_RDONLY, open } from "berkeley/fcntl";
import { int, sizeof } from "berkeley/memory";
import { INET_ADDRSTRLEN, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, printf, snprintf, sscanf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp, strlen } from "berkeley/string";
import {
  AF_INET,
  connect,
  getsockname,
  recvfrom,
  send,
  sendto,
  SOCK_DGRAM,
  socket,
  socklen_t,
} from "berkeley/sys/socket";
import { close, read } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { ipv4_address } from "../support/net.ts";

const BUFSIZE = 1024;

/** A number that cannot be guessed. */
function random_id(): number {
  const id = new int();
  const fd = open("/dev/urandom", O_RDONLY);
  if (fd === -1 || read(fd, id, sizeof(id)) !== sizeof(id)) die("/dev/urandom");
  close(fd);
  return id.value;
}

/** Waits for an answer, and prints it. Returns its number. */
function print_answer(sockfd: number): number {
  const from = new sockaddr_in();
  const answer = Buffer.alloc(BUFSIZE);
  const id = new int(0);
  const start = new int(0);

  const n = recvfrom(sockfd, answer, BUFSIZE - 1, 0, from, new socklen_t(sizeof(from)));
  if (n === -1) die("recvfrom");
  answer[n] = 0;
  sscanf(answer, "%d %n", id, start);
  const name = inet_ntop(AF_INET, from.sin_addr, null, INET_ADDRSTRLEN);
  printf("%s port %d answers '%s'\n", name, ntohs(from.sin_port), answer.subarray(start.value));
  return id.value;
}

function main(argc: number, argv: string[]): number {
  const check = argc === 5 ? argv[3] : "";
  if (strcmp(check, "nothing") !== 0 && strcmp(check, "connect") !== 0 && strcmp(check, "id") !== 0) {
    fprintf(stderr, "usage: %s HOST PORT CHECK TEXT\n\nCHECK is nothing, connect or id.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const servaddr = ipv4_address(argv[1], atoi(argv[2]));
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) die("socket");

  const id = random_id();
  const request = Buffer.alloc(BUFSIZE);
  snprintf(request, sizeof(request), "%d %s", id, argv[4]);
  if (strcmp(check, "connect") === 0) {
    if (connect(sockfd, servaddr, sizeof(servaddr)) === -1) die("connect");
    if (send(sockfd, request, strlen(request), 0) === -1) die("send");
  } else {
    if (sendto(sockfd, request, strlen(request), 0, servaddr, sizeof(servaddr)) === -1) die("sendto");
  }

  const own = new sockaddr_in();
  if (getsockname(sockfd, own, new socklen_t(sizeof(own))) === -1) die("getsockname");
  printf("waiting on port %d\n", ntohs(own.sin_port));
  fflush(stdout);

  while (print_answer(sockfd) !== id && strcmp(check, "id") === 0) printf("that is not the answer\n");
  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
