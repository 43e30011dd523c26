/**
 * sys/select.h: waiting for descriptors that are bits of sets.
 *
 * @see select(2)
 */

import { endianness } from "node:os";

import { checkRange, expected } from "../check.ts";
import { fd_set, FD_SETSIZE, NFDBITS } from "../generated/sys/select.ts";
import type { timeval } from "../generated/sys/time.ts";
import type { sigset_t } from "../generated/signal.ts";
import type { timespec } from "../generated/time.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/select.ts";
export { timeval } from "../generated/sys/time.ts";
export { timespec } from "../generated/time.ts";
export type { suseconds_t } from "./types.ts";
export { time_t } from "./types.ts";

/**
 * Waits until one of some descriptors is ready.
 *
 * @param nfds one more than the highest descriptor in the sets
 * @param readfds the descriptors to wait for until they can be read, or null for none. This and the other sets become
 *   those that are ready
 * @param writefds those to wait for until they can be written to, or null
 * @param exceptfds those to wait for until something exceptional has happened, as out-of-band data, or null
 * @param timeout how long to wait, in seconds and microseconds; null without end. It becomes what is left of it, as
 *   Linux has it: set it anew for each call
 * @returns how many descriptors are in the sets now; 0 when the time is over; -1 with EBADF, EINTR (also with
 *   SA_RESTART), EINVAL (`nfds` or the timeout is negative), ENOMEM
 * @throws RangeError where `nfds` is beyond FD_SETSIZE, and so beyond a set
 * @see select(2)
 */
export function select(
  nfds: number,
  readfds: fd_set | null,
  writefds: fd_set | null,
  exceptfds: fd_set | null,
  timeout: timeval | null,
): number {
  return result(native.select(nfds, readfds, writefds, exceptfds, timeout));
}

/**
 * select with a finer timeout, which stays as it is.
 *
 * @param nfds as select
 * @param readfds as select
 * @param writefds as select
 * @param exceptfds as select
 * @param timeout how long to wait, in seconds and nanoseconds; null without end
 * @param sigmask what is blocked meanwhile; null changes nothing
 * @returns as select; -1 with EINVAL also where `timeout` is no time
 * @throws as select
 * @see pselect(2)
 */
export function pselect(
  nfds: number,
  readfds: fd_set | null,
  writefds: fd_set | null,
  exceptfds: fd_set | null,
  timeout: timespec | null,
  sigmask: sigset_t | null,
): number {
  return result(native.pselect(nfds, readfds, writefds, exceptfds, timeout, sigmask));
}

/** The bits are those of longs: descriptor 0 is the lowest bit of the first long. */
const byteOrder = endianness() === "LE" ? 0 : NFDBITS / 8 - 1;

/** A set's bytes. The bit of `fd` is 1 << (fd & 7) in the byte (fd >> 3) ^ byteOrder. */
function bytesWith(name: string, fd: number, fdset: fd_set): DataView {
  checkRange(name, "fd", fd, 0, FD_SETSIZE - 1);
  return bytesOf(name, fdset);
}

/** Not by checkStruct, which is slow once it has seen several structs: programs ask for each of a thousand bits. */
function bytesOf(name: string, fdset: fd_set): DataView {
  if (!(fdset instanceof fd_set)) throw expected(name, "fdset", "a fd_set", fdset);
  return fdset as unknown as DataView;
}

/**
 * Puts a descriptor into a set.
 *
 * @param fd the descriptor
 * @param fdset the set
 * @throws RangeError where `fd` is not from 0 to FD_SETSIZE - 1: C writes beyond the set
 * @see FD_SET(3)
 */
export function FD_SET(fd: number, fdset: fd_set): void {
  const bytes = bytesWith("FD_SET", fd, fdset);
  const i = (fd >> 3) ^ byteOrder;
  bytes.setUint8(i, bytes.getUint8(i) | (1 << (fd & 7)));
}

/**
 * Takes a descriptor out of a set.
 *
 * @param fd the descriptor
 * @param fdset the set
 * @throws as FD_SET
 * @see FD_CLR(3)
 */
export function FD_CLR(fd: number, fdset: fd_set): void {
  const bytes = bytesWith("FD_CLR", fd, fdset);
  const i = (fd >> 3) ^ byteOrder;
  bytes.setUint8(i, bytes.getUint8(i) & ~(1 << (fd & 7)));
}

/**
 * Asks whether a descriptor is in a set.
 *
 * @param fd the descriptor
 * @param fdset the set
 * @returns whether it is
 * @throws as FD_SET
 * @see FD_ISSET(3)
 */
export function FD_ISSET(fd: number, fdset: fd_set): boolean {
  const bytes = bytesWith("FD_ISSET", fd, fdset);
  return (bytes.getUint8((fd >> 3) ^ byteOrder) & (1 << (fd & 7))) !== 0;
}

/**
 * Empties a set.
 *
 * @param fdset the set
 * @see FD_ZERO(3)
 */
export function FD_ZERO(fdset: fd_set): void {
  const bytes = bytesOf("FD_ZERO", fdset);
  for (let i = 0; i < bytes.byteLength; i += 4) bytes.setUint32(i, 0);
}
