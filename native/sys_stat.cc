#include <sys/stat.h>

#include <fcntl.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long umask(unsigned mask) { return ::umask(mask); }

long mkfifoat(int dirfd, const Path& pathname, unsigned mode) {
#ifdef SYS_mkfifoat
  return system_call(SYS_mkfifoat, dirfd, pathname.data, mode);
#else
  return system_call(SYS_mknodat, dirfd, pathname.data, mode | S_IFIFO, 0);
#endif
}

long mkfifo(const Path& pathname, unsigned mode) { return mkfifoat(AT_FDCWD, pathname, mode); }

long mkdir(const Path& pathname, unsigned mode) {
#ifdef SYS_mkdir
  return system_call(SYS_mkdir, pathname.data, mode);
#else
  return system_call(SYS_mkdirat, AT_FDCWD, pathname.data, mode);
#endif
}

long chmod(const Path& pathname, unsigned mode) {
#ifdef SYS_chmod
  return system_call(SYS_chmod, pathname.data, mode);
#else
  return system_call(SYS_fchmodat, AT_FDCWD, pathname.data, mode);
#endif
}

long fchmod(int fd, unsigned mode) { return system_call(SYS_fchmod, fd, mode); }

// Where struct stat is the kernel's own, the kernel fills it.
long fstatat(int dirfd, const Path& pathname, Pointer<struct stat> statbuf, int flags) {
#ifdef SYS_newfstatat
  return system_call(SYS_newfstatat, dirfd, pathname.data, statbuf.data, flags);
#else
  return kernel(::fstatat(dirfd, pathname.data, static_cast<struct stat*>(statbuf.data), flags));
#endif
}

long stat(const Path& pathname, Pointer<struct stat> statbuf) { return fstatat(AT_FDCWD, pathname, statbuf, 0); }

long lstat(const Path& pathname, Pointer<struct stat> statbuf) {
  return fstatat(AT_FDCWD, pathname, statbuf, AT_SYMLINK_NOFOLLOW);
}

// The C library asks the kernel in one way or another. It declares that statbuf is never null: this pointer does not.
int (*const c_fstat)(int, struct stat*) = ::fstat;

long fstat(int fd, Pointer<struct stat> statbuf) {
  return kernel(c_fstat(fd, static_cast<struct stat*>(statbuf.data)));
}

}  // namespace

void export_sys_stat(Exports& exports) {
  exports.function<umask>("umask(mask)");
  exports.function<mkfifo>("mkfifo(pathname, mode)");
  exports.function<mkfifoat>("mkfifoat(dirfd, pathname, mode)");
  exports.function<mkdir>("mkdir(pathname, mode)");
  exports.function<chmod>("chmod(pathname, mode)");
  exports.function<fchmod>("fchmod(fd, mode)");
  exports.function<stat>("stat(pathname, statbuf)");
  exports.function<lstat>("lstat(pathname, statbuf)");
  exports.function<fstat>("fstat(fd, statbuf)");
}

}  // namespace berkeley
