/** unistd.h: descriptors and the process. */

import type { Memory, RawMemory } from "./memory/access.ts";
import { native } from "./native.ts";
import { failure, result } from "./result.ts";

export * from "./generated/unistd.ts";
export { getopt, optarg, opterr, optind, optopt, set_optarg, set_opterr, set_optind, set_optopt } from "./getopt.ts";
export type { gid_t, off_t, pid_t, size_t, ssize_t, uid_t, useconds_t } from "./sys/types.ts";

/**
 * Reads from a descriptor.
 *
 * @param fd the descriptor
 * @param buf where the bytes go
 * @param count how many at most, in bytes
 * @returns how many came, 0 at the end; -1 with EAGAIN, EBADF, EFAULT, EINTR, EINVAL, EIO, EISDIR, ECONNRESET
 * @see read(2)
 */
export function read(fd: number, buf: Memory | null, count: number): number {
  return result(native.read(fd, buf, count));
}

/**
 * Writes to a descriptor.
 *
 * @param fd the descriptor
 * @param buf the bytes; a string is its UTF-8 with a NUL behind it
 * @param count how many of them, at most `sizeof(buf)`
 * @returns how many were taken, which may be fewer; -1 with EAGAIN, EBADF, EDESTADDRREQ, EFAULT, EFBIG, EINTR, EINVAL,
 *   EIO, ENOSPC, EPIPE (SIGPIPE is ignored in a Node process)
 * @see write(2)
 */
export function write(fd: number, buf: Memory | string | null, count: number): number {
  return result(native.write(fd, buf, count));
}

/**
 * Reads from a place in a file, whose position stays.
 *
 * @param fd the descriptor
 * @param buf where the bytes go
 * @param count how many at most, in bytes
 * @param offset the place, in bytes from the file's start
 * @returns as read; -1 also with ESPIPE, EINVAL (a negative offset), EOVERFLOW
 * @see pread(2)
 */
export function pread(fd: number, buf: Memory | null, count: number, offset: number): number {
  return result(native.pread(fd, buf, count, offset));
}

/**
 * Writes to a place in a file, whose position stays.
 *
 * @param fd the descriptor
 * @param buf as write
 * @param count as write
 * @param offset the place, in bytes from the file's start; with O_APPEND Linux appends all the same
 * @returns as write; -1 also with ESPIPE, EINVAL (a negative offset)
 * @see pwrite(2)
 */
export function pwrite(fd: number, buf: Memory | string | null, count: number, offset: number): number {
  return result(native.pwrite(fd, buf, count, offset));
}

/**
 * Closes a descriptor. Those that Node opened for itself do not exist for the program: they are EBADF.
 *
 * @param fd the descriptor
 * @returns 0; -1 with EBADF, EINTR, EIO (the descriptor is closed all the same)
 * @see close(2)
 */
export function close(fd: number): number {
  return result(native.close(fd));
}

/**
 * Another descriptor for the same open file, the lowest that is free.
 *
 * @param oldfd the descriptor
 * @returns the new descriptor; -1 with EBADF, EMFILE
 * @see dup(2)
 */
export function dup(oldfd: number): number {
  return result(native.dup(oldfd));
}

/**
 * Makes `newfd` a descriptor for the same open file; what it was before is closed.
 *
 * @param oldfd the descriptor
 * @param newfd the number that the new one gets
 * @returns `newfd`; -1 with EBADF, EBUSY (Node has opened `newfd` for itself)
 * @see dup2(2)
 */
export function dup2(oldfd: number, newfd: number): number {
  return result(native.dup2(oldfd, newfd));
}

/**
 * dup2 with flags.
 *
 * @param oldfd as dup2
 * @param newfd as dup2
 * @param flags O_CLOEXEC or 0
 * @returns as dup2; -1 also with EINVAL (both are the same, or other flags)
 * @see dup3(2)
 */
export function dup3(oldfd: number, newfd: number, flags: number): number {
  return result(native.dup3(oldfd, newfd, flags));
}

/**
 * Makes a pipe.
 *
 * @param pipefd where the descriptors go, the reading end first: `array(int, 2)`
 * @returns 0; -1 with EMFILE, ENFILE, EFAULT
 * @see pipe(2)
 */
export function pipe(pipefd: Int32Array | null): number {
  return result(native.pipe(pipefd));
}

/**
 * Makes a pipe, with flags.
 *
 * @param pipefd as pipe
 * @param flags O_CLOEXEC, O_NONBLOCK, O_DIRECT, or 0
 * @returns as pipe; -1 also with EINVAL
 * @see pipe2(2)
 */
export function pipe2(pipefd: Int32Array | null, flags: number): number {
  return result(native.pipe2(pipefd, flags));
}

/**
 * Removes a name from the file system.
 *
 * @param pathname the name
 * @returns 0; -1 with ENOENT, EACCES, EPERM, EBUSY, EISDIR, ENOTDIR, ENAMETOOLONG, ELOOP, EROFS, EFAULT
 * @see unlink(2)
 */
export function unlink(pathname: RawMemory | string | null): number {
  return result(native.unlink(pathname));
}

/**
 * Removes an empty directory.
 *
 * @param pathname its name
 * @returns 0; -1 with ENOTEMPTY, ENOENT, ENOTDIR, EACCES, EPERM, EBUSY, EINVAL (it is "."), ENAMETOOLONG, ELOOP, EROFS,
 *   EFAULT
 * @see rmdir(2)
 */
export function rmdir(pathname: RawMemory | string | null): number {
  return result(native.rmdir(pathname));
}

/**
 * Gives a file another name.
 *
 * @param oldpath a name that it has
 * @param newpath the new name, in the same file system
 * @returns 0; -1 with EEXIST, ENOENT, EXDEV, EPERM (a directory), EACCES, EMLINK, ENOSPC, ENOTDIR, ENAMETOOLONG, ELOOP,
 *   EROFS, EFAULT
 * @see link(2)
 */
export function link(oldpath: RawMemory | string | null, newpath: RawMemory | string | null): number {
  return result(native.link(oldpath, newpath));
}

/**
 * Makes a name that stands for another.
 *
 * @param target the other name, which need not exist
 * @param linkpath the name that is made
 * @returns 0; -1 with EEXIST, ENOENT (also an empty target), EACCES, ENOSPC, ENOTDIR, ENAMETOOLONG, ELOOP, EROFS, EFAULT
 * @see symlink(2)
 */
export function symlink(target: RawMemory | string | null, linkpath: RawMemory | string | null): number {
  return result(native.symlink(target, linkpath));
}

/**
 * Tells which name a symbolic link stands for.
 *
 * @param pathname the link
 * @param buf where the name goes, without a NUL
 * @param bufsiz how much fits there, in bytes; what does not is cut off
 * @returns how many bytes the name has there; -1 with EINVAL (it is no link, or 0 bytes fit), ENOENT, EACCES, ENOTDIR,
 *   ENAMETOOLONG, ELOOP, EFAULT
 * @see readlink(2)
 */
export function readlink(pathname: RawMemory | string | null, buf: RawMemory | null, bufsiz: number): number {
  return result(native.readlink(pathname, buf, bufsiz));
}

/**
 * Moves a file's position.
 *
 * @param fd the descriptor
 * @param offset how far, in bytes
 * @param whence from where: SEEK_SET from the file's start, SEEK_CUR from the position, SEEK_END from its end
 * @returns the new position, in bytes from the file's start; -1 with EBADF, EINVAL, EOVERFLOW, ESPIPE
 * @see lseek(2)
 */
export function lseek(fd: number, offset: number, whence: number): number {
  return result(native.lseek(fd, offset, whence));
}

/**
 * Makes a file as long as it is told: the rest is cut off, what is missing is zeros.
 *
 * @param path the file's name
 * @param length how long, in bytes
 * @returns 0; -1 with EACCES, EFBIG, EINTR, EINVAL (a negative length), EISDIR, ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP,
 *   EPERM, EROFS, ETXTBSY, EFAULT
 * @see truncate(2)
 */
export function truncate(path: RawMemory | string | null, length: number): number {
  return result(native.truncate(path, length));
}

/**
 * truncate of a file that is open for writing.
 *
 * @param fd the descriptor
 * @param length as truncate
 * @returns 0; -1 with EBADF, EFBIG, EINTR, EINVAL (also a descriptor that is no file's, or not open for writing), EPERM
 * @see ftruncate(2)
 */
export function ftruncate(fd: number, length: number): number {
  return result(native.ftruncate(fd, length));
}

/**
 * Waits until what was written to a file is on its device.
 *
 * @param fd the descriptor
 * @returns 0; -1 with EBADF, EINTR, EINVAL (it is no file's), EIO, ENOSPC, EDQUOT, EROFS
 * @see fsync(2)
 */
export function fsync(fd: number): number {
  return result(native.fsync(fd));
}

/**
 * fsync without what is not needed to read the file, such as its times.
 *
 * @param fd as fsync
 * @returns as fsync
 * @see fdatasync(2)
 */
export function fdatasync(fd: number): number {
  return result(native.fdatasync(fd));
}

/**
 * The process's id.
 *
 * @returns the id; it cannot fail
 * @see getpid(2)
 */
export function getpid(): number {
  return native.getpid();
}

/**
 * The id of the process's parent.
 *
 * @returns the id, 0 for a parent outside the PID namespace; it cannot fail
 * @see getppid(2)
 */
export function getppid(): number {
  return native.getppid();
}

/**
 * Tells the host's name.
 *
 * @param name where it goes, with its NUL
 * @param len how much fits there, in bytes
 * @returns 0; -1 with ENAMETOOLONG
 * @see gethostname(2)
 */
export function gethostname(name: RawMemory, len: number): number {
  return result(native.gethostname(name, len));
}

/**
 * Names the host.
 *
 * @param name the name, which needs no NUL
 * @param len how long it is, in bytes
 * @returns 0; -1 with EPERM, EINVAL (it is too long), EFAULT
 * @see sethostname(2)
 */
export function sethostname(name: RawMemory | string | null, len: number): number {
  return result(native.sethostname(name, len));
}

/**
 * A number that is meant to be this host's alone. The C library may look up the host's name for it.
 *
 * @returns the number, of 32 bits with a sign; it cannot fail
 * @see gethostid(3)
 */
export function gethostid(): number {
  return native.gethostid();
}

/**
 * The name of a terminal.
 *
 * @param fd the descriptor
 * @returns the name: "/dev/pts/0"; null with ENOTTY, EBADF, ENODEV
 * @see ttyname(3)
 */
export function ttyname(fd: number): string | null {
  const name = native.ttyname(fd);
  return typeof name === "number" ? failure(name, null) : name;
}

/**
 * Tells a limit or a property of the system.
 *
 * @param name which: _SC_PAGESIZE, _SC_OPEN_MAX, _SC_NPROCESSORS_ONLN, ...
 * @returns the value; -1 with errno as it was where there is no limit; -1 with EINVAL for a name that is none
 * @see sysconf(3)
 */
export function sysconf(name: number): number {
  const value = native.sysconf(name);
  return value === -1 ? value : result(value);
}

/**
 * Whether a descriptor is a terminal.
 *
 * @param fd the descriptor
 * @returns 1; 0 with ENOTTY, EBADF
 * @see isatty(3)
 */
export function isatty(fd: number): number {
  const value = native.isatty(fd);
  return value < 0 ? failure(value, 0) : value;
}

/**
 * Makes a copy of the process.
 *
 * @returns 0 in the child; the child's id in the parent; -1 with EAGAIN, ENOMEM, ENOTSUP (in a Worker), ENOSYS
 * @see fork(2)
 */
export function fork(): number {
  return result(native.fork());
}

/**
 * Ends the process at once: no exit handlers, nothing is flushed.
 *
 * @param status what the parent sees, of which 8 bits count
 * @returns never
 * @see _exit(2)
 */
export function _exit(status: number): never {
  return native._exit(status);
}
