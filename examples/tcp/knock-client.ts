/**
 * knock-client: listens to a knock-server's jokes. The answers are the lines of standard input.
 *
 * usage: knock-client HOST PORT
 *
 * HOST is a numeric IPv4 address.
 */

import { inet_pton } from "berkeley/arpa/inet";
import { sizeof } from "berkeley/memory";
import { htons, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp } from "berkeley/string";
import { AF_INET, connect, SOCK_STREAM, socket } from "berkeley/sys/socket";
import { close, read, STDIN_FILENO, write } from "berkeley/unistd";

const MAXLINE = 256;
const NEWLINE = "\n".charCodeAt(0);

/** Reads a line, without its newline. Returns its length, 0 included; -1 at the end, or with errno. */
function read_line(fd: number, line: Buffer, size: number): number {
  let length = 0;
  while (length < size - 1) {
    const n = read(fd, line.subarray(length), 1);
    if (n === -1) perror("read");
    if (n <= 0) return -1;
    if (line[length] === NEWLINE) break;
    length++;
  }
  line[length] = 0;
  return length;
}

function main(argc: number, argv: string[]): number {
  if (argc !== 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const servaddr = new sockaddr_in();
  servaddr.sin_family = AF_INET;
  servaddr.sin_port = htons(atoi(argv[2]));
  if (inet_pton(AF_INET, argv[1], servaddr.sin_addr) !== 1) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  const sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, servaddr, sizeof(servaddr)) === -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  const line = Buffer.alloc(MAXLINE);
  while (read_line(sockfd, line, sizeof(line)) !== -1) {
    printf("Server: %s\n", line);
    fflush(stdout);
    if (strcmp(line, "Bye.") === 0) break;

    const length = read_line(STDIN_FILENO, line, sizeof(line));
    if (length === -1) break;
    printf("Client: %s\n", line);
    line[length] = NEWLINE;
    if (write(sockfd, line, length + 1) === -1) {
      perror("write");
      exit(EXIT_FAILURE);
    }
  }

  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
