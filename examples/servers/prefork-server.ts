/**
 * prefork-server: sends back what it receives over TCP, by processes that are there before their clients are: all of them
 * accept on the same socket, and the kernel gives each client to one.
 *
 * usage: prefork-server PORT [ADDRESS [CHILDREN [REPLACEMENTS]]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). There are CHILDREN processes (3). One that dies is replaced, but no more than REPLACEMENTS (10) are,
 * so that a server whose children die at once comes to an end.
 */

import { int } from "berkeley/memory";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE } from "berkeley/stdlib";
import { accept } from "berkeley/sys/socket";
import { wait, WEXITSTATUS, WIFEXITED, WTERMSIG } from "berkeley/sys/wait";
import { close, fork, getpid } from "berkeley/unistd";

import { echo } from "../support/echo.ts";
import { tcp_listen } from "../support/net.ts";

/** A child: serves one client after the other. */
function serve(listenfd: number): never {
  for (;;) {
    const connfd = accept(listenfd, null, null);
    if (connfd === -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    const total = echo(connfd);
    close(connfd);
    printf("child %d: %d bytes echoed\n", getpid(), total);
    fflush(stdout);
  }
}

function start_child(listenfd: number): void {
  const pid = fork();
  if (pid === 0) serve(listenfd);
  if (pid === -1) perror("fork");
  else printf("child %d: started\n", pid);
  fflush(stdout);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 5) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CHILDREN [REPLACEMENTS]]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  const children = argc > 3 ? atoi(argv[3]) : 3;
  let replacements = argc > 4 ? atoi(argv[4]) : 10;

  for (let i = 0; i < children; i++) start_child(listenfd);

  const status = new int();
  let pid: number;
  while ((pid = wait(status)) !== -1) {
    if (WIFEXITED(status.value)) printf("child %d: exited with %d\n", pid, WEXITSTATUS(status.value));
    else printf("child %d: killed by signal %d\n", pid, WTERMSIG(status.value));
    fflush(stdout);
    if (replacements-- > 0) start_child(listenfd);
  }
  perror("wait"); // There is no child left.
  return EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
