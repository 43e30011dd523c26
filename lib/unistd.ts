/** unistd.h: descriptors and the process. */

import { isMainThread } from "node:worker_threads";

import { expected } from "./check.ts";
import type { Memory, RawMemory } from "./memory/access.ts";
import { native } from "./native.ts";
import { failure, result } from "./result.ts";
import type { Text } from "./string.ts";

export * from "./generated/unistd.ts";
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

/** What C reads as `char *const []`: the strings up to their null or, where they have none, to their end. */
type Strings = readonly (Text | null)[];

/** An array that reading does not run JavaScript for: it is read once, here. What is no array is refused later. */
function copy(strings: Strings | null): Strings | null {
  return Array.isArray(strings) ? [...(strings as Strings)] : strings;
}

/** The arguments up to the null that C knows their end by; a C compiler warns where there is none. */
function upToNull(name: string, args: readonly (Text | Strings | null)[]): Strings {
  const end = args.indexOf(null);
  if (end === -1) throw expected(name, "arg", "null as the last", args.at(-1));
  return args.slice(0, end) as Strings;
}

/** The environment of a Worker, whose process.env is a copy; null is the process's own. */
function environment(): string[] | null {
  return isMainThread ? null : Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
}

/** Where to look for programs; null where there is no PATH. */
function searchPath(): string | null {
  return process.env.PATH ?? null;
}

/**
 * Makes the process another program: its file, its arguments as a list, the environment as it is.
 *
 *     execl("/bin/ls", "ls", "-l", null);
 *
 * Where it succeeds, nothing of this program is left but what C's exec keeps: the process id, the working directory,
 * descriptors without FD_CLOEXEC, ignored signals. No exit handler runs, and what `printf` has buffered is lost.
 * Workers end. What Node has changed in the process, it gets as it was (docs/exec.md). The environment is process.env.
 *
 * @param pathname the program's file: an executable, or a script that begins with `#!`
 * @param args its arguments, the first of which is its name; then null
 * @returns does not return; -1 with ENOENT, EACCES, ENOEXEC, ENOTDIR, ELOOP, E2BIG, ETXTBSY, ENAMETOOLONG, EPERM, EINVAL,
 *   EIO, EISDIR, ELIBBAD, EMFILE, ENFILE, ENOMEM, EAGAIN, EFAULT
 * @throws TypeError where null is missing
 * @see exec(3), execve(2)
 */
export function execl(pathname: Text | null, ...args: [...args: Text[], end: null]): number {
  return result(native.execl(pathname, upToNull("execl", args), environment()));
}

/**
 * As execl, but looks for the program.
 *
 * @param file the program's file; without a slash, its name in one of the directories of process.env.PATH. What the
 *   kernel cannot execute is run as a shell script
 * @param args as execl
 * @returns as execl; EACCES only after all of PATH was searched
 * @throws as execl
 * @see exec(3)
 */
export function execlp(file: Text | null, ...args: [...args: Text[], end: null]): number {
  return result(native.execlp(file, upToNull("execlp", args), environment(), searchPath()));
}

/**
 * As execl, with an environment.
 *
 *     execle("/usr/bin/env", "env", null, ["HOME=/", "TZ=UTC", null]);
 *
 * @param pathname as execl
 * @param args as execl; then, behind null, the environment as in execve
 * @returns as execl
 * @throws as execl
 * @see exec(3)
 */
export function execle(pathname: Text | null, ...args: [...args: Text[], end: null, envp: Strings | null]): number {
  const argv = upToNull("execle", args);
  return result(native.execle(pathname, argv, copy(args[argv.length + 1] as Strings | null)));
}

/**
 * As execl, with the arguments in an array.
 *
 *     execv("/bin/ls", ["ls", "-l", null]);
 *
 * @param pathname as execl
 * @param argv the arguments; what stands behind a null does not count. Where there are none, Linux passes an empty name
 * @returns as execl
 * @see exec(3)
 */
export function execv(pathname: Text | null, argv: Strings | null): number {
  return result(native.execv(pathname, copy(argv), environment()));
}

/**
 * As execv, but looks for the program as execlp does.
 *
 * @param file as execlp
 * @param argv as execv
 * @returns as execlp
 * @see exec(3)
 */
export function execvp(file: Text | null, argv: Strings | null): number {
  return result(native.execvp(file, copy(argv), environment(), searchPath()));
}

/**
 * As execv, with an environment.
 *
 * @param pathname as execl
 * @param argv as execv
 * @param envp the environment, "NAME=value" each; what stands behind a null does not count
 * @returns as execl
 * @see execve(2)
 */
export function execve(pathname: Text | null, argv: Strings | null, envp: Strings | null): number {
  return result(native.execve(pathname, copy(argv), copy(envp)));
}

/**
 * As execvp, with an environment; the PATH is still that of process.env.
 *
 * @param file as execlp
 * @param argv as execv
 * @param envp as execve
 * @returns as execlp
 * @see exec(3)
 */
export function execvpe(file: Text | null, argv: Strings | null, envp: Strings | null): number {
  return result(native.execvpe(file, copy(argv), copy(envp), searchPath()));
}

/**
 * As execve, with the program's file open.
 *
 * @param fd its descriptor, open for reading or with O_PATH. With FD_CLOEXEC, a script is not found: ENOENT
 * @param argv as execv, but not null
 * @param envp as execve, but not null
 * @returns as execl; -1 also with EBADF, EINVAL
 * @see fexecve(3)
 */
export function fexecve(fd: number, argv: Strings | null, envp: Strings | null): number {
  return result(native.fexecve(fd, copy(argv), copy(envp)));
}

/**
 * As execve, with the program's file below a directory.
 *
 * @param dirfd the directory's descriptor, or AT_FDCWD; or that of the file itself, with AT_EMPTY_PATH
 * @param pathname the file's name, relative to the directory; empty with AT_EMPTY_PATH
 * @param argv as execv
 * @param envp as execve
 * @param flags AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW, or 0
 * @returns as execl; -1 also with EBADF, EINVAL
 * @see execveat(2)
 */
export function execveat(
  dirfd: number,
  pathname: Text | null,
  argv: Strings | null,
  envp: Strings | null,
  flags: number,
): number {
  return result(native.execveat(dirfd, pathname, copy(argv), copy(envp), flags));
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
