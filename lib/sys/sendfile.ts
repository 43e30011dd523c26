/**
 * sys/sendfile.h: files into sockets.
 *
 * @see sendfile(2)
 */

import type { off_t } from "../generated/sys/types.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

/**
 * Copies from a file to a descriptor, inside the kernel.
 *
 * @param out_fd where to: a socket, a pipe or a file
 * @param in_fd where from: something that mmap can map, or a pipe
 * @param offset where in the file to begin, in bytes; becomes where the next byte is. null: at the file's own position,
 *   which moves
 * @param count how many bytes
 * @returns how many were copied, 0 at the end of the file; -1 with EAGAIN, EINVAL, EIO, ENOMEM, EOVERFLOW, ESPIPE,
 *   EPIPE, ECONNRESET, ENOTCONN, EINTR, EBADF
 * @see sendfile(2)
 */
export function sendfile(out_fd: number, in_fd: number, offset: off_t | null, count: number): number {
  return result(native.sendfile(out_fd, in_fd, offset, count));
}
