/** The constants of unp.h. */

import { checkNumber } from "../check.ts";
import { S_IRGRP, S_IROTH, S_IRUSR, S_IWUSR, S_IXGRP, S_IXOTH, S_IXUSR } from "../sys/stat.ts";
import type { sockaddr_any } from "../sys/socket.ts";
import type { sighandler_t } from "../signal.ts";

/** What C casts to `(SA *)`: here any address is passed as it is. */
export type SA = sockaddr_any;
/** A handler of a signal. */
export type Sigfunc = sighandler_t;

/** How many connections may wait for accept. */
export const LISTENQ = 1024;
/** How long a line may be, in bytes. */
export const MAXLINE = 4096;
/** How large a buffer for reads and writes is, in bytes. */
export const BUFFSIZE = 8192;
/** How long any address is at most, in bytes. */
export const MAXSOCKADDR = 128;
/** The port of the book's servers. */
export const SERV_PORT = 9877;
/** The same as text. */
export const SERV_PORT_STR = "9877";
/** The path of its stream servers in the file system, */
export const UNIXSTR_PATH = "/tmp/unix.str";
/** and of its datagram servers. */
export const UNIXDG_PATH = "/tmp/unix.dg";
/** poll's timeout that never ends. */
export const INFTIM = -1;
/** The permissions of a new file: all may read, its owner may write. */
export const FILE_MODE = S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
/** The permissions of a new directory. */
export const DIR_MODE = FILE_MODE | S_IXUSR | S_IXGRP | S_IXOTH;

/**
 * The smaller of two numbers.
 *
 * @param a one
 * @param b the other
 * @returns one of them
 */
export function min(a: number, b: number): number {
  return checkNumber("min", "a", a) < checkNumber("min", "b", b) ? a : b;
}

/**
 * The larger of two numbers.
 *
 * @param a one
 * @param b the other
 * @returns one of them
 */
export function max(a: number, b: number): number {
  return checkNumber("max", "a", a) > checkNumber("max", "b", b) ? a : b;
}
