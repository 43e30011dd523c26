/**
 * sys/mman.h: memory that processes share, and files as memory.
 *
 * @see mmap(2)
 */

import type { Memory } from "../memory/access.ts";
import { native } from "../native.ts";
import { failure, result } from "../result.ts";

export * from "../generated/sys/mman.ts";
export type { off_t, size_t } from "./types.ts";

/** What mmap returns for a failure. It is no memory: a call that gets it throws a TypeError. */
export const MAP_FAILED: unique symbol = Symbol("MAP_FAILED");

/**
 * Maps memory: new memory (MAP_ANONYMOUS) or a file's. What is MAP_SHARED stays shared with the processes that fork makes.
 *
 * The Buffer is the memory itself: `new Int32Array(memory.buffer)` sees it as numbers, with which Atomics count across
 * processes. It stays mapped until munmap or the end of the process, as in C; that the Buffer is collected does not
 * unmap it. It belongs to the thread that made it.
 *
 * JavaScript can touch whatever has bytes. So the Buffer has `length` of them where `prot` has both PROT_READ and
 * PROT_WRITE, and else none: it can only be given to munmap, msync and mprotect. To read a file that is not open for
 * writing, map it with PROT_READ | PROT_WRITE and MAP_PRIVATE.
 *
 * Touching a page beyond a file's end is SIGBUS, which ends the process, as in C: map no more than the file has, and
 * mind who else may truncate it.
 *
 * @param addr null: the kernel chooses the place
 * @param length how many bytes
 * @param prot PROT_READ | PROT_WRITE; or PROT_NONE, PROT_READ, PROT_WRITE, PROT_EXEC
 * @param flags MAP_SHARED or MAP_PRIVATE, with MAP_ANONYMOUS, MAP_NORESERVE, MAP_POPULATE, ... or-ed in
 * @param fd the file's descriptor, which may be closed afterwards; -1 for MAP_ANONYMOUS
 * @param offset where in the file it begins, in bytes: a multiple of `sysconf(_SC_PAGESIZE)`
 * @returns the memory; MAP_FAILED with EACCES (the file is not open for this), EAGAIN, EBADF (also a descriptor of
 *   Node's), EINVAL (also MAP_FIXED and MAP_FIXED_NOREPLACE), ENFILE, ENODEV, ENOMEM (also more than a Buffer can have),
 *   EOVERFLOW, EPERM
 * @see mmap(2)
 */
export function mmap(
  addr: null,
  length: number,
  prot: number,
  flags: number,
  fd: number,
  offset: number,
): Buffer | typeof MAP_FAILED {
  const memory = native.mmap(addr, length, prot, flags, fd, offset);
  return typeof memory === "number" ? failure(memory, MAP_FAILED) : memory;
}

/**
 * Unmaps memory. Its Buffer and all other views of it have no bytes any more. An asynchronous call of Node's that still
 * uses it (`fs.read`) must have ended: nobody can keep that from touching what comes to lie there next.
 *
 * @param addr the memory that mmap returned, or another view of it from its first byte on
 * @param length how many bytes: all that were mapped; a part of a page counts as the page
 * @returns 0; -1 with EINVAL (this is no mapping, not any more, or only a part of one), ENOMEM
 * @see munmap(2)
 */
export function munmap(addr: Memory, length: number): number {
  return result(native.munmap(addr, length));
}

/**
 * Writes what was changed in a mapping back to its file.
 *
 * @param addr the memory that mmap returned, or a view of it that begins with a page
 * @param length how many bytes, as munmap counts them
 * @param flags MS_SYNC waits until it is written, MS_ASYNC does not; MS_INVALIDATE
 * @returns 0; -1 with EBUSY, EINVAL (no mapping, not the beginning of a page, other flags), EIO, ENOMEM (more than is
 *   mapped)
 * @see msync(2)
 */
export function msync(addr: Memory, length: number, flags: number): number {
  return result(native.msync(addr, length, flags));
}

/**
 * Changes what may be done with mapped memory. JavaScript would be killed where it touches what is forbidden, so memory
 * whose Buffer has bytes stays readable and writable; and a Buffer without bytes never gets any.
 *
 * @param addr as msync
 * @param len as msync
 * @param prot PROT_NONE, or PROT_READ, PROT_WRITE, PROT_EXEC or-ed together
 * @returns 0; -1 with EACCES, EINVAL (no mapping, not the beginning of a page, other protections; less than PROT_READ |
 *   PROT_WRITE for a Buffer with bytes), ENOMEM (more than is mapped)
 * @see mprotect(2)
 */
export function mprotect(addr: Memory, len: number, prot: number): number {
  return result(native.mprotect(addr, len, prot));
}
