#include <sys/mman.h>

#include <map>
#include <mutex>

#include "descriptors.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

constexpr int kTouchable = PROT_READ | PROT_WRITE;

#ifdef MAP_FIXED_NOREPLACE
constexpr int kFixed = MAP_FIXED | MAP_FIXED_NOREPLACE;
#else
constexpr int kFixed = MAP_FIXED;
#endif

/// An address in a mapping, as the program gives it: a view of its memory, or the Buffer without bytes.
struct Place {
  napi_env env;
  napi_value value;
  napi_value memory;  // The ArrayBuffer.
  char* start;        // Of the whole memory.
  size_t offset;      // Of the address in there.
};
bool take(Arguments& arguments, Place& place) {
  const napi_env env = arguments.env();
  place = {env, arguments.next(), nullptr, nullptr, 0};
  void* data;
  if (napi_unwrap(env, place.value, &data) != napi_ok &&
      napi_get_typedarray_info(env, place.value, nullptr, nullptr, &data, &place.memory, &place.offset) != napi_ok &&
      napi_get_dataview_info(env, place.value, nullptr, &data, &place.memory, &place.offset) != napi_ok) {
    return arguments.reject_type("memory that mmap returned");
  }
  place.start = static_cast<char*>(data) - place.offset;
  return true;
}

struct Mapping {
  size_t size = 0;            // In whole pages.
  bool is_touchable = false;  // By JavaScript: its Buffer has bytes.
};

/// The program's mappings, each by its start. Only munmap ends one, as in C: a Buffer that is collected does not.
class Mappings {
 public:
  void add(char* start, const Mapping& mapping) {
    const std::lock_guard<std::mutex> lock(mutex_);
    mappings_[start] = mapping;
  }

  /// An empty one where there is none.
  Mapping at(char* start) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = mappings_.find(start);
    return found == mappings_.end() ? Mapping() : found->second;
  }

  /// Another thread may get the address as soon as it is free, but not in here before the old mapping is out.
  long unmap(char* start, size_t size) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const long result = kernel(::munmap(start, size));
    if (result == 0) mappings_.erase(start);
    return result;
  }

 private:
  std::map<char*, Mapping> mappings_;
  std::mutex mutex_;
};

/// Never destroyed: a Worker may be at it while the process ends.
Mappings& mappings = *new Mappings;

size_t in_whole_pages(size_t length) {
  const size_t page = sysconf(_SC_PAGESIZE);
  return (length + page - 1) / page * page;
}

/// A Buffer over the memory; nullptr where it is longer than a Buffer can be.
napi_value make_buffer(napi_env env, char* start, size_t length) {
  napi_value buffer;
  if (napi_create_external_buffer(env, length, start, nullptr, nullptr, &buffer) == napi_ok) return buffer;
  napi_value error;
  napi_get_and_clear_last_exception(env, &error);
  return nullptr;
}

/// What stands for memory that JavaScript must not touch: a Buffer without bytes, which knows the address.
napi_value make_empty_buffer(napi_env env, char* start) {
  napi_value buffer;
  if (napi_create_buffer(env, 0, nullptr, &buffer) != napi_ok ||
      napi_wrap(env, buffer, start, nullptr, nullptr, nullptr) != napi_ok) {
    return nullptr;
  }
  return buffer;
}

/// A Buffer, or -errno.
napi_value mmap(Null, Size length, int prot, int flags, int fd, int64_t offset, const Arguments& arguments) {
  const napi_env env = arguments.env();
  if ((flags & kFixed) != 0) return to_javascript(env, -EINVAL);
  // What Node shares with the kernel (io_uring) is not the program's to write to.
  if ((flags & MAP_ANONYMOUS) == 0 && !descriptors::is_programs(fd)) return to_javascript(env, -EBADF);
  void* const address = ::mmap(nullptr, length.value, prot, flags, fd, offset);
  if (address == MAP_FAILED) return to_javascript(env, -errno);
  char* const start = static_cast<char*>(address);
  const bool is_touchable = (prot & kTouchable) == kTouchable;
  const napi_value buffer = is_touchable ? make_buffer(env, start, length.value) : make_empty_buffer(env, start);
  if (buffer == nullptr) {
    ::munmap(start, length.value);
    return to_javascript(env, -ENOMEM);
  }
  mappings.add(start, {in_whole_pages(length.value), is_touchable});
  return buffer;
}

/// Takes the memory away from all that JavaScript has of it.
void detach(const Place& place, const Mapping& mapping) {
  const napi_status status = mapping.is_touchable ? napi_detach_arraybuffer(place.env, place.memory)
                                                  : napi_remove_wrap(place.env, place.value, nullptr);
  if (status != napi_ok) napi_fatal_error("munmap", NAPI_AUTO_LENGTH, "memory cannot be detached", NAPI_AUTO_LENGTH);
}

long munmap(const Place& addr, Size length) {
  const Mapping mapping = mappings.at(addr.start);
  if (mapping.size == 0 || addr.offset != 0 || in_whole_pages(length.value) != mapping.size) return -EINVAL;
  const long result = mappings.unmap(addr.start, length.value);
  if (result == 0) detach(addr, mapping);
  return result;
}

/// What msync and mprotect answer for an address and a length that are not a mapping's; 0 where they are.
long check_range(const Place& addr, Size length, const Mapping& mapping) {
  if (mapping.size == 0) return -EINVAL;
  return addr.offset + length.value > mapping.size ? -ENOMEM : 0;
}

long msync(const Place& addr, Size length, int flags) {
  const long wrong = check_range(addr, length, mappings.at(addr.start));
  return wrong != 0 ? wrong : blocking(SYS_msync, addr.start + addr.offset, length.value, flags);
}

// JavaScript must not come upon memory that it cannot touch. Flags that reach beyond the range are none of these three.
long mprotect(const Place& addr, Size len, int prot) {
  const Mapping mapping = mappings.at(addr.start);
  const long wrong = check_range(addr, len, mapping);
  if (wrong != 0) return wrong;
  if ((prot & ~(kTouchable | PROT_EXEC)) != 0) return -EINVAL;
  if (mapping.is_touchable && (prot & kTouchable) != kTouchable) return -EINVAL;
  return kernel(::mprotect(addr.start + addr.offset, len.value, prot));
}

}  // namespace

void export_sys_mman(Exports& exports) {
  exports.function<mmap>("mmap(addr, length, prot, flags, fd, offset)");
  exports.function<munmap>("munmap(addr, length)");
  exports.function<msync>("msync(addr, length, flags)");
  exports.function<mprotect>("mprotect(addr, len, prot)");
}

}  // namespace berkeley
