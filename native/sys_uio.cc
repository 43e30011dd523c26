#include <sys/uio.h>
#include <csignal>

#include "descriptors.h"
#include "headers.h"
#include "pointers.h"
#include "syscall.h"

namespace berkeley {

namespace {

/// Goes on where a call has stopped, part by part, as long as `next` does: descriptors::read_on and write_on do where
/// only Node keeps the call from going on. `result` is what the call returned.
template <typename Next>
long go_on(int fd, Vector& vector, long result, Next next) {
  size_t done = result > 0 ? static_cast<size_t>(result) : 0;
  size_t end = 0;
  for (int i = 0; i < vector.count; i++) {
    const iovec& part = vector.data()[i];
    end += part.iov_len;
    if (done >= end) continue;
    const size_t left = end - done;
    const long more = next(fd, static_cast<char*>(part.iov_base) + (part.iov_len - left), left, -EAGAIN);
    if (more <= 0 && done == 0) result = more;
    if (more <= 0) break;
    done += static_cast<size_t>(more);
    result = static_cast<long>(done);
    if (done < end) break;
  }
  return result;
}

long readv(int fd, Vector& vector) {
  const long result = blocking_on(
      fd, [&] { return waits_to_read(fd); }, SYS_readv, vector.data(), vector.count);
  if (result != -EAGAIN) return result;
  // Only for the first bytes a read waits.
  auto read = descriptors::read_on;
  return go_on(fd, vector, result, [&](int, void* data, size_t size, long again) {
    const long more = read(fd, data, size, again);
    read = [](int fd, void* data, size_t size, long) { return system_call(SYS_read, fd, data, size); };
    return more;
  });
}

long writev(int fd, Vector& vector) {
  const long result = blocking_on(
      fd, [&] { return waits_to_write(fd, SIZE_MAX); }, SYS_writev, vector.data(), vector.count);
  return result >= 0 || result == -EAGAIN ? go_on(fd, vector, result, descriptors::write_on) : result;
}

// The kernel takes an offset in two halves, of which the upper is for processes of 32 bits.

long preadv(int fd, Vector& vector, int64_t offset) {
  return blocking_on(
      fd, [&] { return waits_to_read(fd); }, SYS_preadv, vector.data(), vector.count, offset, 0);
}

long pwritev(int fd, Vector& vector, int64_t offset) {
  return blocking_on(
      fd, [&] { return waits_to_write(fd, SIZE_MAX); }, SYS_pwritev, vector.data(), vector.count, offset, 0);
}

#ifdef __linux__

long preadv2(int fd, Vector& vector, int64_t offset, int flags) {
  return blocking_on(
      fd, [&] { return waits_to_read(fd); }, SYS_preadv2, vector.data(), vector.count, offset, 0, flags);
}

long pwritev2(int fd, Vector& vector, int64_t offset, int flags) {
  return blocking_on(
      fd, [&] { return waits_to_write(fd, SIZE_MAX); }, SYS_pwritev2, vector.data(), vector.count, offset, 0, flags);
}

bool is_own_thread(int pid) { return system_call(SYS_tgkill, ::getpid(), pid, 0) == 0; }

// The process's own memory is not to be reached by addresses.
long process_vm_readv(int pid, Vector& local, const Elements<iovec>& remote, Size flags) {
  if (is_own_thread(pid)) return -EPERM;
  return system_call(SYS_process_vm_readv, pid, local.data(), local.count, remote.data, remote.count, flags.value);
}

#else
long missing() { return -ENOSYS; }
#endif

}  // namespace

void export_sys_uio(Exports& exports) {
  exports.function<readv, Delivery::kInside>("readv(fd, iov, iov, iov, iovcnt)");
  exports.function<writev, Delivery::kInside>("writev(fd, iov, iov, iov, iovcnt)");
  exports.function<preadv, Delivery::kInside>("preadv(fd, iov, iov, iov, iovcnt, offset)");
  exports.function<pwritev, Delivery::kInside>("pwritev(fd, iov, iov, iov, iovcnt, offset)");
#ifdef __linux__
  exports.function<preadv2, Delivery::kInside>("preadv2(fd, iov, iov, iov, iovcnt, offset, flags)");
  exports.function<pwritev2, Delivery::kInside>("pwritev2(fd, iov, iov, iov, iovcnt, offset, flags)");
  exports.function<process_vm_readv>(
      "process_vm_readv(pid, local_iov, local_iov, local_iov, liovcnt, remote_iov, riovcnt, flags)");
#else
  for (const char* name : {"preadv2", "pwritev2", "process_vm_readv"}) exports.function<missing>(name);
#endif
}

}  // namespace berkeley
