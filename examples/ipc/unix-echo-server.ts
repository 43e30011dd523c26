/**
 * unix-echo-server: sends back what it receives over a socket in the file system, to one client at a time.
 *
 * usage: unix-echo-server PATH [CLIENTS]
 *
 * After CLIENTS clients the server ends; without it, it serves until it is killed.
 */

import { sizeof } from "berkeley/memory";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen, strncpy } from "berkeley/string";
import { accept, AF_UNIX, bind, listen, SOCK_STREAM, socket } from "berkeley/sys/socket";
import { sockaddr_un } from "berkeley/sys/un";
import { close, read, unlink, write } from "berkeley/unistd";

const BACKLOG = 5;
const BUFSIZE = 1024;

/** Sends back all that comes from a client. */
function echo(connfd: number): void {
  const buf = Buffer.alloc(BUFSIZE);
  let total = 0;
  let n: number;

  while ((n = read(connfd, buf, sizeof(buf))) > 0) {
    if (write(connfd, buf, n) !== n) {
      perror("write");
      return;
    }
    total += n;
  }
  if (n === -1) perror("read");
  printf("%d bytes echoed\n", total);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [CLIENTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let clients = argc > 2 ? atoi(argv[2]) : -1;

  const local = new sockaddr_un();
  local.sun_family = AF_UNIX;
  if (strlen(argv[1]) >= sizeof(local.sun_path)) {
    fprintf(stderr, "%s: too long\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(local.sun_path, argv[1], sizeof(local.sun_path));

  const listenfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listenfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }

  unlink(argv[1]); // What an earlier run may have left.
  if (bind(listenfd, local, sizeof(local)) === -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) === -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }
  printf("listening on %s\n", argv[1]);
  fflush(stdout);

  while (clients-- !== 0) {
    const connfd = accept(listenfd, null, null);
    if (connfd === -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    echo(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
