// Directories. A DIR is held by an external that only lib/dirent.ts has, which does not use one that is closed.

#include <dirent.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "descriptors.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

struct Stream {
  DIR* value = nullptr;
};

bool take(Arguments& arguments, Stream& stream) {
  void* data;
  if (napi_get_value_external(arguments.env(), arguments.next(), &data) != napi_ok) {
    return arguments.reject_type("a DIR");
  }
  stream.value = static_cast<DIR*>(data);
  return true;
}

/// The stream, or -errno. One that is not closed stays open until the process ends, as in C.
napi_value wrap(napi_env env, DIR* stream) {
  if (stream == nullptr) return to_javascript(env, static_cast<long>(-errno));
  descriptors::add(::dirfd(stream));
  napi_value external = nullptr;
  napi_create_external(env, stream, nullptr, nullptr, &external);
  return external;
}

napi_value opendir(const Path& name, const Arguments& arguments) {
  if (name.data == nullptr) return to_javascript(arguments.env(), static_cast<long>(-EFAULT));
  return wrap(arguments.env(), ::opendir(name.data));
}

napi_value fdopendir(int fd, const Arguments& arguments) { return wrap(arguments.env(), ::fdopendir(fd)); }

/// 1 with an entry, 0 at the end.
long readdir(Stream stream, Pointer<struct dirent> destination) {
  errno = 0;
  const struct dirent* entry = ::readdir(stream.value);
  if (entry == nullptr) return -errno;
  struct dirent copy = {};
  memcpy(&copy, entry, std::min(static_cast<size_t>(entry->d_reclen), sizeof copy));
  if (destination.data != nullptr) memcpy(destination.data, &copy, sizeof copy);
  return 1;
}

long rewinddir(Stream stream) {
  ::rewinddir(stream.value);
  return 0;
}

long dirfd(Stream stream) { return kernel(::dirfd(stream.value)); }

long closedir(Stream stream) {
  descriptors::remove(::dirfd(stream.value));
  return kernel(::closedir(stream.value));
}

}  // namespace

void export_dirent(Exports& exports) {
  exports.function<opendir>("opendir(name)");
  exports.function<fdopendir>("fdopendir(fd)");
  exports.function<readdir>("readdir(dirp, entry)");
  exports.function<rewinddir>("rewinddir(dirp)");
  exports.function<dirfd>("dirfd(dirp)");
  exports.function<closedir>("closedir(dirp)");
}

}  // namespace berkeley
