/**
 * daemon: a server in the background, without a terminal: the command comes back at once, and the server goes on. What it
 * has to say it tells syslog.
 *
 * usage: daemon PATH PIDFILE [SECONDS]
 *
 * PATH is that of its socket, from / on. Who connects and writes `state` is told what the daemon is; `stop` ends it, as
 * SIGTERM does, and being asked nothing for SECONDS (600). `echo state | nc -U -N PATH` asks.
 *
 * PIDFILE has the daemon's process id in it, and is locked while it runs: there is one at a time.
 */

import { EINTR, errno, EWOULDBLOCK } from "berkeley/errno";
import { flock, LOCK_EX, LOCK_NB, O_CREAT, O_RDWR, open } from "berkeley/fcntl";
import { array, sizeof } from "berkeley/memory";
import { pollfd, POLLIN, ppoll } from "berkeley/poll";
import { SIG_BLOCK, sigaction, sigaddset, sigemptyset, sigprocmask, sigset_t, SIGTERM } from "berkeley/signal";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen, strncmp } from "berkeley/string";
import {
  accept,
  AF_UNIX,
  bind,
  listen,
  MSG_NOSIGNAL,
  send,
  setsockopt,
  SO_RCVTIMEO,
  SOCK_STREAM,
  socket,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { S_IRWXG, S_IRWXO, umask } from "berkeley/sys/stat";
import { timeval } from "berkeley/sys/time";
import type { sockaddr_un } from "berkeley/sys/un";
import { LOG_DAEMON, LOG_ERR, LOG_INFO, LOG_NOTICE, LOG_PID, LOG_WARNING, openlog, syslog } from "berkeley/syslog";
import { timespec } from "berkeley/time";
import {
  _exit,
  chdir,
  close,
  dup,
  fork,
  ftruncate,
  getcwd,
  getpid,
  getsid,
  read,
  setsid,
  unlink,
  write,
} from "berkeley/unistd";

import { unix_address } from "../support/unix.ts";

const BACKLOG = 5;
const BUFSIZE = 256;
const MAXFD = 1024;

/** How many seconds a client has to say what it wants, while others wait. */
const PATIENCE = 5;

/** Opens and locks the pid file, or says who has locked it. The lock goes with the open file, to children too. */
function lock(path: string): number {
  const fd = open(path, O_RDWR | O_CREAT, 0o644);
  if (fd === -1) {
    perror(path);
    exit(EXIT_FAILURE);
  }
  if (flock(fd, LOCK_EX | LOCK_NB) === -1) {
    if (errno !== EWOULDBLOCK) {
      perror(path);
      exit(EXIT_FAILURE);
    }
    const pid = Buffer.alloc(BUFSIZE);
    if (read(fd, pid, sizeof(pid) - 1) === -1) perror(path);
    fprintf(stderr, "%s: the daemon runs already, as process %d\n", path, atoi(pid));
    exit(EXIT_FAILURE);
  }
  return fd;
}

/** Goes on in a child, while the caller ends. */
function leave_to_child(): void {
  const pid = fork();
  if (pid === -1) {
    perror("fork");
    exit(EXIT_FAILURE);
  }
  if (pid > 0) _exit(EXIT_SUCCESS);
}

/** Makes the process a daemon, in which one descriptor stays open. */
function daemonize(lockfd: number): void {
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

  for (let fd = 0; fd < MAXFD; fd++) {
    if (fd !== lockfd) close(fd);
  }
  // What library functions read or print goes nowhere. The kernel gives the lowest number that is free.
  if (open("/dev/null", O_RDWR) !== 0 || dup(0) !== 1 || dup(0) !== 2) _exit(EXIT_FAILURE);
}

/** Writes the daemon's process id into the pid file, in place of an older one's. */
function write_pid(lockfd: number): void {
  const text = `${getpid()}\n`;
  if (ftruncate(lockfd, 0) === -1 || write(lockfd, text, strlen(text)) === -1) fail("pid file");
}

/** Ends the daemon, and tells syslog why. */
function fail(what: string): never {
  syslog(LOG_ERR, "%s: %m", what);
  exit(EXIT_FAILURE);
}

/** What the daemon says about itself. */
function state(requests: number): string {
  const directory = getcwd(null, 0);
  return `pid ${getpid()}, session ${getsid(0)}, directory ${directory}, request ${requests}\n`;
}

/** Answers a client. Returns whether the daemon goes on. */
function answer(connfd: number, requests: number): boolean {
  const buf = Buffer.alloc(BUFSIZE);
  if (read(connfd, buf, sizeof(buf)) === -1) {
    syslog(LOG_WARNING, "request %d: %m", requests);
    return true;
  }
  syslog(LOG_INFO, "request %d", requests);
  const goes_on = strncmp(buf, "stop", 4) !== 0;
  const reply = goes_on ? state(requests) : "stopped\n";
  if (send(connfd, reply, strlen(reply), MSG_NOSIGNAL) === -1) syslog(LOG_WARNING, "request %d: %m", requests);
  return goes_on;
}

/** ppoll is what tells of the signal. */
function handle(): void {}

/** Serves until a client, a signal or the clock ends it. */
function serve(address: sockaddr_un, seconds: number): void {
  // The signal comes while ppoll waits, and at no other time.
  const term = new sigset_t();
  const mask = new sigset_t();
  sigemptyset(term);
  sigaddset(term, SIGTERM);
  sigprocmask(SIG_BLOCK, term, mask);
  sigaction(SIGTERM, new sigaction({ sa_handler: handle }), null);

  const listenfd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (listenfd === -1) fail("socket");
  unlink(address.sun_path); // What a daemon that was killed has left.
  if (bind(listenfd, address, sizeof(address)) === -1) fail("bind");
  if (listen(listenfd, BACKLOG) === -1) fail("listen");
  syslog(LOG_NOTICE, "listening on %s", address.sun_path);

  const fds = array(pollfd, 1);
  fds[0].fd = listenfd;
  fds[0].events = POLLIN;
  const timeout = new timespec({ tv_sec: seconds });
  for (let requests = 1; ; requests++) {
    const ready = ppoll(fds, 1, timeout, mask);
    if (ready === -1) {
      if (errno !== EINTR) fail("ppoll");
      syslog(LOG_NOTICE, "ended by SIGTERM");
      break;
    }
    if (ready === 0) {
      syslog(LOG_NOTICE, "nobody has asked for %d seconds", seconds);
      break;
    }
    const connfd = accept(listenfd, null, null);
    if (connfd === -1) fail("accept");
    const patience = new timeval({ tv_sec: PATIENCE });
    setsockopt(connfd, SOL_SOCKET, SO_RCVTIMEO, patience, sizeof(patience));
    const goes_on = answer(connfd, requests);
    close(connfd);
    if (!goes_on) {
      syslog(LOG_NOTICE, "stopped by request %d", requests);
      break;
    }
  }
  close(listenfd);
  unlink(address.sun_path);
}

function main(argc: number, argv: string[]): number {
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s PATH PIDFILE [SECONDS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const seconds = argc > 3 ? atoi(argv[3]) : 600;

  if (argv[1][0] !== "/") {
    fprintf(stderr, "%s: not an absolute path\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  const address = unix_address(argv[1]);

  const lockfd = lock(argv[2]);
  daemonize(lockfd);
  openlog("daemon", LOG_PID, LOG_DAEMON);
  write_pid(lockfd);
  serve(address, seconds);
  ftruncate(lockfd, 0); // It stays: who has opened it by now would lock a file that nobody else finds.
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
