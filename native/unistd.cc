#include <unistd.h>

#include <fcntl.h>
#ifdef __APPLE__
#include <crt_externs.h>
#define environ (*_NSGetEnviron())
#endif
#include <sys/resource.h>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "descriptors.h"
#include "exec.h"
#include "fork/end.h"
#include "fork/fork.h"
#include "headers.h"
#include "syscall.h"
#include "time.h"

#ifndef SYS_pread64
#define SYS_pread64 SYS_pread
#define SYS_pwrite64 SYS_pwrite
#endif

namespace berkeley {

namespace {

long read(int fd, const Out& buffer) { return descriptors::read(fd, buffer.data, buffer.size); }

long write(int fd, const In& buffer) { return descriptors::write(fd, buffer.data, buffer.size); }

long pread(int fd, const Out& buffer, int64_t offset) {
  const auto waits = [&] { return waits_to_read(fd); };
  return blocking_on(fd, waits, SYS_pread64, buffer.data, buffer.size, offset);
}

long pwrite(int fd, const In& buffer, int64_t offset) {
  const auto waits = [&] { return waits_to_write(fd, buffer.size); };
  return blocking_on(fd, waits, SYS_pwrite64, buffer.data, buffer.size, offset);
}

// Can block where SO_LINGER asks for it, but must not be restarted: the descriptor is gone whatever it returns.
long close(int fd) { return descriptors::remove(fd) ? system_call(SYS_close, fd) : -EBADF; }

// A copy of what Node is made of would be the program's.
long dup(int oldfd) { return descriptors::is_internal(oldfd) ? -EBADF : descriptors::add(kernel(::dup(oldfd))); }

// Node's descriptors stay where they are; a number that is nobody's is free to take.
bool is_nodes(int fd) { return !descriptors::is_programs(fd) && fcntl(fd, F_GETFD) >= 0; }

long dup2(int oldfd, int newfd) {
  if (descriptors::is_internal(oldfd)) return -EBADF;
  if (is_nodes(newfd)) return -EBUSY;
  const long result = kernel(::dup2(oldfd, newfd));
  return oldfd == newfd ? result : descriptors::add(result);  // Onto itself, it makes none.
}

long dup3(int oldfd, int newfd, int flags) {
#ifdef __linux__
  if (descriptors::is_internal(oldfd)) return -EBADF;
  return is_nodes(newfd) ? -EBUSY : descriptors::add(kernel(::dup3(oldfd, newfd, flags)));
#else
  return -ENOSYS;
#endif
}

long pipe(Pointer<int[2]> pipefd) {
  int fds[2];
  const long result = kernel(::pipe(pipefd.data == nullptr ? nullptr : fds));
  return descriptors::add_pair(result, fds, pipefd.data);
}

long pipe2(Pointer<int[2]> pipefd, int flags) {
#ifdef __linux__
  int fds[2];
  const long result = kernel(::pipe2(pipefd.data == nullptr ? nullptr : fds, flags));
  return descriptors::add_pair(result, fds, pipefd.data);
#else
  return -ENOSYS;
#endif
}

long execve(const Path& pathname, const Strings& argv, const Strings& envp) {
  return execute(pathname.data, argv.data(), envp.data());
}

// A Worker has an environment of its own; null is the process's.
char* const* environment(const Strings& own) { return own.data() == nullptr ? environ : own.data(); }

long execv(const Path& pathname, const Strings& argv, const Strings& own) {
  return execute(pathname.data, argv.data(), environment(own));
}

long execvpe(const Path& file, const Strings& argv, const Strings& envp, const Path& path) {
  return execute_found(file.data, path.data, argv.data(), envp.data());
}

long execvp(const Path& file, const Strings& argv, const Strings& own, const Path& path) {
  return execute_found(file.data, path.data, argv.data(), environment(own));
}

long fexecve(int fd, const Strings& argv, const Strings& envp) {
#ifdef __linux__
  if (argv.data() == nullptr || envp.data() == nullptr) return -EINVAL;
  const UndoneForExec undone;
  return kernel(::fexecve(fd, argv.data(), envp.data()));
#else
  return -ENOSYS;
#endif
}

long execveat(int dirfd, const Path& pathname, const Strings& argv, const Strings& envp, int flags) {
#ifdef SYS_execveat
  const UndoneForExec undone;
  return system_call(SYS_execveat, dirfd, pathname.data, argv.data(), envp.data(), flags);
#else
  return -ENOSYS;
#endif
}

long unlink(const Path& pathname) {
#ifdef SYS_unlink
  return system_call(SYS_unlink, pathname.data);
#else
  return system_call(SYS_unlinkat, AT_FDCWD, pathname.data, 0);
#endif
}

long rmdir(const Path& pathname) {
#ifdef SYS_rmdir
  return system_call(SYS_rmdir, pathname.data);
#else
  return system_call(SYS_unlinkat, AT_FDCWD, pathname.data, AT_REMOVEDIR);
#endif
}

long link(const Path& oldpath, const Path& newpath) {
#ifdef SYS_link
  return system_call(SYS_link, oldpath.data, newpath.data);
#else
  return system_call(SYS_linkat, AT_FDCWD, oldpath.data, AT_FDCWD, newpath.data, 0);
#endif
}

long symlink(const Path& target, const Path& linkpath) {
#ifdef SYS_symlink
  return system_call(SYS_symlink, target.data, linkpath.data);
#else
  return system_call(SYS_symlinkat, target.data, AT_FDCWD, linkpath.data);
#endif
}

long readlink(const Path& pathname, const Out& buffer) {
#ifdef SYS_readlink
  return system_call(SYS_readlink, pathname.data, buffer.data, buffer.size);
#else
  return system_call(SYS_readlinkat, AT_FDCWD, pathname.data, buffer.data, buffer.size);
#endif
}

long lseek(int fd, int64_t offset, int whence) { return system_call(SYS_lseek, fd, offset, whence); }

// These wait for a disk, not for an event: in C no signal ends that, where the disk is not on a network.

long truncate(const Path& path, int64_t length) {
  return if_blocking(false, blocking(SYS_truncate, path.data, length));
}

long ftruncate(int fd, int64_t length) { return if_blocking(false, blocking(SYS_ftruncate, fd, length)); }

long fsync(int fd) { return if_blocking(false, blocking(SYS_fsync, fd)); }

long fdatasync(int fd) { return if_blocking(false, blocking(SYS_fdatasync, fd)); }

long getpid() { return ::getpid(); }

long getppid() { return ::getppid(); }

long gettid() {
#ifdef SYS_gettid
  return system_call(SYS_gettid);
#else
  return -ENOSYS;
#endif
}

long getpgid(int pid) { return kernel(::getpgid(pid)); }

long setpgid(int pid, int pgid) { return kernel(::setpgid(pid, pgid)); }

long getpgrp() { return ::getpgrp(); }

long setpgrp() { return kernel(::setpgid(0, 0)); }

long getsid(int pid) { return kernel(::getsid(pid)); }

long setsid() { return kernel(::setsid()); }

long tcgetpgrp(int fd) { return kernel(::tcgetpgrp(fd)); }

long tcsetpgrp(int fd, int pgrp) { return kernel(::tcsetpgrp(fd, pgrp)); }

long getuid() { return ::getuid(); }

long geteuid() { return ::geteuid(); }

long getgid() { return ::getgid(); }

long getegid() { return ::getegid(); }

// Linux changes a thread where POSIX means the process: the C library goes through all threads.

long setuid(unsigned uid) { return forking::in_every_thread(::setuid, uid); }

long seteuid(unsigned euid) { return forking::in_every_thread(::seteuid, euid); }

long setgid(unsigned gid) { return forking::in_every_thread(::setgid, gid); }

long setegid(unsigned egid) { return forking::in_every_thread(::setegid, egid); }

long setreuid(unsigned ruid, unsigned euid) { return forking::in_every_thread(::setreuid, ruid, euid); }

long setregid(unsigned rgid, unsigned egid) { return forking::in_every_thread(::setregid, rgid, egid); }

long setresuid(unsigned ruid, unsigned euid, unsigned suid) {
#ifdef __linux__
  return forking::in_every_thread(::setresuid, ruid, euid, suid);
#else
  return -ENOSYS;
#endif
}

long setresgid(unsigned rgid, unsigned egid, unsigned sgid) {
#ifdef __linux__
  return forking::in_every_thread(::setresgid, rgid, egid, sgid);
#else
  return -ENOSYS;
#endif
}

long getresuid(Pointer<uid_t> ruid, Pointer<uid_t> euid, Pointer<uid_t> suid) {
#ifdef SYS_getresuid
  return system_call(SYS_getresuid, ruid.data, euid.data, suid.data);
#else
  return -ENOSYS;
#endif
}

long getresgid(Pointer<gid_t> rgid, Pointer<gid_t> egid, Pointer<gid_t> sgid) {
#ifdef SYS_getresgid
  return system_call(SYS_getresgid, rgid.data, egid.data, sgid.data);
#else
  return -ENOSYS;
#endif
}

long getgroups(const Groups& groups) { return kernel(::getgroups(groups.count, static_cast<gid_t*>(groups.list))); }

/// 20 less the new nice value, as Linux answers getpriority.
long nice(int inc) {
  errno = 0;
  const int value = ::nice(inc);
  return errno != 0 ? -errno : PRIO_MAX - value;
}

long access(const Path& pathname, int mode) {
#ifdef SYS_access
  return system_call(SYS_access, pathname.data, mode);
#else
  return system_call(SYS_faccessat, AT_FDCWD, pathname.data, mode);
#endif
}

long faccessat(int dirfd, const Path& pathname, int mode, int flags) {
#ifdef SYS_faccessat2
  const long result = system_call(SYS_faccessat2, dirfd, pathname.data, mode, flags);
  if (result != -ENOSYS) return result;
#endif
  // The C library does what an old kernel cannot.
  return pathname.data == nullptr ? -EFAULT : kernel(::faccessat(dirfd, pathname.data, mode, flags));
}

long chown(const Path& pathname, unsigned owner, unsigned group) {
#ifdef SYS_chown
  return system_call(SYS_chown, pathname.data, owner, group);
#else
  return system_call(SYS_fchownat, AT_FDCWD, pathname.data, owner, group, 0);
#endif
}

long fchown(int fd, unsigned owner, unsigned group) { return system_call(SYS_fchown, fd, owner, group); }

long lchown(const Path& pathname, unsigned owner, unsigned group) {
#ifdef SYS_lchown
  return system_call(SYS_lchown, pathname.data, owner, group);
#else
  return system_call(SYS_fchownat, AT_FDCWD, pathname.data, owner, group, AT_SYMLINK_NOFOLLOW);
#endif
}

long chdir(const Path& path) { return system_call(SYS_chdir, path.data); }

long fchdir(int fd) { return system_call(SYS_fchdir, fd); }

long chroot(const Path& path) { return system_call(SYS_chroot, path.data); }

/// The path, or -errno where the C library returns NULL.
napi_value getcwd(const Out& buf, const Arguments& arguments) {
  char* path = ::getcwd(static_cast<char*>(buf.data), buf.size);
  if (path == nullptr) return to_javascript(arguments.env(), static_cast<long>(-errno));
  const napi_value result = to_javascript(arguments.env(), static_cast<const char*>(path));
  if (buf.data == nullptr) free(path);
  return result;
}

long gethostname(const Out& name, const Arguments& arguments) {
  if (name.data == nullptr && name.size != 0) return arguments.reject_type("memory", 1);
  char nothing[1];  // What NULL may stand for where its size is 0.
  return kernel(::gethostname(name.data == nullptr ? nothing : static_cast<char*>(name.data), name.size));
}

long sethostname(const In& name) {
#ifdef __linux__
  return system_call(SYS_sethostname, name.data, name.size);
#else
  return -ENOSYS;
#endif
}

long gethostid() { return ::gethostid(); }

/// The name, or -errno.
napi_value ttyname(int fd, const Arguments& arguments) {
  char name[PATH_MAX];
  const int error = ::ttyname_r(fd, name, sizeof name);
  if (error != 0) return to_javascript(arguments.env(), -error);
  return to_javascript(arguments.env(), static_cast<const char*>(name));
}

/// The name, or -errno.
napi_value getlogin(const Arguments& arguments) {
  char name[256];
  const int error = ::getlogin_r(name, sizeof name);
  if (error != 0) return to_javascript(arguments.env(), static_cast<long>(-error));
  return to_javascript(arguments.env(), static_cast<const char*>(name));
}

/// -1 for what has no limit, which is no -errno: a wrong name is the only error.
long sysconf(int name) {
  errno = 0;
  const long value = ::sysconf(name);
  return value == -1 && errno != 0 ? -errno : value;
}

long pause() {
#ifdef SYS_pause
  return blocking(SYS_pause);
#else
  return blocking(SYS_ppoll, nullptr, 0, nullptr, nullptr, kSignalSetSize);
#endif
}

long alarm(unsigned seconds) { return ::alarm(seconds); }

/// Where something interrupts it, the whole seconds go to `rest` that were left.
long sleep(unsigned seconds, Pointer<unsigned> rest) {
  timespec left = {};
  left.tv_sec = seconds;
  const long result = sleep_on(CLOCK_REALTIME, 0, left);
  const auto whole = static_cast<unsigned>(left.tv_sec);
  if (is_interrupted(result) && rest.data != nullptr) memcpy(rest.data, &whole, sizeof whole);
  return result;
}

long usleep(unsigned usec) {
  timespec left = {};
  left.tv_sec = usec / 1'000'000;
  left.tv_nsec = usec % 1'000'000 * 1000L;
  return sleep_on(CLOCK_REALTIME, 0, left);
}

long isatty(int fd) { return ::isatty(fd) ? 1 : -errno; }

long fork(const Arguments& arguments) {
  uv_loop_s* loop = nullptr;
  napi_get_uv_event_loop(arguments.env(), &loop);
  return forking::fork(loop);
}

// Has no name in C: fork must know which threads are the program's.
long note_newest_thread(int is_nodes) {
  forking::note_newest_thread(is_nodes != 0);
  return 0;
}

long exit_now(int status) { ::_exit(status); }

}  // namespace

void export_unistd(Exports& exports) {
  exports.function<read, Delivery::kInside>("read(fd, buf, count)");
  exports.function<write, Delivery::kInside>("write(fd, buf, count)");
  exports.function<pread, Delivery::kInside>("pread(fd, buf, count, offset)");
  exports.function<pwrite, Delivery::kInside>("pwrite(fd, buf, count, offset)");
  exports.function<close>("close(fd)");
  exports.function<dup>("dup(oldfd)");
  exports.function<dup2>("dup2(oldfd, newfd)");
  exports.function<dup3>("dup3(oldfd, newfd, flags)");
  exports.function<pipe>("pipe(pipefd)");
  exports.function<pipe2>("pipe2(pipefd, flags)");
  exports.function<execv>("execl(pathname, arg, environ)");
  exports.function<execvp>("execlp(file, arg, environ, path)");
  exports.function<execve>("execle(pathname, arg, envp)");
  exports.function<execv>("execv(pathname, argv, environ)");
  exports.function<execvp>("execvp(file, argv, environ, path)");
  exports.function<execve>("execve(pathname, argv, envp)");
  exports.function<execvpe>("execvpe(file, argv, envp, path)");
  exports.function<fexecve>("fexecve(fd, argv, envp)");
  exports.function<execveat>("execveat(dirfd, pathname, argv, envp, flags)");
  exports.function<unlink>("unlink(pathname)");
  exports.function<rmdir>("rmdir(pathname)");
  exports.function<link>("link(oldpath, newpath)");
  exports.function<symlink>("symlink(target, linkpath)");
  exports.function<readlink>("readlink(pathname, buf, bufsiz)");
  exports.function<lseek>("lseek(fd, offset, whence)");
  exports.function<truncate, Delivery::kInside>("truncate(path, length)");
  exports.function<ftruncate, Delivery::kInside>("ftruncate(fd, length)");
  exports.function<fsync, Delivery::kInside>("fsync(fd)");
  exports.function<fdatasync, Delivery::kInside>("fdatasync(fd)");
  exports.function<getpid>("getpid()");
  exports.function<getppid>("getppid()");
  exports.function<gettid>("gettid()");
  exports.function<getpgid>("getpgid(pid)");
  exports.function<setpgid>("setpgid(pid, pgid)");
  exports.function<getpgrp>("getpgrp()");
  exports.function<setpgrp>("setpgrp()");
  exports.function<getsid>("getsid(pid)");
  exports.function<setsid>("setsid()");
  exports.function<tcgetpgrp>("tcgetpgrp(fd)");
  exports.function<tcsetpgrp>("tcsetpgrp(fd, pgrp)");
  exports.function<getuid>("getuid()");
  exports.function<geteuid>("geteuid()");
  exports.function<getgid>("getgid()");
  exports.function<getegid>("getegid()");
  exports.function<setuid>("setuid(uid)");
  exports.function<seteuid>("seteuid(euid)");
  exports.function<setgid>("setgid(gid)");
  exports.function<setegid>("setegid(egid)");
  exports.function<setreuid>("setreuid(ruid, euid)");
  exports.function<setregid>("setregid(rgid, egid)");
  exports.function<setresuid>("setresuid(ruid, euid, suid)");
  exports.function<setresgid>("setresgid(rgid, egid, sgid)");
  exports.function<getresuid>("getresuid(ruid, euid, suid)");
  exports.function<getresgid>("getresgid(rgid, egid, sgid)");
  exports.function<getgroups>("getgroups(size, list)");
  exports.function<nice>("nice(inc)");
  exports.function<access>("access(pathname, mode)");
  exports.function<faccessat>("faccessat(dirfd, pathname, mode, flags)");
  exports.function<chown>("chown(pathname, owner, group)");
  exports.function<fchown>("fchown(fd, owner, group)");
  exports.function<lchown>("lchown(pathname, owner, group)");
  exports.function<chdir>("chdir(path)");
  exports.function<fchdir>("fchdir(fd)");
  exports.function<chroot>("chroot(path)");
  exports.function<getcwd>("getcwd(buf, size)");
  exports.function<gethostname>("gethostname(name, len)");
  exports.function<sethostname>("sethostname(name, len)");
  exports.function<gethostid>("gethostid()");
  exports.function<ttyname>("ttyname(fd)");
  exports.function<getlogin>("getlogin()");
  exports.function<sysconf>("sysconf(name)");
  exports.function<pause, Delivery::kInsideOnce>("pause()");
  exports.function<alarm>("alarm(seconds)");
  exports.function<sleep, Delivery::kInsideOnce>("sleep(seconds, rest)");
  exports.function<usleep, Delivery::kInsideOnce>("usleep(usec)");
  exports.function<isatty>("isatty(fd)");
  exports.function<fork>("fork()");
  exports.function<forking::prepare_end>("prepare_end()");
  exports.function<forking::end_by_itself>("end_by_itself()");
  exports.function<forking::note_end>("note_end(status)");
  exports.function<note_newest_thread>("note_newest_thread(is_nodes)");
  exports.function<exit_now>("_exit(status)");
}

}  // namespace berkeley
