#include <unistd.h>

#include <fcntl.h>
#include <climits>

#include "descriptors.h"
#include "fork/fork.h"
#include "headers.h"
#include "syscall.h"

#ifndef SYS_pread64
#define SYS_pread64 SYS_pread
#define SYS_pwrite64 SYS_pwrite
#endif

namespace berkeley {

namespace {

long read(int fd, const Out& buffer) { return descriptors::read(fd, buffer.data, buffer.size); }

long write(int fd, const In& buffer) { return descriptors::write(fd, buffer.data, buffer.size); }

long pread(int fd, const Out& buffer, int64_t offset) {
  return blocking(SYS_pread64, fd, buffer.data, buffer.size, offset);
}

long pwrite(int fd, const In& buffer, int64_t offset) {
  return blocking(SYS_pwrite64, fd, buffer.data, buffer.size, offset);
}

// Can block where SO_LINGER asks for it, but must not be restarted: the descriptor is gone whatever it returns.
long close(int fd) { return descriptors::remove(fd) ? system_call(SYS_close, fd) : -EBADF; }

long dup(int oldfd) { return descriptors::add(kernel(::dup(oldfd))); }

// Node's descriptors stay where they are; a number that is nobody's is free to take.
bool is_nodes(int fd) { return !descriptors::is_programs(fd) && fcntl(fd, F_GETFD) >= 0; }

long dup2(int oldfd, int newfd) { return is_nodes(newfd) ? -EBUSY : descriptors::add(kernel(::dup2(oldfd, newfd))); }

long dup3(int oldfd, int newfd, int flags) {
#ifdef __linux__
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

long truncate(const Path& path, int64_t length) { return blocking(SYS_truncate, path.data, length); }

long ftruncate(int fd, int64_t length) { return blocking(SYS_ftruncate, fd, length); }

long fsync(int fd) { return blocking(SYS_fsync, fd); }

long fdatasync(int fd) { return blocking(SYS_fdatasync, fd); }

long getpid() { return ::getpid(); }

long getppid() { return ::getppid(); }

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

/// -1 for what has no limit, which is no -errno: a wrong name is the only error.
long sysconf(int name) {
  errno = 0;
  const long value = ::sysconf(name);
  return value == -1 && errno != 0 ? -errno : value;
}

long isatty(int fd) { return ::isatty(fd) ? 1 : -errno; }

long fork(const Arguments& arguments) {
  uv_loop_s* loop;
  napi_get_uv_event_loop(arguments.env(), &loop);
  return forking::fork(loop);
}

long exit_now(int status) { ::_exit(status); }

}  // namespace

void export_unistd(Exports& exports) {
  exports.function<read>("read(fd, buf, count)");
  exports.function<write>("write(fd, buf, count)");
  exports.function<pread>("pread(fd, buf, count, offset)");
  exports.function<pwrite>("pwrite(fd, buf, count, offset)");
  exports.function<close>("close(fd)");
  exports.function<dup>("dup(oldfd)");
  exports.function<dup2>("dup2(oldfd, newfd)");
  exports.function<dup3>("dup3(oldfd, newfd, flags)");
  exports.function<pipe>("pipe(pipefd)");
  exports.function<pipe2>("pipe2(pipefd, flags)");
  exports.function<unlink>("unlink(pathname)");
  exports.function<rmdir>("rmdir(pathname)");
  exports.function<link>("link(oldpath, newpath)");
  exports.function<symlink>("symlink(target, linkpath)");
  exports.function<readlink>("readlink(pathname, buf, bufsiz)");
  exports.function<lseek>("lseek(fd, offset, whence)");
  exports.function<truncate>("truncate(path, length)");
  exports.function<ftruncate>("ftruncate(fd, length)");
  exports.function<fsync>("fsync(fd)");
  exports.function<fdatasync>("fdatasync(fd)");
  exports.function<getpid>("getpid()");
  exports.function<getppid>("getppid()");
  exports.function<gethostname>("gethostname(name, len)");
  exports.function<sethostname>("sethostname(name, len)");
  exports.function<gethostid>("gethostid()");
  exports.function<ttyname>("ttyname(fd)");
  exports.function<sysconf>("sysconf(name)");
  exports.function<isatty>("isatty(fd)");
  exports.function<fork>("fork()");
  exports.function<exit_now>("_exit(status)");
}

}  // namespace berkeley
