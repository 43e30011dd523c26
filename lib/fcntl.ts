/**
 * fcntl.h: opening files, and operations on descriptors.
 *
 * @see open(2), fcntl(2)
 */

import {
  F_GETLK,
  F_GETOWN,
  F_GETOWN_EX,
  f_owner_ex,
  F_OFD_GETLK,
  F_OFD_SETLK,
  F_OFD_SETLKW,
  F_OWNER_PGRP,
  F_SETLK,
  F_SETLKW,
  F_SETOWN_EX,
  type flock,
} from "./generated/fcntl.ts";
import type { off_t } from "./generated/sys/types.ts";
import type { RawMemory } from "./memory/access.ts";
import type { ValueOf } from "./memory/option.ts";
import { native } from "./native.ts";
import { result } from "./result.ts";

export * from "./generated/fcntl.ts";
// As a class the struct of C; also sys/file.h's function.
export { flock } from "./sys/file.ts";
export { SEEK_CUR, SEEK_END, SEEK_SET } from "./generated/unistd.ts";

/**
 * Opens a file. Opening a FIFO waits for its other end.
 *
 * @param pathname the file's name
 * @param flags O_RDONLY, O_WRONLY or O_RDWR, with O_CREAT, O_TRUNC, O_APPEND, O_NONBLOCK, O_CLOEXEC, ... or-ed in
 * @param mode the permissions of a file that is created: S_IRUSR | S_IWUSR, less the umask
 * @returns a descriptor; -1 with ENOENT, EACCES, EEXIST, EISDIR, ENOTDIR, ENAMETOOLONG, ELOOP, ENXIO, EROFS, EINVAL,
 *   EINTR, EMFILE, ENFILE, EFAULT, ...
 * @see open(2)
 */
export function open(pathname: RawMemory | string | null, flags: number, mode = 0): number {
  return result(native.open(pathname, flags, mode));
}

/**
 * Opens a file below a directory.
 *
 * @param dirfd the directory's descriptor, or AT_FDCWD
 * @param pathname the file's name, relative to the directory; `dirfd` is ignored if it is absolute
 * @param flags as open
 * @param mode as open
 * @returns as open; -1 also with EBADF
 * @see openat(2)
 */
export function openat(dirfd: number, pathname: RawMemory | string | null, flags: number, mode = 0): number {
  return result(native.openat(dirfd, pathname, flags, mode));
}

/**
 * Creates a file or empties it, for writing.
 *
 * @param pathname the file's name
 * @param mode the permissions of a file that is created, less the umask
 * @returns as open
 * @see creat(2)
 */
export function creat(pathname: RawMemory | string | null, mode: number): number {
  return result(native.creat(pathname, mode));
}

/**
 * Moves bytes between a pipe and another descriptor, inside the kernel.
 *
 * @param fd_in where from
 * @param off_in where in the file, in bytes; becomes where the next byte is. null: at its own position, and for a pipe
 * @param fd_out where to; one of the two is a pipe
 * @param off_out the same for `fd_out`
 * @param size how many bytes
 * @param flags SPLICE_F_MOVE, SPLICE_F_NONBLOCK, SPLICE_F_MORE, or 0
 * @returns how many were moved, 0 at the end; -1 with EAGAIN, EINVAL (no pipe; both the same), ESPIPE (an offset for a
 *   pipe), EPIPE, ENOMEM, EINTR, EBADF
 * @see splice(2)
 */
export function splice(
  fd_in: number,
  off_in: off_t | null,
  fd_out: number,
  off_out: off_t | null,
  size: number,
  flags: number,
): number {
  return result(native.splice(fd_in, off_in, fd_out, off_out, size, flags));
}

/**
 * Copies bytes from a pipe to another, where they can be read from both.
 *
 * @param fd_in the pipe
 * @param fd_out the other
 * @param size how many bytes at most
 * @param flags as splice
 * @returns how many were copied, 0 at the end; -1 with EAGAIN, EINVAL (not two pipes), EPIPE, ENOMEM, EINTR, EBADF
 * @see tee(2)
 */
export function tee(fd_in: number, fd_out: number, size: number, flags: number): number {
  return result(native.tee(fd_in, fd_out, size, flags));
}

/** What a command takes. One of plain type `number`, as a wrapper around fcntl passes it on, may be any. */
export type CommandArgument<Command extends number> = number extends Command
  ? [arg?: number | flock | f_owner_ex | null]
  : ValueOf<Command, number> extends number
    ? [arg?: number]
    : [arg: ValueOf<Command, number> | null];

/**
 * Does something with a descriptor.
 *
 * @param fd the descriptor
 * @param cmd F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETOWN, F_SETOWN, F_SETSIG, F_GETPIPE_SZ, F_SETPIPE_SZ, ...
 *   take an int or nothing; F_GETLK, F_SETLK, F_SETLKW and F_OFD_* a flock; F_GETOWN_EX and F_SETOWN_EX an f_owner_ex
 * @param arg what the command takes; left out it is 0
 * @returns what the command returns, F_GETOWN a process group as a negative number; -1 with EBADF, EINVAL (also a
 *   command that is not known here: it could take its argument for an address), EAGAIN or EACCES (the lock is held),
 *   EDEADLK, EINTR, EMFILE, EPERM, EBUSY, ENOLCK, EFAULT
 * @see fcntl(2)
 */
export function fcntl<Command extends number>(
  fd: number,
  cmd: Command,
  ...[arg]: CommandArgument<NoInfer<Command>>
): number {
  switch (cmd as number) {
    case F_GETLK:
    case F_SETLK:
    case F_SETLKW:
    case F_OFD_GETLK:
    case F_OFD_SETLK:
    case F_OFD_SETLKW:
      return result(native.fcntl_flock(fd, cmd, arg as flock | null));
    case F_GETOWN_EX:
    case F_SETOWN_EX:
      return result(native.fcntl_owner(fd, cmd, arg as f_owner_ex | null));
    case F_GETOWN:
      return F_GETOWN_EX === undefined ? result(native.fcntl(fd, cmd, 0)) : getown(fd);
    default:
      return result(native.fcntl(fd, cmd, (arg === undefined ? 0 : arg) as number));
  }
}

/**
 * A process group is a negative result, which only F_GETOWN_EX tells from an error: glibc does it so too. Subtracted
 * from 0, no group is 0 and not -0.
 */
function getown(fd: number): number {
  const owner = new f_owner_ex();
  const value = native.fcntl_owner(fd, F_GETOWN_EX, owner);
  if (value < 0) return result(value);
  return owner.type === F_OWNER_PGRP ? 0 - owner.pid : owner.pid;
}
