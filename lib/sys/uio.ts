/**
 * sys/uio.h: reading into and writing from several places at once.
 *
 * @see readv(2)
 */

import type { iovec } from "../generated/sys/uio.ts";
import type { StructArray } from "../memory/array.ts";
import { pointersTo } from "../memory/pointers.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/uio.ts";

/** Where bytes come from or go to: `array(iovec, n)`, or one iovec. */
export type Vector = iovec | StructArray<iovec> | null;

/**
 * Reads into several places, filling one after the other.
 *
 *     const iov = array(iovec, [{ iov_base: head, iov_len: 8 }, { iov_base: body, iov_len: 100 }]);
 *     const n = readv(fd, iov, iov.length);
 *
 * @param fd the descriptor
 * @param iov the places
 * @param iovcnt how many, at most UIO_MAXIOV
 * @returns how many bytes were read, 0 at the end; -1 with EINVAL (`iovcnt`), and as read
 * @throws RangeError where an iov_len is more than its iov_base has
 * @see readv(2)
 */
export function readv(fd: number, iov: Vector, iovcnt: number): number {
  const { list, first } = pointersTo("readv", "iov", "iovec", iov);
  return result(native.readv(fd, iov, list, first, iovcnt));
}

/**
 * Writes from several places, one after the other.
 *
 * @param fd the descriptor
 * @param iov the places
 * @param iovcnt how many, at most UIO_MAXIOV
 * @returns how many bytes were written, which may be fewer; -1 with EINVAL (`iovcnt`), and as write
 * @throws RangeError as readv
 * @see writev(2)
 */
export function writev(fd: number, iov: Vector, iovcnt: number): number {
  const { list, first } = pointersTo("writev", "iov", "iovec", iov);
  return result(native.writev(fd, iov, list, first, iovcnt));
}

/**
 * readv at a place of a file, whose own position stays.
 *
 * @param fd the file
 * @param iov the places in memory
 * @param iovcnt how many
 * @param offset the place in the file, in bytes
 * @returns as readv; -1 also with ESPIPE, EINVAL (`offset` is negative)
 * @throws RangeError as readv
 * @see preadv(2)
 */
export function preadv(fd: number, iov: Vector, iovcnt: number, offset: number): number {
  const { list, first } = pointersTo("preadv", "iov", "iovec", iov);
  return result(native.preadv(fd, iov, list, first, iovcnt, offset));
}

/**
 * writev at a place of a file, whose own position stays.
 *
 * @param fd the file
 * @param iov the places in memory
 * @param iovcnt how many
 * @param offset the place in the file, in bytes
 * @returns as writev; -1 also with ESPIPE, EINVAL (`offset` is negative)
 * @throws RangeError as readv
 * @see pwritev(2)
 */
export function pwritev(fd: number, iov: Vector, iovcnt: number, offset: number): number {
  const { list, first } = pointersTo("pwritev", "iov", "iovec", iov);
  return result(native.pwritev(fd, iov, list, first, iovcnt, offset));
}

/**
 * preadv with flags.
 *
 * @param fd the file
 * @param iov the places in memory
 * @param iovcnt how many
 * @param offset the place in the file; -1 is its own position, which then moves
 * @param flags RWF_NOWAIT, RWF_HIPRI, or 0
 * @returns as preadv; -1 also with EOPNOTSUPP, EAGAIN (RWF_NOWAIT)
 * @throws RangeError as readv
 * @see preadv2(2)
 */
export function preadv2(fd: number, iov: Vector, iovcnt: number, offset: number, flags: number): number {
  const { list, first } = pointersTo("preadv2", "iov", "iovec", iov);
  return result(native.preadv2(fd, iov, list, first, iovcnt, offset, flags));
}

/**
 * pwritev with flags.
 *
 * @param fd the file
 * @param iov the places in memory
 * @param iovcnt how many
 * @param offset the place in the file; -1 is its own position, which then moves
 * @param flags RWF_APPEND, RWF_DSYNC, RWF_SYNC, RWF_HIPRI, or 0
 * @returns as pwritev; -1 also with EOPNOTSUPP
 * @throws RangeError as readv
 * @see pwritev2(2)
 */
export function pwritev2(fd: number, iov: Vector, iovcnt: number, offset: number, flags: number): number {
  const { list, first } = pointersTo("pwritev2", "iov", "iovec", iov);
  return result(native.pwritev2(fd, iov, list, first, iovcnt, offset, flags));
}

/**
 * Reads the memory of another process.
 *
 * @param pid the process; its own answers EPERM: memory is not reached by its address here
 * @param local_iov where the bytes go
 * @param liovcnt how many places
 * @param remote_iov where they are, in C's layout of `struct iovec`: an address and a length for each,
 *   `BigUint64Array.of(address, length)`
 * @param riovcnt how many of these
 * @param flags 0
 * @returns how many bytes were read; -1 with EPERM, ESRCH, EINVAL, EFAULT, ENOMEM
 * @throws RangeError as readv
 * @see process_vm_readv(2)
 */
export function process_vm_readv(
  pid: number,
  local_iov: Vector,
  liovcnt: number,
  remote_iov: BigUint64Array | null,
  riovcnt: number,
  flags: number,
): number {
  const { list, first } = pointersTo("process_vm_readv", "local_iov", "iovec", local_iov);
  return result(native.process_vm_readv(pid, local_iov, list, first, liovcnt, remote_iov, riovcnt, flags));
}
