// The C library's stdio over streams whose writes are ours: they go through blocking(), and wait where Node has made
// the descriptor non-blocking.

#include "stdio.h"

#include <sys/stat.h>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include <napi.h>

#include "descriptors.h"
#include "format.h"
#include "headers.h"
#include "signals/deliver.h"
#include "syscall.h"

namespace berkeley {

namespace {

FILE* own_stream_of(int fd) { return fd == STDOUT_FILENO ? stdout : stderr; }

#if defined(__linux__)

/// Writes all of it, as the C library's own streams do: less is an error.
ssize_t write_all(void* cookie, const char* data, size_t size) {
  const int fd = static_cast<int>(reinterpret_cast<intptr_t>(cookie));
  size_t written = 0;
  while (written < size) {
    const long result = signals::repeated([&] { return descriptors::write(fd, data + written, size - written); });
    if (result < 0) {
      errno = static_cast<int>(-result);
      break;
    }
    written += static_cast<size_t>(result);
  }
  return static_cast<ssize_t>(written);
}

/// A stream that buffers as C's would: stderr not at all, a terminal by line, all else by block.
FILE* open_stream(int fd) {
  cookie_io_functions_t functions = {};
  functions.write = write_all;
  FILE* stream = fopencookie(reinterpret_cast<void*>(static_cast<intptr_t>(fd)), "w", functions);
  if (stream == nullptr) return own_stream_of(fd);
  struct stat status;
  if (fd == STDERR_FILENO) {
    setvbuf(stream, nullptr, _IONBF, 0);
  } else if (fstat(fd, &status) == 0 && status.st_blksize > 0) {
    const bool is_terminal = S_ISCHR(status.st_mode) && isatty(fd);
    char* buffer = static_cast<char*>(malloc(status.st_blksize));  // As long as the stream: until the process ends.
    setvbuf(stream, buffer, is_terminal ? _IOLBF : _IOFBF, status.st_blksize);
  }
  return stream;
}

#else

FILE* open_stream(int fd) { return own_stream_of(fd); }

#endif

/// Standard output or error, by its descriptor. Opened at first use: that is when C looks what kind of file it is.
FILE* stream_of(int number) {
  static FILE* streams[STDERR_FILENO + 1];
  static std::once_flag opened[STDERR_FILENO + 1];
  if (number != STDOUT_FILENO && number != STDERR_FILENO) return nullptr;
  std::call_once(opened[number], [number] { streams[number] = open_stream(number); });
  return streams[number];
}

// Who writes to which stream, and at 0 who flushes all: it holds a lock meanwhile.
std::atomic<long> writers[STDERR_FILENO + 1];

/// The lock of a stream, and a note of who holds it.
class Locked {
 public:
  explicit Locked(int number) : number_(number), stream_(stream_of(number)) {
    flockfile(stream_);
    writers[number_] = thread_id();
  }
  ~Locked() {
    writers[number_] = 0;
    funlockfile(stream_);
  }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

  bool write(const char* data, size_t size) { return fwrite_unlocked(data, 1, size, stream_) == size; }
  long flush() { return kernel(fflush_unlocked(stream_)); }

  static long thread_id() {
#ifdef SYS_gettid
    return system_call(SYS_gettid);
#else
    return 0;
#endif
  }

 private:
  const int number_;
  FILE* const stream_;
};

#ifdef __APPLE__
size_t fwrite_unlocked(const void* data, size_t size, size_t count, FILE* stream) {
  return fwrite(data, size, count, stream);
}
int fflush_unlocked(FILE* stream) { return ::fflush(stream); }
#endif

long fprintf(int number, int errnum, const CString& format, Any values, const Arguments& arguments) {
  if (stream_of(number) == nullptr) return -EBADF;
  Formatted text;
  const long length = text.print(arguments, errnum, format.data, values.value);
  if (length < 0) return length;
  return Locked(number).write(text.data, length) ? length : -errno;
}

long perror(const Path& s, int errnum) { return write_message(s.data, strerror(errnum)); }

long fflush(int number) { return stream_of(number) == nullptr ? -EBADF : Locked(number).flush(); }

long fflush_all() {
  writers[0] = Locked::thread_id();
  const long result = kernel(::fflush(nullptr));
  writers[0] = 0;
  return result;
}

/// At the end of the process, which does not wait for a Worker that is in the middle of writing.
long fflush_unheld() {
  for (const int number : {STDOUT_FILENO, STDERR_FILENO}) {
    FILE* stream = stream_of(number);
    if (ftrylockfile(stream) != 0) continue;
    fflush_unlocked(stream);
    funlockfile(stream);
  }
  return 0;
}

}  // namespace

long write_message(const char* s, const char* message) {
  const std::string prefix = s == nullptr || *s == '\0' ? "" : std::string(s) + ": ";
  const std::string text = prefix + message + "\n";
  Locked(STDERR_FILENO).write(text.data(), text.size());
  return 0;
}

bool stdio_holds(long tid) {
  for (const std::atomic<long>& writer : writers) {
    if (writer == tid) return true;
  }
  return false;
}

void export_stdio(Exports& exports) {
  exports.function<fprintf>("fprintf(stream, errno, format, values)");
  exports.function<fprintf>("printf(stream, errno, format, values)");
  exports.function<perror>("perror(s, errno)");
  exports.function<fflush>("fflush(stream)");
  exports.function<fflush_all>("fflush_all()");
  exports.function<fflush_unheld>("fflush_unheld()");
}

}  // namespace berkeley
