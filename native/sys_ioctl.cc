#include <sys/ioctl.h>

#include <net/if.h>
#include <net/if_arp.h>
#include <sys/time.h>
#ifdef __linux__
#include <linux/nsfs.h>
#include <linux/sockios.h>
#endif

#include "descriptors.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

/// The bytes of what a request takes by address, 0 where it is not known here. None of these holds an address.
size_t known_size(unsigned request) {
  switch (request) {
    case FIONREAD:  // = SIOCINQ, TIOCINQ
    case FIONBIO:
    case FIOASYNC:
    case FIOSETOWN:
    case FIOGETOWN:
    case SIOCSPGRP:
    case SIOCGPGRP:
    case SIOCATMARK:
    case TIOCOUTQ:  // = SIOCOUTQ
    case TIOCGPGRP:
    case TIOCSPGRP:
    case TIOCGSID:
#ifdef __linux__
    case SIOCOUTQNSD:
    case TIOCGPTN:
    case TIOCSPTLCK:
    case TIOCGEXCL:
#endif
      return sizeof(int);
    case TIOCGWINSZ:
    case TIOCSWINSZ:
      return sizeof(winsize);
#ifdef __linux__
    case SIOCGSTAMP:
      return sizeof(timeval);
    case SIOCGSTAMPNS:
      return sizeof(timespec);
    case SIOCGARP:
    case SIOCSARP:
    case SIOCDARP:
      return sizeof(arpreq);
    case SIOCGIFNAME:
    case SIOCGIFINDEX:
    case SIOCGIFFLAGS:
    case SIOCGIFADDR:
    case SIOCGIFDSTADDR:
    case SIOCGIFBRDADDR:
    case SIOCGIFNETMASK:
    case SIOCGIFMETRIC:
    case SIOCGIFMTU:
    case SIOCGIFHWADDR:
    case SIOCGIFMAP:
    case SIOCGIFTXQLEN:
    case SIOCGIFPFLAGS:
    case SIOCSIFNAME:
    case SIOCSIFFLAGS:
    case SIOCSIFADDR:
    case SIOCSIFDSTADDR:
    case SIOCSIFBRDADDR:
    case SIOCSIFNETMASK:
    case SIOCSIFMETRIC:
    case SIOCSIFMTU:
    case SIOCSIFHWADDR:
    case SIOCSIFHWBROADCAST:
    case SIOCSIFMAP:
    case SIOCSIFTXQLEN:
    case SIOCSIFPFLAGS:
    case SIOCADDMULTI:
    case SIOCDELMULTI:
    case SIOCDIFADDR:
      return sizeof(ifreq);
#endif
    default:
      return 0;
  }
}

/// Requests that change a descriptor itself, which no program has a claim to where it is Node's.
bool changes_descriptor(unsigned request) {
  switch (request) {
    case FIOCLEX:
    case FIONCLEX:
    case FIONBIO:
    case FIOASYNC:
    case FIOSETOWN:
    case SIOCSPGRP:
      return true;
    default:
      return false;
  }
}

/// Requests whose result is a new descriptor.
bool makes_descriptor(unsigned request) {
  switch (request) {
#ifdef __linux__
    case SIOCGSKNS:
    case NS_GET_USERNS:
    case NS_GET_PARENT:
#ifdef TIOCGPTPEER
    case TIOCGPTPEER:
#endif
      return true;
#endif
    default:
      return false;
  }
}

/// What other parts of the addon must know of a request that succeeded.
long note(int fd, unsigned request, const void* argument, long result) {
  if (result < 0) return result;
  if (makes_descriptor(request)) return descriptors::add(result);
  if (request == FIOCLEX || request == FIONCLEX) descriptors::set_cloexec(fd, request == FIOCLEX);
  if (request == FIONBIO) {
    int nonblocking;
    memcpy(&nonblocking, argument, sizeof nonblocking);
    descriptors::set_nonblocking(fd, nonblocking != 0);
  }
  return result;
}

/// Few requests wait, and the kernel itself interrupts those: a signal that comes before is handled, and that is all.
template <typename Argument>
long interruptible(int fd, unsigned request, Argument argument) {
  return if_blocking(false, blocking(SYS_ioctl, fd, request, argument));
}

long call(int fd, unsigned request, const void* argument) {
  return note(fd, request, argument, interruptible(fd, request, argument));
}

constexpr const char* kHarmless = "an integer or null, for memory of this request could hold an address";

#ifdef __linux__

/// Four times what a request's number can say that it takes.
constexpr size_t kAreaSize = 64 * 1024;

/// How many bytes of `area` the kernel has written: at least what the request's number says.
size_t count_written(const char* area, size_t size) {
  size_t count = kAreaSize;
  while (count > size && area[count - 1] == 0) count--;
  return count;
}

/// A request that is not known: the kernel might take any of its bytes for an address, and how much it writes is
/// anybody's guess. So it gets an area of its own instead of the program's memory, and finds zeros there, or one int if
/// the request's number says that it takes no more. What it writes is copied as far as there is room.
long call_with_area(int fd, unsigned request, const Memory& memory, const Arguments& arguments) {
  const unsigned direction = _IOC_DIR(request);
  const size_t size = _IOC_SIZE(request);
  const bool reads = (direction & _IOC_WRITE) != 0;
  if (direction == _IOC_NONE || (reads && size > sizeof(int))) return arguments.reject_type(kHarmless);
  if (reads && memory.size < size) {
    return arguments.reject_range("%zu bytes asked for, but the memory has %zu", size, memory.size);
  }
  alignas(16) char area[kAreaSize] = {};
  if (reads) memcpy(area, memory.data, size);
  const long result = call(fd, request, area);
  if (result >= 0 && (direction & _IOC_READ) != 0) {
    const size_t written = count_written(area, size);
    if (memory.size > 0) memcpy(memory.data, area, written < memory.size ? written : memory.size);
  }
  return result;
}

#else

long call_with_area(int, unsigned, const Memory&, const Arguments& arguments) {
  return arguments.reject_type(kHarmless);
}

#endif

/// No memory lies at these, so that the kernel answers EFAULT if it takes one for an address.
constexpr int kMostInteger = 4095;

long call_with_integer(int fd, unsigned request, int value, const Arguments& arguments) {
  if (value > kMostInteger) {
    return arguments.reject_range("expected an integer up to %d, for it could be taken for an address; got %d",
                                  kMostInteger, value);
  }
  return note(fd, request, nullptr, interruptible(fd, request, value));
}

long call_with_memory(int fd, unsigned request, const Memory& memory, const Arguments& arguments) {
  const size_t size = known_size(request);
  if (size == 0) return call_with_area(fd, request, memory, arguments);
  if (memory.size < size) {
    return arguments.reject_range("%zu bytes asked for, but the memory has %zu", size, memory.size);
  }
  return call(fd, request, memory.data);
}

long ioctl(int fd, unsigned request, const Variable& argument, const Arguments& arguments) {
  if (changes_descriptor(request) && !descriptors::is_programs(fd)) return -EBADF;
  switch (argument.kind) {
    case Variable::kNull:
      return call(fd, request, nullptr);
    case Variable::kInteger:
      if (request == SIOCGIFCONF) return arguments.reject_type("an ifconf or null");
      if (known_size(request) != 0) return arguments.reject_type("memory or null");
      return call_with_integer(fd, request, argument.integer, arguments);
    case Variable::kMemory:
      if (request == SIOCGIFCONF) return arguments.reject_type("an ifconf or null");
      return call_with_memory(fd, request, argument.memory, arguments);
  }
  return -EINVAL;
}

/// SIOCGIFCONF, whose argument holds an address.
long ioctl_ifconf(int fd, const Elements<char>& buffer, Pointer<int> length) {
  ifconf configuration;
  configuration.ifc_len = buffer.count;
  configuration.ifc_buf = static_cast<char*>(buffer.data);
  const long result = call(fd, SIOCGIFCONF, &configuration);
  if (result >= 0 && length.data != nullptr) {
    memcpy(length.data, &configuration.ifc_len, sizeof configuration.ifc_len);
  }
  return result;
}

}  // namespace

void export_sys_ioctl(Exports& exports) {
  exports.function<ioctl, Delivery::kInside>("ioctl(fd, request, arg)");
  exports.function<ioctl_ifconf, Delivery::kInside>("ioctl(fd, ifc_buf, ifc_len, length)", "ioctl_ifconf");
}

}  // namespace berkeley
