/**
 * csapp.h: the library of "Computer Systems: A Programmer's Perspective" (Bryant and O'Hallaron). As that header does, it
 * has all the others, too.
 *
 * `Open_clientfd`, `Rio_readlineb`, `Fork`, `Socket`, ... fail by throwing a SystemError, where the book's print the error
 * and end the process.
 */

import { checkInteger, expected } from "./check.ts";
import {
  closeFailed,
  find,
  firstBytes,
  firstUsable,
  readFully,
  Reader,
  reuseAddress,
  roomForLine,
  writeFully,
} from "./books.ts";
import { errno } from "./errno.ts";
import type { Memory } from "./memory/access.ts";
import { addrinfo, AI_ADDRCONFIG, AI_NUMERICSERV, AI_PASSIVE, gai_strerror } from "./netdb.ts";
import { SA_RESTART, SIG_ERR, sigaction, type sighandler_t } from "./signal.ts";
import { fprintf, stderr } from "./stdio.ts";
import { exit } from "./stdlib.ts";
import { strerror, strlen, type Text } from "./string.ts";
import { bind, connect, listen, SOCK_STREAM, type sockaddr_any } from "./sys/socket.ts";
import { S_IRGRP, S_IROTH, S_IRUSR, S_IWGRP, S_IWOTH, S_IWUSR } from "./sys/stat.ts";
import { _exit, STDOUT_FILENO, write } from "./unistd.ts";
import { gaiError, systemError, wrapped } from "./wrappers.ts";

export * from "./index.ts";
export * from "./generated/wrappers.ts";
export { SystemError } from "./wrappers.ts";

/** What C casts to `(SA *)`: here any address is passed as it is. */
export type SA = sockaddr_any;
/** A handler of a signal. */
export type handler_t = sighandler_t;

/** How long a line may be, in bytes. */
export const MAXLINE = 8192;
/** How large an I/O buffer is, in bytes. */
export const MAXBUF = 8192;
/** How many connections may wait for accept. */
export const LISTENQ = 1024;
/** How much is read ahead, in bytes. */
export const RIO_BUFSIZE = 8192;
/** The permissions that open is given: reading and writing for all. */
export const DEF_MODE = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
/** Of those, the ones that umask is to take away. */
export const DEF_UMASK = S_IWGRP | S_IWOTH;

/**
 * Prints a message and what errno means, and ends the process, with status 0 as in the book.
 *
 * @param msg the message
 */
export function unix_error(msg: Text): never {
  fprintf(stderr, "%s: %s\n", msg, strerror(errno));
  return exit(0);
}

/**
 * Prints a message and what an error's number means, and ends the process as unix_error does.
 *
 * @param code the number that the function returned, as sigwait does
 * @param msg the message
 */
export function posix_error(code: number, msg: Text): never {
  fprintf(stderr, "%s: %s\n", msg, strerror(code));
  return exit(0);
}

/**
 * Prints a message and what an error of getaddrinfo or getnameinfo means, and ends the process as unix_error does.
 *
 * @param code the number that the function returned
 * @param msg the message
 */
export function gai_error(code: number, msg: Text): never {
  fprintf(stderr, "%s: %s\n", msg, gai_strerror(code));
  return exit(0);
}

/**
 * Prints a message, and ends the process as unix_error does.
 *
 * @param msg the message
 */
export function app_error(msg: Text): never {
  fprintf(stderr, "%s\n", msg);
  return exit(0);
}

/**
 * app_error, as programs with gethostbyname call it.
 *
 * @param msg the message
 */
export function dns_error(msg: Text): never {
  return app_error(msg);
}

/**
 * Writes a string to standard output without a buffer between, as a signal handler of C must.
 *
 * @param s the string
 * @returns how many bytes were written; -1 as write
 */
export function sio_puts(s: Text): number {
  return write(STDOUT_FILENO, s, strlen(s));
}

/**
 * sio_puts of a number.
 *
 * @param v the number, an integer
 * @returns as sio_puts
 * @throws RangeError where it is no integer
 */
export function sio_putl(v: number | bigint): number {
  if (typeof v !== "number" && typeof v !== "bigint") throw expected("sio_putl", "v", "an integer", v);
  if (typeof v === "number" && !Number.isSafeInteger(v)) throw new RangeError(`sio_putl: v: ${v} is no integer`);
  return sio_puts(String(v));
}

/**
 * sio_puts, then ends the process at once, with status 1.
 *
 * @param s the string
 */
export function sio_error(s: Text): never {
  sio_puts(s);
  return _exit(1);
}

/**
 * Reads as many bytes as are asked for.
 *
 * @param fd the descriptor
 * @param usrbuf where they go
 * @param n how many
 * @returns how many came: fewer only where the input ended; -1 as read, but not with EINTR
 * @throws RangeError where `usrbuf` has fewer than `n`
 */
export function rio_readn(fd: number, usrbuf: Memory, n: number): number {
  return readFully(fd, firstBytes("rio_readn", ["usrbuf", "n"], usrbuf, n));
}

/**
 * Writes all bytes.
 *
 * @param fd the descriptor
 * @param usrbuf the bytes; a string is its UTF-8 with a NUL behind it
 * @param n how many
 * @returns `n`; -1 as write, but not with EINTR
 * @throws RangeError where `usrbuf` has fewer than `n`
 */
export function rio_writen(fd: number, usrbuf: Memory | string, n: number): number {
  return writeFully(fd, firstBytes("rio_writen", ["usrbuf", "n"], usrbuf, n));
}

let attach: (rp: rio_t, reader: Reader) => void;
let readerOf: (name: string, rp: rio_t) => Reader;

/** A descriptor, and what was read ahead of it. */
export class rio_t {
  #reader: Reader | null = null;

  static {
    const check = (name: string, rp: rio_t): rio_t => {
      if (typeof rp === "object" && rp !== null && #reader in rp) return rp;
      throw expected(name, "rp", "a rio_t", rp);
    };
    attach = (rp, reader) => {
      check("rio_readinitb", rp).#reader = reader;
    };
    readerOf = (name, rp) => {
      const reader = check(name, rp).#reader;
      if (reader === null) throw new TypeError(`${name}: rp: rio_readinitb has not been called with it`);
      return reader;
    };
  }
}

/**
 * Makes a rio_t read from a descriptor. What it has read ahead from another is gone.
 *
 * @param rp the rio_t: `new rio_t()`
 * @param fd the descriptor, from which nobody else reads from now on
 */
export function rio_readinitb(rp: rio_t, fd: number): void {
  attach(rp, new Reader(checkInteger("rio_readinitb", "fd", fd), RIO_BUFSIZE));
}

/**
 * rio_readn that reads ahead.
 *
 * @param rp the rio_t
 * @param usrbuf as rio_readn
 * @param n as rio_readn
 * @returns as rio_readn
 * @throws as rio_readn
 */
export function rio_readnb(rp: rio_t, usrbuf: Memory, n: number): number {
  return readerOf("rio_readnb", rp).readFully(firstBytes("rio_readnb", ["usrbuf", "n"], usrbuf, n));
}

/**
 * Reads a line with its newline; of a long one, as much as there is room for.
 *
 * @param rp the rio_t
 * @param usrbuf where it goes, with a NUL behind it
 * @param maxlen how many bytes of `usrbuf` to use, one for the NUL
 * @returns the line's length in bytes, the last line's without a newline if it has none; 0 at the end of the input; -1 as
 *   read, but not with EINTR
 * @throws RangeError where `usrbuf` has fewer than `maxlen`, or there is no room for the NUL
 */
export function rio_readlineb(rp: rio_t, usrbuf: Memory, maxlen: number): number {
  const reader = readerOf("rio_readlineb", rp);
  return reader.readLine(roomForLine("rio_readlineb", ["usrbuf", "maxlen"], usrbuf, maxlen));
}

const NOT_FOUND = -2;

/** What getaddrinfo said at last. */
let notFound = 0;

/** getaddrinfo for both of the next; null where it fails, which it prints. */
function lookUp(hostname: Text | null, port: Text, ai_flags: number): addrinfo | null {
  const hints = new addrinfo({ ai_socktype: SOCK_STREAM, ai_flags: ai_flags | AI_NUMERICSERV | AI_ADDRCONFIG });
  const found = find(hostname, port, hints);
  if (typeof found !== "number") return found;
  notFound = found;
  fprintf(stderr, "getaddrinfo failed (%s:%s): %s\n", hostname ?? "(null)", port, gai_strerror(found));
  return null;
}

/**
 * Connects to a server.
 *
 * @param hostname its host: a name, or an address in numbers, IPv4 or IPv6
 * @param port its port: a number as text
 * @returns a descriptor; -2 where getaddrinfo finds nothing, after printing why; -1 as socket and connect with the last
 *   address of the host
 */
export function open_clientfd(hostname: Text | null, port: Text): number {
  const list = lookUp(hostname, port, 0);
  if (list === null) return NOT_FOUND;
  return firstUsable(list, (sockfd, { ai_addr, ai_addrlen }) => connect(sockfd, ai_addr, ai_addrlen));
}

/**
 * Makes a socket that listens on a port of all the machine's addresses.
 *
 * @param port the port: a number as text; "0" is any free one
 * @returns a descriptor; -2 where getaddrinfo finds nothing, after printing why; -1 as socket and bind with the last
 *   address, and as listen
 */
export function open_listenfd(port: Text): number {
  const list = lookUp(null, port, AI_PASSIVE);
  if (list === null) return NOT_FOUND;
  const listenfd = firstUsable(list, (sockfd, { ai_addr, ai_addrlen }) => {
    reuseAddress(sockfd);
    return bind(sockfd, ai_addr, ai_addrlen);
  });
  if (listenfd === -1 || listen(listenfd, LISTENQ) !== -1) return listenfd;
  closeFailed(listenfd);
  return -1;
}

/** sigaction in the words of signal: with SA_RESTART, and only the signal itself blocked meanwhile. */
function install(signum: number, handler: handler_t): handler_t {
  const old = new sigaction();
  const action = new sigaction({ sa_handler: handler, sa_flags: SA_RESTART });
  return sigaction(signum, action, old) === -1 ? SIG_ERR : old.sa_handler;
}

const opening = {
  hasFailed: (value: unknown): boolean => (value as number) < 0,
  errorOf: (name: string, value: unknown) => (value === NOT_FOUND ? gaiError(name, notFound) : systemError(name)),
};

/** The functions above that can fail, but throw a SystemError where they do. */
export const {
  Open_clientfd,
  Open_listenfd,
  Rio_readinitb,
  Rio_readlineb,
  Rio_readn,
  Rio_readnb,
  Rio_writen,
  Sio_error,
  Sio_putl,
  Sio_puts,
  /** Says what is to happen for a signal; the calls that its handler interrupts go on. */
  Signal,
} = wrapped(
  {
    open_clientfd,
    open_listenfd,
    rio_readinitb,
    rio_readlineb,
    rio_readn,
    rio_readnb,
    rio_writen,
    sio_error,
    sio_putl,
    sio_puts,
    signal: install,
  },
  { open_clientfd: opening, open_listenfd: opening },
);
