/**
 * name-age-client: sends names and ages to name-age-server, and prints the answers.
 *
 * usage: name-age-client PORT
 *
 * Standard input has a name and an age in each line.
 */

import { int, sizeof } from "berkeley/memory";
import { htonl, htons, INADDR_LOOPBACK, sockaddr_in } from "berkeley/netinet/in";
import { fclose, fdopen, fflush, fgets, fprintf, fputs, perror, scanf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { AF_INET, connect, SOCK_STREAM, socket } from "berkeley/sys/socket";
import { dup } from "berkeley/unistd";

const NAMESIZE = 20;
const LINESIZE = 100;

function main(argc: number, argv: string[]): number {
  if (argc !== 2) {
    fprintf(stderr, "usage: %s PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const server = new sockaddr_in();
  server.sin_family = AF_INET;
  server.sin_port = htons(atoi(argv[1]));
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd === -1 || connect(sockfd, server, sizeof(server)) === -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }
  const input = fdopen(sockfd, "r");
  const output = fdopen(dup(sockfd), "w");
  if (input === null || output === null) {
    perror("fdopen");
    exit(EXIT_FAILURE);
  }

  const name = Buffer.alloc(NAMESIZE);
  const age = new int();
  const line = Buffer.alloc(LINESIZE);
  while (scanf("%19s %d", name, age) === 2) {
    fprintf(output, "%s %d\n", name, age.value);
    fflush(output);
    if (fgets(line, sizeof(line), input) === null) break;
    fputs(line, stdout);
  }

  fclose(output);
  fclose(input);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
