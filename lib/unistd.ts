/**
 * unistd.h: descriptors and the process.
 *
 * @see unistd.h(0p)
 */

import { isMainThread } from "node:worker_threads";

import { expected } from "./check.ts";
import { afterFork, prepareChild } from "./child.ts";
import { _SC_OPEN_MAX, _SC_PAGESIZE } from "./generated/unistd.ts";
import type { Memory, RawMemory } from "./memory/access.ts";
import { native } from "./native.ts";
import { failure, priority, result } from "./result.ts";
import type { Text } from "./string.ts";
import type { gid_t, uid_t } from "./sys/types.ts";

export * from "./generated/unistd.ts";
export { getopt, optarg, opterr, optind, optopt, set_optarg, set_opterr, set_optind, set_optopt } from "./getopt.ts";
export { gid_t, uid_t } from "./sys/types.ts";
export type { off_t, pid_t, size_t, ssize_t, useconds_t } from "./sys/types.ts";

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
 * The calling thread's id: in the main thread the process's.
 *
 * @returns the id; it cannot fail
 * @see gettid(2)
 */
export function gettid(): number {
  return result(native.gettid());
}

/**
 * The process group of a process.
 *
 * @param pid the process's id, or 0 for the caller
 * @returns the group's id; -1 with ESRCH
 * @see getpgid(2)
 */
export function getpgid(pid: number): number {
  return result(native.getpgid(pid));
}

/**
 * Puts a process into a process group: itself, or a child that has not called exec.
 *
 * @param pid the process's id, or 0 for the caller
 * @param pgid the group's id, or 0 for one that the process leads
 * @returns 0; -1 with ESRCH, EPERM, EACCES (the child has called exec), EINVAL
 * @see setpgid(2)
 */
export function setpgid(pid: number, pgid: number): number {
  return result(native.setpgid(pid, pgid));
}

/**
 * The caller's process group.
 *
 * @returns the group's id; it cannot fail
 * @see getpgrp(2)
 */
export function getpgrp(): number {
  return native.getpgrp();
}

/**
 * Makes the caller lead a process group of its own: System V's setpgrp, which takes nothing.
 *
 * @returns 0; -1 with EPERM (it leads a session)
 * @see setpgrp(2)
 */
export function setpgrp(): number {
  return result(native.setpgrp());
}

/**
 * The session of a process.
 *
 * @param pid the process's id, or 0 for the caller
 * @returns the session's id; -1 with ESRCH
 * @see getsid(2)
 */
export function getsid(pid: number): number {
  return result(native.getsid(pid));
}

/**
 * Makes the caller lead a session of its own, without a terminal.
 *
 * @returns the session's id; -1 with EPERM (it leads a process group)
 * @see setsid(2)
 */
export function setsid(): number {
  return result(native.setsid());
}

/**
 * The process group in the foreground of a terminal.
 *
 * @param fd the terminal's descriptor
 * @returns the group's id; -1 with EBADF, ENOTTY (it is not the caller's terminal)
 * @see tcgetpgrp(3)
 */
export function tcgetpgrp(fd: number): number {
  return result(native.tcgetpgrp(fd));
}

/**
 * Puts a process group into the foreground of a terminal.
 *
 * @param fd the terminal's descriptor
 * @param pgrp the group's id
 * @returns 0; -1 with EBADF, ENOTTY, EINVAL, EPERM (the group is of another session). SIGTTOU stops a caller in the background
 * @see tcsetpgrp(3)
 */
export function tcsetpgrp(fd: number, pgrp: number): number {
  return result(native.tcsetpgrp(fd, pgrp));
}

/**
 * The process's real user id.
 *
 * @returns the id; it cannot fail
 * @see getuid(2)
 */
export function getuid(): number {
  return native.getuid();
}

/**
 * The process's effective user id.
 *
 * @returns the id; it cannot fail
 * @see geteuid(2)
 */
export function geteuid(): number {
  return native.geteuid();
}

/**
 * The process's real group id.
 *
 * @returns the id; it cannot fail
 * @see getgid(2)
 */
export function getgid(): number {
  return native.getgid();
}

/**
 * The process's effective group id.
 *
 * @returns the id; it cannot fail
 * @see getegid(2)
 */
export function getegid(): number {
  return native.getegid();
}

/**
 * Sets the effective user id, and with CAP_SETUID also the real and the saved one. This and its kin change the process with all its
 * threads.
 *
 * @param uid the id
 * @returns 0; -1 with EPERM (it is none of the process's own), EINVAL (no such id), EAGAIN
 * @see setuid(2)
 */
export function setuid(uid: number): number {
  return result(native.setuid(uid));
}

/**
 * Sets the effective user id.
 *
 * @param euid the id
 * @returns as setuid
 * @see seteuid(2)
 */
export function seteuid(euid: number): number {
  return result(native.seteuid(euid));
}

/**
 * Sets the effective group id, and with CAP_SETGID also the real and the saved one.
 *
 * @param gid the id
 * @returns as setuid
 * @see setgid(2)
 */
export function setgid(gid: number): number {
  return result(native.setgid(gid));
}

/**
 * Sets the effective group id.
 *
 * @param egid the id
 * @returns as setuid
 * @see setegid(2)
 */
export function setegid(egid: number): number {
  return result(native.setegid(egid));
}

/**
 * Sets the real and the effective user id.
 *
 * @param ruid the real one; -1 leaves it
 * @param euid the effective one; -1 leaves it
 * @returns as setuid
 * @see setreuid(2)
 */
export function setreuid(ruid: number, euid: number): number {
  return result(native.setreuid(ruid, euid));
}

/**
 * Sets the real and the effective group id.
 *
 * @param rgid the real one; -1 leaves it
 * @param egid the effective one; -1 leaves it
 * @returns as setuid
 * @see setregid(2)
 */
export function setregid(rgid: number, egid: number): number {
  return result(native.setregid(rgid, egid));
}

/**
 * Sets the real, the effective and the saved user id.
 *
 * @param ruid the real one; -1 leaves it
 * @param euid the effective one; -1 leaves it
 * @param suid the saved one; -1 leaves it
 * @returns as setuid
 * @see setresuid(2)
 */
export function setresuid(ruid: number, euid: number, suid: number): number {
  return result(native.setresuid(ruid, euid, suid));
}

/**
 * Sets the real, the effective and the saved group id.
 *
 * @param rgid the real one; -1 leaves it
 * @param egid the effective one; -1 leaves it
 * @param sgid the saved one; -1 leaves it
 * @returns as setuid
 * @see setresgid(2)
 */
export function setresgid(rgid: number, egid: number, sgid: number): number {
  return result(native.setresgid(rgid, egid, sgid));
}

/**
 * Tells the real, the effective and the saved user id.
 *
 * @param ruid where the real one goes
 * @param euid where the effective one goes
 * @param suid where the saved one goes
 * @returns 0; -1 with EFAULT
 * @see getresuid(2)
 */
export function getresuid(ruid: uid_t | null, euid: uid_t | null, suid: uid_t | null): number {
  return result(native.getresuid(ruid, euid, suid));
}

/**
 * Tells the real, the effective and the saved group id.
 *
 * @param rgid where the real one goes
 * @param egid where the effective one goes
 * @param sgid where the saved one goes
 * @returns 0; -1 with EFAULT
 * @see getresgid(2)
 */
export function getresgid(rgid: gid_t | null, egid: gid_t | null, sgid: gid_t | null): number {
  return result(native.getresgid(rgid, egid, sgid));
}

/**
 * Tells the process's supplementary groups.
 *
 * @param size how many fit; 0 only asks for their number
 * @param list where their ids go: `array(gid_t, size)`
 * @returns how many there are; -1 with EINVAL (more than fit), EFAULT
 * @throws RangeError where `list` has fewer than `size`
 * @see getgroups(2)
 */
export function getgroups(size: number, list: Uint32Array | null): number {
  return result(native.getgroups(size, list));
}

/**
 * Makes the calling thread nicer: its priority lower. Node's other threads keep theirs, as Linux has it.
 *
 * @param inc how much nicer
 * @returns the new nice value, from -20 to 19, so set errno to 0 before; -1 with EPERM (less nice needs CAP_SYS_NICE)
 * @see nice(2)
 */
export function nice(inc: number): number {
  return priority(native.nice(inc));
}

/**
 * Whether the real user may do something with a file.
 *
 * @param pathname the file's name
 * @param mode R_OK, W_OK and X_OK or-ed; F_OK only asks whether the file is there
 * @returns 0 if all of it is allowed; -1 with EACCES, ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP, EROFS, EINVAL, EFAULT
 * @see access(2)
 */
export function access(pathname: RawMemory | string | null, mode: number): number {
  return result(native.access(pathname, mode));
}

/**
 * Whether the process may do something with a file below a directory.
 *
 * @param dirfd the directory's descriptor, or AT_FDCWD
 * @param pathname the file's name, relative to the directory
 * @param mode as access
 * @param flags AT_EACCESS asks for the effective user, AT_SYMLINK_NOFOLLOW asks about a link itself; or 0
 * @returns as access; -1 also with EBADF
 * @see faccessat(2)
 */
export function faccessat(dirfd: number, pathname: RawMemory | string | null, mode: number, flags: number): number {
  return result(native.faccessat(dirfd, pathname, mode, flags));
}

/**
 * Gives a file to another user or group.
 *
 * @param pathname the file's name
 * @param owner the user's id; -1 leaves it
 * @param group the group's id; -1 leaves it
 * @returns 0; -1 with EPERM (giving it away needs CAP_CHOWN), EACCES, ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP, EROFS, EFAULT
 * @see chown(2)
 */
export function chown(pathname: RawMemory | string | null, owner: number, group: number): number {
  return result(native.chown(pathname, owner, group));
}

/**
 * chown of a file that is open.
 *
 * @param fd the descriptor
 * @param owner as chown
 * @param group as chown
 * @returns as chown; -1 also with EBADF
 * @see fchown(2)
 */
export function fchown(fd: number, owner: number, group: number): number {
  return result(native.fchown(fd, owner, group));
}

/**
 * chown, of a symbolic link itself.
 *
 * @param pathname as chown
 * @param owner as chown
 * @param group as chown
 * @returns as chown
 * @see lchown(2)
 */
export function lchown(pathname: RawMemory | string | null, owner: number, group: number): number {
  return result(native.lchown(pathname, owner, group));
}

/**
 * Changes the process's current directory, that of all its threads. From a Worker, process.cwd() of other threads does
 * not follow; getcwd does.
 *
 * @param path the directory
 * @returns 0; -1 with ENOENT, EACCES, ENOTDIR, ENAMETOOLONG, ELOOP, EFAULT
 * @see chdir(2)
 */
export function chdir(path: RawMemory | string | null): number {
  if (typeof path !== "string" || !isMainThread) return moved(native.chdir(path));
  // The same system call, after which Node does not trust its memory of the directory.
  try {
    process.chdir(path);
    return 0;
  } catch (error) {
    return failure((error as { errno: number }).errno, -1);
  }
}

/**
 * Makes an open directory the process's current one.
 *
 * @param fd the directory's descriptor
 * @returns 0; -1 with EBADF, ENOTDIR, EACCES
 * @see fchdir(2)
 */
export function fchdir(fd: number): number {
  return moved(native.fchdir(fd));
}

/** process.cwd() answers from memory until process.chdir is called, which takes no descriptor. */
function moved(value: number): number {
  if (value === 0 && isMainThread) process.chdir(".");
  return result(value);
}

/**
 * Makes a directory the process's root. The current directory stays where it is.
 *
 * @param path the directory
 * @returns 0; -1 with EPERM (it needs CAP_SYS_CHROOT), and as chdir
 * @see chroot(2)
 */
export function chroot(path: RawMemory | string | null): number {
  return result(native.chroot(path));
}

/**
 * Tells the current directory.
 *
 * @param buf where its path goes, with its NUL; null where only the result is wanted
 * @param size how much fits there, in bytes; with null how long it may be at most, 0 for no limit
 * @returns the path; null with ERANGE (it does not fit), EINVAL (`size` is 0), ENOENT (the directory was removed), EACCES
 * @see getcwd(3)
 */
export function getcwd(buf: RawMemory | null, size: number): string | null {
  const value = native.getcwd(buf, size);
  return typeof value === "number" ? failure(value, null) : value;
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

/** What process.env holds, as C has it. */
function variables(): (string | null)[] {
  return [...Object.entries(process.env).map(([name, value]) => `${name}=${value}`), null];
}

/**
 * The environment: "NAME=value", ..., null. It shows what process.env holds at the time, and is read only.
 *
 * @see environ(7)
 */
export const environ: readonly (string | null)[] = new Proxy<(string | null)[]>([], {
  get: (_target, key) => Reflect.get(variables(), key) as unknown,
  has: (_target, key) => Reflect.has(variables(), key),
  set: () => false,
  defineProperty: () => false,
  deleteProperty: () => false,
});

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
 * The name of the user who has logged in at the process's terminal.
 *
 * @returns the name; null with ENXIO, ENOTTY (there is no terminal), ENOENT (nobody has logged in there), EMFILE, ENFILE
 * @see getlogin(3)
 */
export function getlogin(): string | null {
  const name = native.getlogin();
  return typeof name === "number" ? failure(name, null) : name;
}

/**
 * The size of a page of memory.
 *
 * @returns the size in bytes
 * @see getpagesize(2)
 */
export function getpagesize(): number {
  return native.sysconf(_SC_PAGESIZE);
}

/**
 * How many descriptors the process may have: one more than the greatest.
 *
 * @returns how many; RLIMIT_NOFILE says
 * @see getdtablesize(3)
 */
export function getdtablesize(): number {
  return native.sysconf(_SC_OPEN_MAX);
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
 * Waits for a signal.
 *
 * @returns -1 with EINTR, when a handler has run
 * @see pause(2)
 */
export function pause(): number {
  return result(native.pause());
}

/**
 * Has SIGALRM sent to the process, which ends it unless it is handled or ignored. There is one alarm, which is also that
 * of setitimer.
 *
 * @param seconds after how many; 0 cancels the alarm
 * @returns the seconds that were left of the alarm before, 0 if there was none; it cannot fail
 * @see alarm(2)
 */
export function alarm(seconds: number): number {
  return native.alarm(seconds);
}

/**
 * Sleeps.
 *
 * @param seconds how long
 * @returns 0; where a signal handler ran meanwhile, the whole seconds that were left, with EINTR
 * @see sleep(3)
 */
export function sleep(seconds: number): number {
  const rest = new Uint32Array(1);
  const value = native.sleep(seconds, rest);
  return value < 0 ? failure(value, rest[0]) : 0;
}

/**
 * Sleeps.
 *
 * @param usec how long, in microseconds
 * @returns 0; -1 with EINTR (also with SA_RESTART)
 * @see usleep(3)
 */
export function usleep(usec: number): number {
  return result(native.usleep(usec));
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
 * Makes a copy of the process: parent and child go on behind the call, both as whole Node processes. Only the thread that
 * calls it is in the child, as in C, and what Node needs: Workers stay with the parent.
 *
 * What was pending is pending in both: timers, descriptors in the event loop, work of fs, dns or crypto that is not done,
 * text that stdio has not written out. docs/fork.md tells more.
 *
 * @returns 0 in the child; the child's id in the parent; -1 with EAGAIN (no process more, or a thread of this one did not
 *   come to a stand within two seconds, or was not let answer within five), ENOMEM, ENOTSUP (in a Worker), ENOSYS (elsewhere
 *   than in Node on Linux, x86-64, glibc)
 * @see fork(2)
 */
export function fork(): number {
  prepareChild();
  const pid = native.fork();
  afterFork(pid);
  return result(pid);
}

/**
 * Ends the process at once: no exit handlers, nothing is flushed.
 *
 * @param status what the parent sees, of which 8 bits count
 * @returns never
 * @see _exit(2)
 */
// No function around it: V8 compiles one at its first call, which would be in every child anew.
export const _exit: (status: number) => never = native._exit;
