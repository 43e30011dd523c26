/**
 * unix-datagram-client: sends datagrams to a socket in the file system, and prints the answers.
 *
 * usage: unix-datagram-client PATH MESSAGE...
 *
 * To be answered the client needs a name of its own: PATH with its process id.
 */

import { sizeof } from "berkeley/memory";
import { fprintf, perror, printf, snprintf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { AF_UNIX, bind, connect, recv, send, SOCK_DGRAM, socket } from "berkeley/sys/socket";
import { close, getpid, unlink } from "berkeley/unistd";

import { die } from "../support/die.ts";
import { unix_address } from "../support/unix.ts";

const BUFSIZE = 1024;
const PATHSIZE = 256;

/** Sends a message, and prints the answer. Returns 0, or -1 with errno. */
function ask(sockfd: number, message: string): number {
  const buf = Buffer.alloc(BUFSIZE);
  if (send(sockfd, message, strlen(message), 0) === -1) {
    perror("send");
    return -1;
  }
  const n = recv(sockfd, buf, BUFSIZE - 1, 0);
  if (n === -1) {
    perror("recv");
    return -1;
  }
  buf[n] = 0;
  printf("%s: %s\n", message, buf);
  return 0;
}

function main(argc: number, argv: string[]): number {
  if (argc < 3) {
    fprintf(stderr, "usage: %s PATH MESSAGE...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const own_path = Buffer.alloc(PATHSIZE);
  snprintf(own_path, sizeof(own_path), "%s.%d", argv[1], getpid());
  const own = unix_address(own_path.toString("utf8", 0, strlen(own_path)));
  const addr = unix_address(argv[1]);
  const sockfd = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (sockfd === -1) die("socket");
  if (connect(sockfd, addr, sizeof(addr)) === -1) die("connect");
  if (bind(sockfd, own, sizeof(own)) === -1) die("bind");

  let result = EXIT_SUCCESS;
  for (let i = 2; i < argc && result === EXIT_SUCCESS; i++) {
    if (ask(sockfd, argv[i]) === -1) result = EXIT_FAILURE;
  }

  close(sockfd);
  unlink(own_path);
  return result;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
