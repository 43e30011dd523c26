// The C library's streams, over reads and writes of ours, which go through blocking() and wait where Node has made the
// descriptor non-blocking.
//
// A read or write can take long, and JavaScript may run meanwhile that takes memory away: a signal handler's, or that
// of another thread. So the C library never gets a pointer into JavaScript's memory here: what it writes was copied
// before, and what it has read is copied afterwards (Destination).
#pragma once

#include <sys/types.h>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include "call.h"

namespace berkeley {

struct Stream;

/// `FILE *`: the number of an open stream. No number is given twice.
struct File {
  Stream* stream = nullptr;
  int64_t number = -1;
};
bool take(Arguments&, File&);

namespace streams {

/// Opens a stream over a descriptor, as fopen's `mode` says. Returns its number or -errno; the descriptor stays open
/// where that fails. `child` is the process that pclose waits for, or 0.
long open(int fd, const char* mode, pid_t child = 0);

/// The same in place of a stream that was open, over its descriptor; `replacement` is closed. Returns 0 or -errno, and
/// then the stream is closed. Where `replacement` is -errno, that is what fails.
long reopen(const File& file, long replacement, const char* mode);

/// Returns 0, what waitpid says of popen's child, or -errno: the stream is closed in any case, but for EBUSY.
long close(const File& file);

/// Flushes all streams, but with `all` false not those that are in use.
long flush_all(bool all);

/// Calls `function` with the descriptor of each open popen stream.
void for_each_popen(void (*function)(int fd, void* data), void* data);

}  // namespace streams

/// Writes "s: message" and a newline, as perror and psignal do. Returns 0.
long write_message(const File& stream, const char* s, const char* message);

/// A stream while a call uses it: nobody else does.
///
/// The call may be made by a signal handler that runs while a read or write of the very stream is blocked. The stream
/// is in the midst of something then: what is to be written waits for its end, all else fails with EBUSY.
class InUse {
 public:
  /// Most calls give a stream its buffer, if it has none, and for that ask what file it is; some need none.
  enum Need { kBuffer, kNoBuffer };
  explicit InUse(const File& file, Need need = kBuffer);
  ~InUse();
  InUse(const InUse&) = delete;
  InUse& operator=(const InUse&) = delete;

  /// 0; -EBADF where another thread has closed the stream meanwhile; -EBUSY.
  long error() const { return error_; }
  FILE* file() const;

  /// These return EOF or a short count, and errno, where they fail, as the C library's functions do.
  size_t write(const char* data, size_t size);
  int put(char c);
  int flush();
  /// Writes out what was written, before a seek: the C library does it itself, but then takes a stream of ours to be
  /// where it was before, and seeks from there.
  int write_out();
  /// Whether something was printed on the stream since it was opened.
  bool has_output() const;
  /// As ungetc. Returns EOF behind output, where the C library would later free the wrong memory.
  int put_back(char c);

  /// Gives the stream a buffer of `size` bytes, or leaves it the one that it has. They return what setvbuf returns: EOF
  /// after put_back, for the same reason.
  int set_buffer(int mode, size_t size);
  int set_mode(int mode);

  /// Its line, which getdelim allocates, and the size of that.
  char*& line();
  size_t& line_size();

 private:
  friend long streams::close(const File&);
  friend long streams::reopen(const File&, long, const char*);
  friend long streams::flush_all(bool);
  void unlock();

  Stream* stream_;
  bool is_nested_ = false;
  long error_ = 0;
};

/// The descriptor below a stream.
int descriptor_of(const File& file);

/// What functions answer that end because the input does: beyond all that the kernel has for -errno.
constexpr long kEndOfFile = -4096;

/// The error of a function of the C library's that has returned EOF, errno having been 0 before.
inline long end_or_error() { return errno == 0 ? kEndOfFile : -errno; }

/// `void *`: memory that is filled after the call has waited.
struct Destination {
  napi_value value = nullptr;
  size_t size = 0;

  /// Copies to it, at `offset`. Throws a RangeError, and returns false, where there is less memory than there was.
  bool fill(const Arguments& arguments, const void* data, size_t length, size_t offset = 0) const;
};
bool take(Arguments&, Destination&);

/// `char *, int`: the same with a length that it has, or a negative one.
struct LineDestination : Destination {
  int length = 0;
};
bool take(Arguments&, LineDestination&);
template <>
inline constexpr size_t arity<LineDestination> = 2;

/// `char *, size_t`: the same; null has no length.
struct OptionalDestination : Destination {
  size_t length = 0;
};
bool take(Arguments&, OptionalDestination&);
template <>
inline constexpr size_t arity<OptionalDestination> = 2;

/// `void *, size_t, size_t`: the same with the size and number of its items.
struct ItemsDestination : Destination {
  size_t item = 0;
  size_t count = 0;
};
bool take(Arguments&, ItemsDestination&);
template <>
inline constexpr size_t arity<ItemsDestination> = 3;

/// Memory of ours for a call, aligned for all numbers: on the stack if it is little. Throws nothing: nullptr where
/// there is none.
class Scratch {
 public:
  Scratch() {}
  ~Scratch() { free(far_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  char* allocate(size_t size) { return size <= sizeof near_ ? near_ : far_ = static_cast<char*>(malloc(size)); }

 private:
  alignas(std::max_align_t) char near_[1024];
  char* far_ = nullptr;
};

/// `const void *, size_t, size_t`: a copy of items.
struct Items {
  const char* data = nullptr;
  size_t item = 0;
  size_t count = 0;
  Scratch copy;
};
bool take(Arguments&, Items&);
template <>
inline constexpr size_t arity<Items> = 3;

}  // namespace berkeley
