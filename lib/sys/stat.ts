/**
 * sys/stat.h: what files are, and their permissions.
 *
 * @see stat(2), inode(7)
 */

import { checkInteger } from "../check.ts";
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK } from "../generated/fcntl.ts";
import { stat as struct_stat } from "../generated/sys/stat.ts";
import type { RawMemory } from "../memory/access.ts";
import { structAndFunction } from "../memory/struct.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export {
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  S_IRGRP,
  S_IROTH,
  S_IRUSR,
  S_IRWXG,
  S_IRWXO,
  S_IRWXU,
  S_ISGID,
  S_ISUID,
  S_ISVTX,
  S_IWGRP,
  S_IWOTH,
  S_IWUSR,
  S_IXGRP,
  S_IXOTH,
  S_IXUSR,
} from "../generated/fcntl.ts";
export type { dev_t, ino_t, mode_t, nlink_t } from "./types.ts";

/**
 * Sets which permissions new files do not get.
 *
 * @param mask those permissions: S_IWGRP | S_IWOTH
 * @returns the mask before; it cannot fail
 * @see umask(2)
 */
export function umask(mask: number): number {
  return native.umask(mask);
}

/**
 * Makes a FIFO.
 *
 * @param pathname its name
 * @param mode its permissions, less the umask
 * @returns 0; -1 with EEXIST, ENOENT, EACCES, ENOTDIR, ENAMETOOLONG, ELOOP, ENOSPC, EROFS, EFAULT
 * @see mkfifo(3)
 */
export function mkfifo(pathname: RawMemory | string | null, mode: number): number {
  return result(native.mkfifo(pathname, mode));
}

/**
 * Makes a FIFO below a directory.
 *
 * @param dirfd the directory's descriptor, or AT_FDCWD
 * @param pathname its name, relative to the directory
 * @param mode as mkfifo
 * @returns as mkfifo; -1 also with EBADF
 * @see mkfifoat(3)
 */
export function mkfifoat(dirfd: number, pathname: RawMemory | string | null, mode: number): number {
  return result(native.mkfifoat(dirfd, pathname, mode));
}

/**
 * Makes a directory.
 *
 * @param pathname its name
 * @param mode its permissions, less the umask
 * @returns as mkfifo; -1 also with EMLINK
 * @see mkdir(2)
 */
export function mkdir(pathname: RawMemory | string | null, mode: number): number {
  return result(native.mkdir(pathname, mode));
}

/**
 * Sets a file's permissions.
 *
 * @param pathname the file's name
 * @param mode the permissions: S_IRUSR | S_IWUSR
 * @returns 0; -1 with EPERM (the file is another user's), ENOENT, EACCES, ENOTDIR, ENAMETOOLONG, ELOOP, EROFS, EFAULT
 * @see chmod(2)
 */
export function chmod(pathname: RawMemory | string | null, mode: number): number {
  return result(native.chmod(pathname, mode));
}

/**
 * Sets an open file's permissions.
 *
 * @param fd the descriptor
 * @param mode as chmod
 * @returns 0; -1 with EBADF, EPERM, EROFS
 * @see fchmod(2)
 */
export function fchmod(fd: number, mode: number): number {
  return result(native.fchmod(fd, mode));
}

export type stat = struct_stat;

/**
 * Tells what a file is. `stat` is also the struct that says it: `new stat()`.
 *
 * @param pathname the file's name; a symbolic link is followed
 * @param statbuf where it goes
 * @returns 0; -1 with ENOENT, EACCES, ENOTDIR, ENAMETOOLONG, ELOOP, EOVERFLOW, EFAULT
 * @see stat(2)
 */
export const stat = structAndFunction(
  struct_stat,
  (pathname: RawMemory | string | null, statbuf: stat | null): number => result(native.stat(pathname, statbuf)),
);

/**
 * Tells what a file is, also of a symbolic link itself.
 *
 * @param pathname the file's name
 * @param statbuf as stat
 * @returns as stat
 * @see lstat(2)
 */
export function lstat(pathname: RawMemory | string | null, statbuf: stat | null): number {
  return result(native.lstat(pathname, statbuf));
}

/**
 * Tells what an open file is.
 *
 * @param fd the descriptor
 * @param statbuf as stat
 * @returns 0; -1 with EBADF, EOVERFLOW, EFAULT
 * @see fstat(2)
 */
export function fstat(fd: number, statbuf: stat | null): number {
  return result(native.fstat(fd, statbuf));
}

const isOf = (name: string, mode: number, type: number): boolean =>
  (checkInteger(name, "mode", mode) & S_IFMT) === type;

/**
 * Whether a file is a block device.
 *
 * @param mode its st_mode
 * @returns whether it is
 * @see inode(7)
 */
export function S_ISBLK(mode: number): boolean {
  return isOf("S_ISBLK", mode, S_IFBLK);
}

/**
 * Whether a file is a character device.
 *
 * @param mode its st_mode
 * @returns whether it is
 * @see inode(7)
 */
export function S_ISCHR(mode: number): boolean {
  return isOf("S_ISCHR", mode, S_IFCHR);
}

/**
 * Whether a file is a directory.
 *
 * @param mode its st_mode
 * @returns whether it is
 * @see inode(7)
 */
export function S_ISDIR(mode: number): boolean {
  return isOf("S_ISDIR", mode, S_IFDIR);
}

/**
 * Whether a file is a FIFO or a pipe.
 *
 * @param mode its st_mode
 * @returns whether it is
 * @see inode(7)
 */
export function S_ISFIFO(mode: number): boolean {
  return isOf("S_ISFIFO", mode, S_IFIFO);
}

/**
 * Whether a file is a symbolic link.
 *
 * @param mode its st_mode
 * @returns whether it is
 * @see inode(7)
 */
export function S_ISLNK(mode: number): boolean {
  return isOf("S_ISLNK", mode, S_IFLNK);
}

/**
 * Whether a file is a regular file.
 *
 * @param mode its st_mode
 * @returns whether it is
 * @see inode(7)
 */
export function S_ISREG(mode: number): boolean {
  return isOf("S_ISREG", mode, S_IFREG);
}

/**
 * Whether a file is a socket.
 *
 * @param mode its st_mode
 * @returns whether it is
 * @see inode(7)
 */
export function S_ISSOCK(mode: number): boolean {
  return isOf("S_ISSOCK", mode, S_IFSOCK);
}
