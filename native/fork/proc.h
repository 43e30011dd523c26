// Reading /proc while the other threads of the process stand still. One of them may hold any lock, so here is no malloc
// and no stdio: raw system calls, and memory on the stack.
#pragma once

#include "cpu.h"

#if BERKELEY_CAN_FORK

#include <fcntl.h>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../syscall.h"

namespace berkeley::forking {

/// The number that `text` begins with after blanks; `text` goes past it.
unsigned long take_number(const char*& text, unsigned base = 10);

/// If `text` begins with `prefix`, goes past it.
bool take_prefix(const char*& text, const char* prefix);

/// "/proc/self/fdinfo/7"
struct NumberedPath {
  NumberedPath(const char* directory, int number);
  char text[48];
  const char* name;  // in the text: "7"
};

/// The lines of a file, one after the other.
class Lines {
 public:
  explicit Lines(const char* path, int directory = AT_FDCWD)
      : fd_(static_cast<int>(system_call(SYS_openat, directory, path, O_RDONLY | O_CLOEXEC))) {}
  ~Lines() {
    if (fd_ >= 0) system_call(SYS_close, fd_);
  }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  bool is_open() const { return fd_ >= 0; }
  /// The next line, without its end, until the call after this one; nullptr behind the last. A line longer than the
  /// buffer comes in pieces.
  const char* next();

 private:
  void fill();

  const int fd_;
  size_t begin_ = 0;
  size_t end_ = 0;
  char buffer_[8192];  // Longer than any line of /proc/self/maps.
};

/// What getdents64 fills in.
struct DirectoryEntry {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

/// Calls `visit(number, directory)` for each entry of a directory whose names are numbers, save `directory`, the
/// descriptor that reads it. Returns 0 or -errno.
template <typename Visit>
long for_each_number(const char* path, Visit visit) {
  const int fd = static_cast<int>(system_call(SYS_openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd < 0) return fd;
  alignas(DirectoryEntry) char buffer[4096];
  long size;
  while ((size = system_call(SYS_getdents64, fd, buffer, sizeof buffer)) > 0) {
    for (long offset = 0; offset < size;) {
      const auto* entry = reinterpret_cast<const DirectoryEntry*>(buffer + offset);
      offset += entry->length;
      const char* name = entry->name;
      if (*name == '.') continue;
      const int number = static_cast<int>(take_number(name));
      if (number != fd) visit(number, fd);
    }
  }
  system_call(SYS_close, fd);
  return size;
}

/// A line of /proc/self/maps.
struct Mapping {
  Mapping() = default;
  explicit Mapping(const char* line);
  /// Whether the same part of the same file is mapped there too.
  bool is_of_same_part(const Mapping& other) const;
  uintptr_t begin = 0;
  uintptr_t end = 0;
  bool is_private = false;
  bool is_executable = false;
  unsigned long offset = 0;  // in the file
  unsigned long inode = 0;   // 0: no file
  const char* name = "";     // in the line
};

}  // namespace berkeley::forking

#endif
