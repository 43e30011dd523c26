/**
 * daemon: a server in the background, without a terminal: the command comes back at once, and the server goes on.
 *
 * usage: daemon PATH [SECONDS]
 *
 * PATH is that of its socket, from / on. Who connects and writes `state` is told what the daemon is; `stop` ends it, and
 * so does being asked nothing for SECONDS (600). `echo state | nc -U -N PATH` asks.
 */

import { O_RDWR, open } from "berkeley/fcntl";
import { sizeof } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen, strncmp, strncpy } from "berkeley/string";
import {
  accept,
  AF_UNIX,
  bind,
  listen,
  setsockopt,
  SO_RCVTIMEO,
  SOCK_STREAM,
  socket,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { S_IRWXG, S_IRWXO, umask } from "berkeley/sys/stat";
import { timeval } from "berkeley/sys/time";
import { sockaddr_un } from "berkeley/sys/un";
import { _exit, chdir, close, dup, fork, getcwd, getpid, getsid, read, setsid, unlink, write } from "berkeley/unistd";

const BACKLOG = 5;
const BUFSIZE = 256;
const MAXFD = 1024;

/** Goes on in a child, while the caller ends. */
function leave_to_child(): void {
  const pid = fork();
  if (pid === -1) {
    perror("fork");
    exit(EXIT_FAILURE);
  }
  if (pid > 0) _exit(EXIT_SUCCESS);
}

/** Makes the process a daemon. */
function daemonize(): void {
  leave_to_child(); // The shell has its prompt back; and the child leads no process group, which setsid asks for.
  // A new session has no terminal.
  if (setsid() === -1) {
    perror("setsid");
    exit(EXIT_FAILURE);
  }
  leave_to_child(); // Who does not lead the session gets no terminal by opening one.

  umask(S_IRWXG | S_IRWXO); // Not what the caller happens to have: the socket is for this user alone.
  // Or the file system that it was started in could not be unmounted.
  if (chdir("/") === -1) {
    perror("chdir");
    exit(EXIT_FAILURE);
  }

  for (let fd = 0; fd < MAXFD; fd++) close(fd);
  // What library functions read or print goes nowhere. The kernel gives the lowest number that is free.
  if (open("/dev/null", O_RDWR) !== 0 || dup(0) !== 1 || dup(0) !== 2) _exit(EXIT_FAILURE);
}

/** What the daemon says about itself. */
function state(requests: number): string {
  const directory = getcwd(null, 0);
  return `pid ${getpid()}, session ${getsid(0)}, directory ${directory}, request ${requests}\n`;
}

/** Answers a client. Returns whether the daemon goes on. */
function answer(connfd: number, requests: number): boolean {
  const buf = Buffer.alloc(BUFSIZE);
  if (read(connfd, buf, sizeof(buf)) === -1) return true;
  const goes_on = strncmp(buf, "stop", 4) !== 0;
  const reply = goes_on ? state(requests) : "stopped\n";
  return write(connfd, reply, strlen(reply)) === -1 || goes_on;
}

function set_timeout(fd: number, seconds: number): void {
  const timeout = new timeval({ tv_sec: seconds });
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, sizeof(timeout));
}

/** Returns an exit status: from here on nobody sees an error message. */
function serve(address: sockaddr_un, seconds: number): number {
  const listenfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listenfd === -1) return EXIT_FAILURE;
  if (bind(listenfd, address, sizeof(address)) === -1) return EXIT_FAILURE;
  if (listen(listenfd, BACKLOG) === -1) return EXIT_FAILURE;
  set_timeout(listenfd, seconds);

  let connfd: number;
  for (let requests = 1; (connfd = accept(listenfd, null, null)) !== -1; requests++) {
    set_timeout(connfd, seconds);
    const goes_on = answer(connfd, requests);
    close(connfd);
    if (!goes_on) break;
  }
  close(listenfd);
  return EXIT_SUCCESS;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [SECONDS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const seconds = argc > 2 ? atoi(argv[2]) : 600;

  const address = new sockaddr_un();
  address.sun_family = AF_UNIX;
  if (argv[1][0] !== "/" || strlen(argv[1]) >= sizeof(address.sun_path)) {
    fprintf(stderr, "%s: not an absolute path, or too long\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  strncpy(address.sun_path, argv[1], sizeof(address.sun_path));
  unlink(argv[1]); // What an earlier run may have left.

  daemonize();
  const status = serve(address, seconds);
  unlink(argv[1]);
  return status;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
