/**
 * sixteen-server: takes messages of 16 bytes each, and answers each with 16 bytes.
 *
 * usage: sixteen-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is that of the interface on which the server can be reached; 0.0.0.0 stands for all
 * of them; without it the server can be reached from this machine only (127.0.0.1). After CLIENTS clients the server
 * ends; without it, it serves until it is killed.
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { sizeof } from "berkeley/memory";
import { INET_ADDRSTRLEN, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { AF_INET, getsockname, MSG_NOSIGNAL, send, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { take_client, tcp_listen } from "../support/net.ts";
import { recv_all } from "../support/recv-all.ts";

const SIZE = 16;
const REPLY = "16 bytes, thanks";

/** Says at which of this machine's addresses a client has called. */
function print_own_address(connfd: number): void {
  const addr = new sockaddr_in();
  if (getsockname(connfd, addr, new socklen_t(sizeof(addr))) === -1) die("getsockname");
  printf("to %s\n", inet_ntop(AF_INET, addr.sin_addr, null, INET_ADDRSTRLEN));
}

/** Answers a client's messages until it ends the connection. */
function serve(connfd: number): void {
  const message = Buffer.alloc(SIZE);
  let n: number;

  while ((n = recv_all(connfd, message, SIZE)) === SIZE) {
    printf("received '%.16s'\n", message);
    if (send(connfd, REPLY, SIZE, MSG_NOSIGNAL) === -1) {
      perror("send");
      return;
    }
  }
  if (n === -1) perror("recv");
  if (n > 0) fprintf(stderr, "the connection ended %d bytes into a message of %d\n", n, SIZE);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  while (clients-- !== 0) {
    const connfd = take_client(listenfd);
    print_own_address(connfd);
    serve(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
