/**
 * What each call does that a handler interrupts, which also makes that happen what the call waits for:
 *
 *     restarts FOLDER [restart]
 */

import {
  F_OFD_SETLK,
  F_OFD_SETLKW,
  F_SETFL,
  F_SETLK,
  F_SETLKW,
  F_UNLCK,
  F_WRLCK,
  fcntl,
  flock as struct_flock,
  O_CREAT,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  open,
} from "berkeley/fcntl";
import { array, int, sizeof } from "berkeley/memory";
import { poll, pollfd, POLLIN, ppoll } from "berkeley/poll";
import {
  pause,
  SA_RESTART,
  SIG_BLOCK,
  siginfo_t,
  sigsuspend,
  sigtimedwait,
  SIGUSR1,
  SIGUSR2,
  sigwaitinfo,
} from "berkeley";
import {
  epoll_create1,
  epoll_ctl,
  EPOLL_CTL_ADD,
  epoll_event,
  epoll_pwait,
  epoll_wait,
  EPOLLIN,
} from "berkeley/sys/epoll";
import { eventfd } from "berkeley/sys/eventfd";
import { flock, LOCK_EX, LOCK_UN } from "berkeley/sys/file";
import { rusage } from "berkeley/sys/resource";
import { FD_SET, fd_set, pselect, select, timeval } from "berkeley/sys/select";
import {
  accept,
  accept4,
  AF_UNIX,
  bind,
  connect,
  listen,
  MSG_WAITALL,
  recv,
  recvfrom,
  send,
  sendto,
  setsockopt,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  socket,
  socketpair,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { mkfifo } from "berkeley/sys/stat";
import { sockaddr_un } from "berkeley/sys/un";
import { P_PID, wait, wait4, waitid, waitpid, WEXITED, WEXITSTATUS } from "berkeley/sys/wait";
import { clock_nanosleep, CLOCK_MONOTONIC, nanosleep, timespec } from "berkeley/time";
import { _exit, fork, pipe, read, sleep, usleep, write } from "berkeley/unistd";

import { nameOf } from "../support/errors.ts";
import { handle, mask, outcome, say, setOf } from "../support/signals.ts";

const [folder, restarts] = process.argv.slice(2);
const fds = array(int, 2);
const locks = array(int, 2);
let listening = -1;
let child = -1;
let stage = 0;
let path = "";
const address = new sockaddr_un({ sun_family: AF_UNIX });
const buf = Buffer.alloc(100_000);
let happens: (() => void) | null = null;

function attempt(name: string, call: () => number, what: (() => void) | null): void {
  happens = what;
  say(`${stage++}\n`);
  say(`${name}: ${outcome(call())}\n`);
}

const zero = (fd: number): number => Math.min(fd, 0);

function make_pair(): void {
  socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
}

function feed(): void {
  write(fds[1], "Hello", 5);
}

function fill(): void {
  fcntl(fds[1], F_SETFL, O_NONBLOCK);
  while (write(fds[1], buf, 1000) > 0) continue;
  while (write(fds[1], buf, 1) > 0) continue;
  fcntl(fds[1], F_SETFL, 0);
}

function drain(): void {
  fcntl(fds[0], F_SETFL, O_NONBLOCK);
  while (read(fds[0], buf, sizeof(buf)) > 0) continue;
}

function count(): void {
  write(fds[0], new BigUint64Array([1n]), 8);
}

/** A place for one client, and a new one each time. */
function start_listening(): void {
  address.sun_path = `${folder}/socket${stage}`;
  listening = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(listening, address, sizeof(address));
  listen(listening, 0);
}

function come(): number {
  return connect(socket(AF_UNIX, SOCK_STREAM, 0), address, sizeof(address));
}

function client_leaves(): void {
  accept(listening, null, null);
}

function open_other_end(): void {
  open(path, O_RDWR | O_NONBLOCK);
}

function start_child(): void {
  pipe(fds);
  child = fork();
  if (child !== 0) return;
  read(fds[0], buf, 1);
  _exit(3);
}

function end_child(): void {
  write(fds[1], "x", 1);
}

function start_locker(): void {
  make_pair();
  child = fork();
  if (child !== 0) {
    read(fds[0], buf, 1);
    return;
  }
  fcntl(locks[0], F_SETLK, new struct_flock({ l_type: F_WRLCK }));
  write(fds[1], "x", 1);
  read(fds[1], buf, 1);
  _exit(0);
}

function end_locker(): void {
  write(fds[0], "x", 1);
  waitpid(child, null, 0);
}

function unlock(): void {
  flock(locks[0], LOCK_UN);
}

function unlock_description(): void {
  fcntl(locks[0], F_OFD_SETLK, new struct_flock({ l_type: F_UNLCK }));
}

function make_limited(fd: number, option: typeof SO_RCVTIMEO): void {
  const timeout = new timeval({ tv_sec: 100 });
  setsockopt(fd, SOL_SOCKET, option, timeout, sizeof(timeout));
}

handle(SIGUSR1, () => happens?.(), restarts === "restart" ? SA_RESTART : 0);

start_listening();
attempt("accept", () => zero(accept(listening, null, null)), come);
start_listening();
attempt("accept4", () => zero(accept4(listening, null, null, SOCK_CLOEXEC)), come);
start_listening();
come();
attempt("connect", come, client_leaves);

make_pair();
attempt("recv", () => recv(fds[0], buf, 10, 0), feed);
make_pair();
attempt("recvfrom", () => recvfrom(fds[0], buf, 10, 0, null, null), feed);
make_pair();
attempt("recv of all", () => recv(fds[0], buf, 5, MSG_WAITALL), feed);
make_pair();
attempt("read from a socket", () => read(fds[0], buf, 10), feed);
pipe(fds);
attempt("read from a pipe", () => read(fds[0], buf, 10), feed);
fds[0] = eventfd(0, 0);
attempt("read from an eventfd", () => read(fds[0], buf, 8), count);

make_pair();
fill();
attempt("send", () => send(fds[1], buf, 1, 0), drain);
make_pair();
fill();
attempt("sendto", () => sendto(fds[1], buf, 1, 0, null, 0), drain);
pipe(fds);
fill();
attempt("write to a pipe", () => write(fds[1], buf, 1), drain);
pipe(fds);
attempt("write of more than a pipe holds", () => write(fds[1], buf, sizeof(buf)), drain);

path = `${folder}/fifo`;
mkfifo(path, 0o600);
attempt("open of a FIFO for reading", () => zero(open(path, O_RDONLY)), open_other_end);
path = `${folder}/another`;
mkfifo(path, 0o600);
attempt("open of a FIFO for writing", () => zero(open(path, O_WRONLY)), open_other_end);

const status = new int();
start_child();
attempt("waitpid", () => zero(waitpid(child, status, 0)), end_child);
waitpid(child, status, 0);
say(`status ${WEXITSTATUS(status.value)}\n`);
start_child();
attempt("wait", () => zero(wait(status)), end_child);
waitpid(child, status, 0);
start_child();
attempt("wait4", () => zero(wait4(child, status, 0, new rusage())), end_child);
waitpid(child, status, 0);
start_child();
attempt("waitid", () => waitid(P_PID, child, new siginfo_t(), WEXITED), end_child);
waitpid(child, status, 0);

path = `${folder}/file`;
for (let i = 0; i < 2; i++) locks[i] = open(path, O_RDWR | O_CREAT, 0o600);
const lock = new struct_flock({ l_type: F_WRLCK });
start_locker();
attempt("F_SETLKW", () => fcntl(locks[1], F_SETLKW, lock), end_locker);
lock.l_type = F_UNLCK;
fcntl(locks[1], F_SETLK, lock);
lock.l_type = F_WRLCK;
fcntl(locks[0], F_OFD_SETLK, lock);
attempt("F_OFD_SETLKW", () => fcntl(locks[1], F_OFD_SETLKW, lock), unlock_description);
flock(locks[0], LOCK_EX);
attempt("flock", () => flock(locks[1], LOCK_EX), unlock);

const time = new timespec({ tv_sec: 100 });
const left = new timespec();
const timeout = new timeval({ tv_sec: 100 });
const reads = new fd_set();
make_pair();
const pollfds = array(pollfd, 1);
Object.assign(pollfds[0], { fd: fds[0], events: POLLIN });
FD_SET(fds[0], reads);
const events = array(epoll_event, 1);
const epfd = epoll_create1(0);
epoll_ctl(epfd, EPOLL_CTL_ADD, fds[0], new epoll_event({ events: EPOLLIN }));
const none = setOf();
const other = setOf(SIGUSR2);
mask(SIG_BLOCK, SIGUSR2);
attempt("poll", () => poll(pollfds, 1, -1), null);
attempt("poll for a time", () => poll(pollfds, 1, 100_000), null);
attempt("ppoll", () => ppoll(pollfds, 1, null, none), null);
attempt("ppoll for a time", () => ppoll(pollfds, 1, time, null), null);
attempt("select", () => select(fds[0] + 1, reads, null, null, null), null);
attempt("select for a time", () => select(fds[0] + 1, reads, null, null, timeout), null);
say(`${timeout.tv_sec > 0 && timeout.tv_sec < 100 ? "some of it is left" : "it is as it was"}\n`);
attempt("pselect", () => pselect(fds[0] + 1, reads, null, null, time, none), null);
attempt("epoll_wait", () => epoll_wait(epfd, events, 1, -1), null);
attempt("epoll_wait for a time", () => epoll_wait(epfd, events, 1, 100_000), null);
attempt("epoll_pwait", () => epoll_pwait(epfd, events, 1, -1, none), null);
attempt("pause", pause, null);
attempt("sigsuspend", () => sigsuspend(none), null);
attempt("sigwaitinfo", () => sigwaitinfo(other, null), null);
attempt("sigtimedwait", () => sigtimedwait(other, null, time), null);
attempt("nanosleep", () => nanosleep(time, left), null);
say(`${left.tv_sec > 0 && left.tv_sec < 100 ? "some of it is left" : "nothing is left"}\n`);
left.tv_sec = 0;
say(`${stage++}\n`);
say(`clock_nanosleep: ${nameOf(clock_nanosleep(CLOCK_MONOTONIC, 0, time, left))}\n`);
say(`${left.tv_sec > 0 && left.tv_sec < 100 ? "some of it is left" : "nothing is left"}\n`);
say(`${stage++}\n`);
const rest = sleep(100);
say(`sleep: ${rest > 0 && rest < 100 ? "some of it is left" : "nothing is left"}\n`);
attempt("usleep", () => usleep(100_000_000), null);

make_pair();
make_limited(fds[0], SO_RCVTIMEO);
attempt("recv with SO_RCVTIMEO", () => recv(fds[0], buf, 10, 0), feed);
make_pair();
make_limited(fds[1], SO_SNDTIMEO);
fill();
attempt("send with SO_SNDTIMEO", () => send(fds[1], buf, 1, 0), drain);
start_listening();
make_limited(listening, SO_RCVTIMEO);
attempt("accept with SO_RCVTIMEO", () => zero(accept(listening, null, null)), come);
say("end\n");
