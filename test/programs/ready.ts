/** Calls that do not wait, made when a signal has come: they do what they do without it. */

import {
  F_SETFL,
  F_SETLKW,
  F_WRLCK,
  fcntl,
  flock as struct_flock,
  O_CREAT,
  O_NONBLOCK,
  O_RDWR,
  open,
} from "berkeley/fcntl";
import { array, int, sizeof } from "berkeley/memory";
import { poll, pollfd, POLLIN, ppoll, timespec } from "berkeley/poll";
import {
  kill,
  raise,
  SIG_BLOCK,
  siginfo_t,
  SIGKILL,
  sigtimedwait,
  SIGUSR1,
  SIGUSR2,
  sigwaitinfo,
} from "berkeley/signal";
import { fflush, printf, stdout } from "berkeley/stdio";
import { epoll_create1, epoll_ctl, EPOLL_CTL_ADD, epoll_event, epoll_wait, EPOLLIN } from "berkeley/sys/epoll";
import { flock, LOCK_EX, LOCK_NB, LOCK_UN } from "berkeley/sys/file";
import { FD_ISSET, FD_SET, fd_set, pselect, select, timeval } from "berkeley/sys/select";
import {
  accept,
  AF_INET,
  AF_UNIX,
  connect,
  listen,
  MSG_DONTWAIT,
  recv,
  recvfrom,
  send,
  sendto,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  socketpair,
} from "berkeley/sys/socket";
import { P_PID, wait, waitid, waitpid, WEXITED, WNOHANG, WNOWAIT } from "berkeley/sys/wait";
import { _exit, fork, fsync, pause, pread, read, write } from "berkeley/unistd";

import { bound, handle, mask, outcome, say, setOf } from "../support/signals.ts";

let handled = 0;

function attempt(name: string, call: () => number): void {
  handled = 0;
  process.kill(process.pid, "SIGUSR1"); // Node's, which does not run the handler.
  const result = outcome(call());
  say(`${name}: ${result}, ${handled ? "handled" : "not handled"}\n`);
}

function start_child(): number {
  const child = fork();
  if (child === 0) _exit(3);
  waitid(P_PID, child, new siginfo_t(), WEXITED | WNOWAIT);
  return child;
}

const zero = (fd: number): number => Math.min(fd, 0);

const buf = Buffer.alloc(10_000);
const fds = array(int, 2);
const files = array(int, 2);
// Without SA_RESTART.
handle(SIGUSR1, () => handled++);
const [listening, address] = bound(SOCK_STREAM);
listen(listening, 5);
const [udp, udp_address] = bound(SOCK_DGRAM);
socketpair(AF_UNIX, SOCK_STREAM, 0, fds);

// What would wait, but is told not to.
attempt("recv, MSG_DONTWAIT", () => recv(fds[0], buf, 10, MSG_DONTWAIT));
attempt("recvfrom, MSG_DONTWAIT", () => recvfrom(udp, buf, 10, MSG_DONTWAIT, null, null));
fcntl(listening, F_SETFL, O_NONBLOCK);
attempt("accept, O_NONBLOCK", () => accept(listening, null, null));
fcntl(listening, F_SETFL, 0);
fcntl(fds[0], F_SETFL, O_NONBLOCK);
attempt("read, O_NONBLOCK", () => read(fds[0], buf, 10));
while (write(fds[0], buf, 1000) > 0) continue;
while (write(fds[0], buf, 1) > 0) continue;
attempt("write, O_NONBLOCK", () => write(fds[0], buf, 1));
attempt("send, O_NONBLOCK", () => send(fds[0], buf, 1, 0));
fcntl(fds[0], F_SETFL, 0);
attempt("send, MSG_DONTWAIT", () => send(fds[0], buf, 1, MSG_DONTWAIT));
const pollfds = array(pollfd, 1);
Object.assign(pollfds[0], { fd: fds[0], events: POLLIN });
const none = new timespec();
const reads = new fd_set();
FD_SET(fds[0], reads);
const epfd = epoll_create1(0);
const events = array(epoll_event, 1);
epoll_ctl(epfd, EPOLL_CTL_ADD, fds[0], new epoll_event({ events: EPOLLIN }));
attempt("poll of no time", () => poll(pollfds, 1, 0));
attempt("ppoll of no time", () => ppoll(pollfds, 1, none, null));
attempt("select of no time", () => select(fds[0] + 1, reads, null, null, new timeval()));
attempt("pselect of no time", () => pselect(fds[0] + 1, reads, null, null, none, null));
attempt("epoll_wait of no time", () => epoll_wait(epfd, events, 1, 0));
const other = setOf(SIGUSR2);
mask(SIG_BLOCK, SIGUSR2);
attempt("sigtimedwait of no time", () => sigtimedwait(other, null, none));
const sleeper = fork();
if (sleeper === 0) {
  pause();
  _exit(0);
}
attempt("waitpid, WNOHANG", () => waitpid(sleeper, null, WNOHANG));
kill(sleeper, SIGKILL);
waitpid(sleeper, null, 0);
const path = process.argv[2];
for (let i = 0; i < 2; i++) files[i] = open(path, O_RDWR | O_CREAT, 0o600);
flock(files[0], LOCK_EX);
attempt("flock, LOCK_NB", () => flock(files[1], LOCK_EX | LOCK_NB));
flock(files[0], LOCK_UN);

// What could wait, but has no need to.
write(fds[1], "Hello", 5);
attempt("poll", () => poll(pollfds, 1, -1));
attempt("ppoll", () => ppoll(pollfds, 1, null, null));
FD_SET(fds[0], reads);
attempt("select", () => select(fds[0] + 1, reads, null, null, null));
attempt("pselect", () => pselect(fds[0] + 1, reads, null, null, null, null));
say(`${FD_ISSET(fds[0], reads) ? "ready" : "not ready"}\n`);
attempt("epoll_wait", () => epoll_wait(epfd, events, 1, -1));
attempt("read", () => read(fds[0], buf, 1));
attempt("recv", () => recv(fds[0], buf, 1, 0));
attempt("recv of all", () => recv(fds[0], buf, 3, 0));
attempt("send", () => send(fds[1], "Hello", 5, 0));
attempt("write to a socket", () => write(fds[1], "Hello", 5));
sendto(udp, "Hello", 5, 0, udp_address, sizeof(udp_address));
attempt("recvfrom", () => recvfrom(udp, buf, 10, 0, null, null));
attempt("sendto", () => sendto(udp, "Hello", 5, 0, udp_address, sizeof(udp_address)));
connect(socket(AF_INET, SOCK_STREAM, 0), address, sizeof(address));
attempt("accept", () => zero(accept(listening, null, null)));
attempt("open", () => zero(open(path, O_RDWR)));
attempt("write to a file", () => write(files[0], buf, sizeof(buf)));
attempt("pread", () => pread(files[0], buf, sizeof(buf), 0));
attempt("fsync", () => fsync(files[0]));
attempt("write to a pipe", () => write(1, "  ", 2));
attempt("printf", () => printf("Hello") + fflush(stdout));
const child = start_child();
attempt("waitpid", () => (waitpid(child, null, 0) === child ? 0 : -1));
start_child();
attempt("wait", () => zero(wait(null)));
attempt("wait for nobody", () => wait(null));
attempt("flock", () => flock(files[0], LOCK_EX));
attempt("F_SETLKW", () => fcntl(files[0], F_SETLKW, new struct_flock({ l_type: F_WRLCK })));
raise(SIGUSR2);
attempt("sigwaitinfo", () => sigwaitinfo(other, null));
