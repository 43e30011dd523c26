/** Signals, timeouts, daemons and times. */

import { closeFailed } from "../books.ts";
import { checkInteger, stringOf } from "../check.ts";
import { EINPROGRESS, EINTR, errno, ETIMEDOUT, set_errno } from "../errno.ts";
import { F_GETFL, F_SETFL, O_NONBLOCK, O_RDONLY, O_RDWR, open } from "../fcntl.ts";
import { Fcntl, Gettimeofday, Select } from "../generated/wrappers.ts";
import { int, sizeof } from "../memory/index.ts";
import { SA_RESTART, SIG_ERR, SIG_IGN, sigaction, SIGALRM, SIGHUP } from "../signal.ts";
import type { Text } from "../string.ts";
import { type Address, connect, getsockopt, SO_ERROR, socklen_t, SOL_SOCKET } from "../sys/socket.ts";
import { FD_SET, fd_set, select } from "../sys/select.ts";
import { timersub, timeval } from "../sys/time.ts";
import { LOG_PID, openlog } from "../syslog.ts";
import { ctime, time_t } from "../time.ts";
import { _exit, alarm, chdir, close, fork, setsid } from "../unistd.ts";
import { wrapped } from "../wrappers.ts";
import type { Sigfunc } from "./constants.ts";
import { err_msg, set_daemon_proc } from "./error.ts";

/**
 * Says what is to happen for a signal, with sigaction: the calls that its handler interrupts go on, but SIGALRM's, which
 * is there to end them.
 *
 * @param signo SIGINT, ...
 * @param func a function, SIG_DFL or SIG_IGN
 * @returns what was; SIG_ERR as sigaction
 */
export function signal(signo: number, func: Sigfunc): Sigfunc {
  return install(signo, func, signo === SIGALRM ? 0 : SA_RESTART);
}

/**
 * signal, but any call that the handler interrupts ends, with EINTR.
 *
 * @param signo as signal
 * @param func as signal
 * @returns as signal
 */
export function signal_intr(signo: number, func: Sigfunc): Sigfunc {
  return install(signo, func, 0);
}

function install(signo: number, sa_handler: Sigfunc, sa_flags: number): Sigfunc {
  const oact = new sigaction();
  return sigaction(signo, new sigaction({ sa_handler, sa_flags }), oact) === -1 ? SIG_ERR : oact.sa_handler;
}

/** The functions above, but throwing a SystemError where they fail. */
export const { Signal, Signal_intr } = wrapped({ signal, signal_intr }, {});

/**
 * connect that waits for some seconds only, by alarm(): a program that has set one is told, and loses it.
 *
 * @param sockfd the socket, which is closed where the call fails
 * @param saptr as connect
 * @param salen as connect
 * @param nsec the seconds
 * @returns 0; -1 with ETIMEDOUT where they are over, and as connect
 */
export function connect_timeo(sockfd: number, saptr: Address, salen: number, nsec: number): number {
  const before = Signal(SIGALRM, () => {}); // It is there to interrupt connect.
  try {
    if (alarm(nsec) !== 0) err_msg("connect_timeo: alarm was already set");
    const n = connect(sockfd, saptr, salen);
    if (n === -1) {
      closeFailed(sockfd);
      if (errno === EINTR) set_errno(ETIMEDOUT);
    }
    return n;
  } finally {
    alarm(0);
    Signal(SIGALRM, before);
  }
}

function setOf(fd: number): fd_set {
  const set = new fd_set();
  FD_SET(fd, set);
  return set;
}

const secondsOf = (name: string, parameter: string, tv_sec: number): timeval =>
  new timeval({ tv_sec: checkInteger(name, parameter, tv_sec) | 0 });

/**
 * Waits until a descriptor can be read, but not for ever.
 *
 * @param fd the descriptor
 * @param sec for how many seconds
 * @returns a number above 0 if it can be; 0 when the time is over; -1 as select
 * @throws RangeError where `fd` is beyond FD_SETSIZE
 */
export function readable_timeo(fd: number, sec: number): number {
  const set = setOf(fd);
  return select(fd + 1, set, null, null, secondsOf("readable_timeo", "sec", sec));
}

/**
 * Waits until a descriptor can be written to, but not for ever.
 *
 * @param fd the descriptor
 * @param sec for how many seconds
 * @returns as readable_timeo
 * @throws as readable_timeo
 */
export function writable_timeo(fd: number, sec: number): number {
  const set = setOf(fd);
  return select(fd + 1, null, set, null, secondsOf("writable_timeo", "sec", sec));
}

/**
 * connect that waits for some seconds only, without a signal.
 *
 * @param sockfd the socket; non-blocking meanwhile. It is closed where the call fails after it has begun to wait
 * @param saptr as connect
 * @param salen as connect
 * @param nsec the seconds; 0 for as long as connect would
 * @returns 0; -1 with ETIMEDOUT where they are over, and as connect
 * @throws SystemError as select; RangeError where `sockfd` is beyond FD_SETSIZE
 */
export function connect_nonb(sockfd: number, saptr: Address, salen: number, nsec: number): number {
  const timeout = secondsOf("connect_nonb", "nsec", nsec);
  const flags = Fcntl(sockfd, F_GETFL, 0);
  Fcntl(sockfd, F_SETFL, flags | O_NONBLOCK);
  if (connect(sockfd, saptr, salen) === -1) {
    if (errno !== EINPROGRESS) return restore(sockfd, flags, -1);
    const error = waitForConnection(sockfd, nsec === 0 ? null : timeout);
    if (error !== 0) {
      close(sockfd);
      set_errno(error);
      return -1;
    }
  }
  return restore(sockfd, flags, 0);
}

function restore(sockfd: number, flags: number, value: number): number {
  const error = errno;
  Fcntl(sockfd, F_SETFL, flags);
  set_errno(error);
  return value;
}

/** Waits until a connection is made, and returns its error or 0. */
function waitForConnection(sockfd: number, timeout: timeval | null): number {
  if (Select(sockfd + 1, setOf(sockfd), setOf(sockfd), null, timeout) === 0) return ETIMEDOUT;
  const error = new int();
  return getsockopt(sockfd, SOL_SOCKET, SO_ERROR, error, new socklen_t(sizeof(error))) === -1 ? errno : error.value;
}

/** Those of the functions above that can fail, but throw a SystemError where they do. */
export const { Connect_nonb, Connect_timeo, Readable_timeo, Writable_timeo } = wrapped(
  { connect_nonb, connect_timeo, readable_timeo, writable_timeo },
  {},
);

const MAXFD = 64;

/** Goes on in a child, while the caller ends. Returns 0; -1 as fork. */
function leaveToChild(): number {
  const pid = fork();
  if (pid > 0) _exit(0);
  return pid;
}

/**
 * Makes the process a daemon: a child in a session of its own, without a terminal, in `/`, with descriptors 0 to 2 on
 * /dev/null and no others below 64, whose messages go to the system's log.
 *
 * @param pname what stands before each message; or null, as openlog
 * @param facility LOG_DAEMON, LOG_USER, ...
 * @returns 0, in the daemon; -1 as fork and setsid
 */
export function daemon_init(pname: Text | null, facility: number): number {
  if (pname !== null) stringOf("daemon_init", "pname", pname);
  checkInteger("daemon_init", "facility", facility);
  if (leaveToChild() === -1) return -1;
  if (setsid() === -1) return -1;
  Signal(SIGHUP, SIG_IGN); // It comes when the session's leader ends, now.
  if (leaveToChild() === -1) return -1;
  set_daemon_proc(1);
  chdir("/");
  for (let fd = 0; fd < MAXFD; fd++) close(fd);
  for (const flags of [O_RDONLY, O_RDWR, O_RDWR]) open("/dev/null", flags);
  openlog(pname, LOG_PID, facility);
  return 0;
}

/**
 * Says that inetd has started the process, so that messages go to the system's log.
 *
 * @param pname what stands before each message; or null, as openlog
 * @param facility as daemon_init
 */
export function daemon_inetd(pname: Text | null, facility: number): void {
  openlog(pname, LOG_PID, facility);
  set_daemon_proc(1);
}

/**
 * The local time of day with microseconds: "12:34:56.789012".
 *
 * @returns the text
 */
export function gf_time(): string {
  const tv = new timeval();
  Gettimeofday(tv, null);
  const [, clock] = / (\d\d:\d\d:\d\d) /.exec(ctime(new time_t(tv.tv_sec))!)!;
  return `${clock}.${String(tv.tv_usec).padStart(6, "0")}`;
}

/**
 * Subtracts a time from another.
 *
 * @param out the other, which becomes the difference
 * @param in_ the time
 */
export function tv_sub(out: timeval, in_: timeval): void {
  timersub(out, in_, out);
}

export { gf_time as Gf_time };
