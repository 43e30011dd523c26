#include <fcntl.h>
#include <sys/stat.h>

#include "descriptors.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

/// Whether opening a file would wait, as it does with a FIFO or a terminal.
bool waits_to_open(int dirfd, const Path& pathname, int flags) {
  struct stat status;
  if ((flags & O_NONBLOCK) != 0 || pathname.data == nullptr || fstatat(dirfd, pathname.data, &status, 0) != 0)
    return false;
  return S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode);
}

/// The result of opening a file.
long opened(long result, int dirfd, const Path& pathname, int flags) {
  if (result != signals::kDiverted) return descriptors::add(result);
  return if_blocking(waits_to_open(dirfd, pathname, flags), result);
}

long openat(int dirfd, const Path& pathname, int flags, unsigned mode) {
  return opened(blocking(SYS_openat, dirfd, pathname.data, flags, mode), dirfd, pathname, flags);
}

long open(const Path& pathname, int flags, unsigned mode) { return openat(AT_FDCWD, pathname, flags, mode); }

long creat(const Path& pathname, unsigned mode) {
#ifdef SYS_creat
  return opened(blocking(SYS_creat, pathname.data, mode), AT_FDCWD, pathname, 0);
#else
  return openat(AT_FDCWD, pathname, O_CREAT | O_WRONLY | O_TRUNC, mode);
#endif
}

// A command that is not listed could take its argument for an address. It gets the kernel's answer to an unknown one.
long refuse_command(int fd) { return ::fcntl(fd, F_GETFD) == -1 ? -errno : -EINVAL; }

long fcntl(int fd, int cmd, int argument) {
  switch (cmd) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
      return descriptors::is_internal(fd) ? -EBADF : descriptors::add(kernel(::fcntl(fd, cmd, argument)));
    case F_SETFL: {
      const long result = kernel(::fcntl(fd, cmd, argument));
      if (result == 0) descriptors::set_nonblocking(fd, (argument & O_NONBLOCK) != 0);
      return result;
    }
    case F_SETFD: {
      const long result = kernel(::fcntl(fd, cmd, argument));
      if (result == 0) descriptors::set_cloexec(fd, (argument & FD_CLOEXEC) != 0);
      return result;
    }
    case F_GETFD:
    case F_GETFL:
    case F_SETOWN:
#ifdef __linux__
    case F_GETSIG:
    case F_SETSIG:
    case F_GETLEASE:
    case F_SETLEASE:
    case F_NOTIFY:
    case F_GETPIPE_SZ:
    case F_SETPIPE_SZ:
    case F_ADD_SEALS:
    case F_GET_SEALS:
#endif
      return kernel(::fcntl(fd, cmd, argument));
    default:
      return refuse_command(fd);
  }
}

/// The result of a call that waits for a lock. Whether it does can only be told by taking the lock; to take it again
/// then changes nothing.
long unless_free(long result, int fd, int cmd, Pointer<struct flock> lock) {
  if (result != signals::kDiverted) return result;
#ifdef __linux__
  const int at_once = cmd == F_OFD_SETLKW ? F_OFD_SETLK : F_SETLK;
#else
  const int at_once = F_SETLK;
#endif
  const long taken = kernel(::fcntl(fd, at_once, lock.data));
  return if_blocking(taken == -EAGAIN || taken == -EACCES, result);
}

long fcntl_flock(int fd, int cmd, Pointer<struct flock> lock) {
  switch (cmd) {
    case F_SETLKW:
#ifdef __linux__
    case F_OFD_SETLKW:
#endif
      return unless_free(blocking(SYS_fcntl, fd, cmd, lock.data), fd, cmd, lock);
    case F_GETLK:
    case F_SETLK:
#ifdef __linux__
    case F_OFD_GETLK:
    case F_OFD_SETLK:
#endif
      return kernel(::fcntl(fd, cmd, lock.data));
    default:
      return refuse_command(fd);
  }
}

#ifdef __linux__
long fcntl_owner(int fd, int cmd, Pointer<f_owner_ex> owner) {
  if (cmd != F_GETOWN_EX && cmd != F_SETOWN_EX) return refuse_command(fd);
  return kernel(::fcntl(fd, cmd, owner.data));
}

long splice(int fd_in, Pointer<off_t> off_in, int fd_out, Pointer<off_t> off_out, Size size, unsigned flags) {
  const bool can_block = (flags & SPLICE_F_NONBLOCK) == 0;
  return if_blocking(can_block, blocking(SYS_splice, fd_in, off_in.data, fd_out, off_out.data, size.value, flags));
}

long tee(int fd_in, int fd_out, Size size, unsigned flags) {
  return if_blocking((flags & SPLICE_F_NONBLOCK) == 0, blocking(SYS_tee, fd_in, fd_out, size.value, flags));
}
#else
long missing() { return -ENOSYS; }
#endif

}  // namespace

void export_fcntl(Exports& exports) {
  exports.function<open, Delivery::kInside>("open(pathname, flags, mode)");
  exports.function<openat, Delivery::kInside>("openat(dirfd, pathname, flags, mode)");
  exports.function<creat, Delivery::kInside>("creat(pathname, mode)");
  exports.function<fcntl>("fcntl(fd, cmd, arg)");
  exports.function<fcntl_flock, Delivery::kInside>("fcntl(fd, cmd, arg)", "fcntl_flock");
#ifdef __linux__
  exports.function<fcntl_owner>("fcntl(fd, cmd, arg)", "fcntl_owner");
  exports.function<splice, Delivery::kInside>("splice(fd_in, off_in, fd_out, off_out, size, flags)");
  exports.function<tee, Delivery::kInside>("tee(fd_in, fd_out, size, flags)");
#else
  for (const char* name : {"splice", "tee"}) exports.function<missing>(name);
#endif
}

}  // namespace berkeley
