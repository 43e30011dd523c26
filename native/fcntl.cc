#include <fcntl.h>

#include "descriptors.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long openat(int dirfd, const Path& pathname, int flags, unsigned mode) {
  return descriptors::add(blocking(SYS_openat, dirfd, pathname.data, flags, mode));
}

long open(const Path& pathname, int flags, unsigned mode) {
  return descriptors::add(blocking(SYS_openat, AT_FDCWD, pathname.data, flags, mode));
}

long creat(const Path& pathname, unsigned mode) {
#ifdef SYS_creat
  return descriptors::add(blocking(SYS_creat, pathname.data, mode));
#else
  return descriptors::add(blocking(SYS_openat, AT_FDCWD, pathname.data, O_CREAT | O_WRONLY | O_TRUNC, mode));
#endif
}

// A command that is not listed could take its argument for an address. It gets the kernel's answer to an unknown one.
long refuse_command(int fd) { return ::fcntl(fd, F_GETFD) == -1 ? -errno : -EINVAL; }

long fcntl(int fd, int cmd, int argument) {
  switch (cmd) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
      return descriptors::add(kernel(::fcntl(fd, cmd, argument)));
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

long fcntl_flock(int fd, int cmd, Pointer<struct flock> lock) {
  switch (cmd) {
    case F_SETLKW:
#ifdef __linux__
    case F_OFD_SETLKW:
#endif
      return blocking(SYS_fcntl, fd, cmd, lock.data);
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
