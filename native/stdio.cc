// The C library's stdio over streams whose writes are ours: they go through blocking(), and wait where Node has made
// the descriptor non-blocking.

#include <sys/stat.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include <napi.h>

#include "descriptors.h"
#include "format.h"
#include "headers.h"
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
    const long result = descriptors::write(fd, data + written, size - written);
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

long fprintf(int number, int errnum, const CString& format, Any values, const Arguments& arguments) {
  FILE* stream = stream_of(number);
  if (stream == nullptr) return -EBADF;
  Formatted text;
  const long length = text.print(arguments, errnum, format.data, values.value);
  if (length < 0) return length;
  return fwrite(text.data, 1, length, stream) == static_cast<size_t>(length) ? length : -errno;
}

long perror(const Path& s, int errnum) {
  const std::string prefix = s.data == nullptr || *s.data == '\0' ? "" : std::string(s.data) + ": ";
  const std::string text = prefix + strerror(errnum) + "\n";
  fwrite(text.data(), 1, text.size(), stream_of(STDERR_FILENO));
  return 0;
}

long fflush(int number) {
  FILE* stream = stream_of(number);
  if (stream == nullptr) return -EBADF;
  return kernel(::fflush(stream));
}

long fflush_all() { return kernel(::fflush(nullptr)); }

}  // namespace

void export_stdio(Exports& exports) {
  exports.function<fprintf>("fprintf(stream, errno, format, values)");
  exports.function<fprintf>("printf(stream, errno, format, values)");
  exports.function<perror>("perror(s, errno)");
  exports.function<fflush>("fflush(stream)");
  exports.function<fflush_all>("fflush_all()");
}

}  // namespace berkeley
