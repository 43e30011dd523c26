/**
 * sys/file.h: locks on whole files.
 *
 * @see flock(2)
 */

import { flock as struct_flock } from "../generated/fcntl.ts";
import { structAndFunction } from "../memory/struct.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export { LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN } from "../generated/fcntl.ts";

/**
 * Locks an open file, waiting until it can, or unlocks it. The lock is that of the open file: descriptors that dup or fork
 * made share it, and it goes with the last of them.
 *
 *     flock(fd, LOCK_EX);
 *
 * As a class it is fcntl's record lock: `new flock({ l_type: F_WRLCK })`.
 *
 * @param fd the file's descriptor
 * @param operation LOCK_SH, LOCK_EX or LOCK_UN; with LOCK_NB or-ed in it does not wait
 * @returns 0; -1 with EWOULDBLOCK (LOCK_NB, and it is locked), EINTR, EBADF, EINVAL, ENOLCK
 * @see flock(2)
 */
export const flock = structAndFunction(struct_flock, (fd: number, operation: number): number =>
  result(native.flock(fd, operation)),
);
export type flock = struct_flock;
