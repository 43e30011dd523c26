// The C library's stdio over streams of ours (streams.h).

#include "stdio.h"

#include <fcntl.h>
#include <spawn.h>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <vector>
#ifdef __APPLE__
#include <crt_externs.h>
#define environ (*_NSGetEnviron())
#endif

#include <napi.h>

#include "descriptors.h"
#include "exec.h"
#include "format.h"
#include "headers.h"
#include "scan.h"
#include "signals/deliver.h"
#include "streams.h"
#include "syscall.h"

namespace berkeley {

namespace {

/// The result of a function of the C library's that returns EOF where it fails.
long checked(int result) { return result == EOF ? -errno : result; }

long fflush(const File& stream) {
  InUse use(stream, InUse::kNoBuffer);
  if (use.error() == -EBADF) return use.error();
  errno = 0;
  return checked(use.flush());
}

/// What fopen's mode asks of open(), or -1. As the C library has it: what follows the first character may be anything,
/// of which six characters count.
int flags_of(const char* mode) {
  int flags = *mode == 'r' ? O_RDONLY : *mode == 'w' ? O_WRONLY | O_CREAT | O_TRUNC : O_WRONLY | O_CREAT | O_APPEND;
  if (*mode == '\0' || strchr("rwa", *mode) == nullptr) return -1;
  for (int i = 1; i < 7 && mode[i] != '\0'; i++) {
    if (mode[i] == '+') flags = (flags & ~O_ACCMODE) | O_RDWR;
    if (mode[i] == 'x') flags |= O_EXCL;
    if (mode[i] == 'e') flags |= O_CLOEXEC;
  }
  return flags;
}

/// What only appends begins at the end.
void go_to_end(long fd, int flags) {
  if ((flags & (O_APPEND | O_ACCMODE)) == (O_APPEND | O_WRONLY)) lseek(static_cast<int>(fd), 0, SEEK_END);
}

long open_file(const char* pathname, const char* mode) {
  const int flags = flags_of(mode);
  if (flags < 0) return -EINVAL;
  constexpr int kReadableAndWritableByAll = 0666;
  const long fd = descriptors::add(
      signals::repeated([&] { return blocking(SYS_openat, AT_FDCWD, pathname, flags, kReadableAndWritableByAll); }));
  if (fd >= 0) go_to_end(fd, flags);
  return fd;
}

/// A stream over a descriptor that nobody else has: where there is none, it is closed.
long open_own(long fd, const char* mode, pid_t child = 0) {
  if (fd < 0) return fd;
  const long result = streams::open(static_cast<int>(fd), mode, child);
  if (result < 0 && descriptors::remove(static_cast<int>(fd))) system_call(SYS_close, fd);
  return result;
}

long fopen(const Path& pathname, const CString& mode) {
  return open_own(open_file(pathname.data, mode.data), mode.data);
}

long fdopen(int fd, const CString& mode) {
  const int wanted = flags_of(mode.data);
  if (wanted < 0) return -EINVAL;
  if (!descriptors::is_programs(fd)) return -EBADF;
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0) return -errno;
  const int access = flags & O_ACCMODE;
  if (access != O_RDWR && access != (wanted & O_ACCMODE)) return -EINVAL;
  if ((wanted & ~flags & O_APPEND) != 0 && ::fcntl(fd, F_SETFL, flags | O_APPEND) < 0) return -errno;
  go_to_end(fd, wanted);
  return streams::open(fd, mode.data);
}

long freopen(const Path& pathname, const CString& mode, const File& stream) {
  const std::string own = "/proc/self/fd/" + std::to_string(descriptor_of(stream));
  if (flags_of(mode.data) < 0) return -EINVAL;
  fflush(stream);  // The new one may empty the very file.
  const long fd = open_file(pathname.data == nullptr ? own.c_str() : pathname.data, mode.data);
  return streams::reopen(stream, fd, mode.data);
}

long fclose(const File& stream) { return streams::close(stream); }

long tmpfile() {
#ifdef O_TMPFILE
  long fd = system_call(SYS_openat, AT_FDCWD, P_tmpdir, O_RDWR | O_EXCL | O_TMPFILE, 0600);
#else
  long fd = -EOPNOTSUPP;
#endif
  if (fd < 0) {
    char name[] = P_tmpdir "/tmpfXXXXXX";
    fd = kernel(mkstemp(name));
    if (fd >= 0) unlink(name);
  }
  return open_own(descriptors::add(fd), "w+");
}

long fflush_all() { return streams::flush_all(true); }

/// At the end of the process, which does not wait for a Worker that is in the middle of writing.
long fflush_unheld() { return streams::flush_all(false); }

/// Writes text, also from a signal handler while a write of the stream is blocked. Returns its length or -errno.
long write_text(const File& stream, const char* data, size_t size) {
  InUse use(stream);
  if (use.error() == -EBADF) return use.error();
  errno = 0;
  return use.write(data, size) == size ? static_cast<long>(size) : -errno;
}

long fputs(const CString& s, const File& stream) {
  const long written = write_text(stream, s.data, strlen(s.data));
  return written < 0 ? written : 1;
}

long puts(const CString& s, const File& stream) {
  InUse use(stream);
  if (use.error() == -EBADF) return use.error();
  errno = 0;
  const size_t length = strlen(s.data);
  return use.write(s.data, length) == length && use.put('\n') != EOF ? static_cast<long>(length) + 1 : -errno;
}

long fputc(Character c, const File& stream) {
  InUse use(stream);
  if (use.error() == -EBADF) return use.error();
  errno = 0;
  return checked(use.put(static_cast<char>(c.value)));
}

/// Where an error comes after some items, their number goes to `done`.
long finish(size_t done_count, size_t count, Pointer<int64_t> done) {
  const auto items = static_cast<int64_t>(done_count);
  if (done_count == count || errno == 0) return static_cast<long>(items);
  if (done.data != nullptr) memcpy(done.data, &items, sizeof items);
  return -errno;
}

long fwrite(const Items& items, const File& stream, Pointer<int64_t> done) {
  InUse use(stream);
  errno = use.error() == -EBADF ? EBADF : 0;
  const size_t size = items.item * items.count;
  if (size == 0) return 0;
  const size_t written = errno == 0 ? use.write(items.data, size) : 0;
  return finish(written / items.item, items.count, done);
}

long fread(const ItemsDestination& items, const File& stream, Pointer<int64_t> done, const Arguments& arguments) {
  const size_t size = items.item * items.count;
  if (size == 0) return 0;
  Scratch scratch;
  char* const data = scratch.allocate(size);
  size_t count = 0;
  {
    InUse use(stream);
    errno = data == nullptr ? ENOMEM : static_cast<int>(-use.error());
    if (errno == 0) count = ::fread(data, 1, size, use.file());
  }
  const long result = finish(count / items.item, items.count, done);
  items.fill(arguments, data, count);
  return result;
}

/// The C library's fgets, which returns whether there is a line, into memory of ours; `length` is how much of it.
bool get_line(FILE* file, char* line, size_t most, size_t& length) {
  int c = 0;
  while (length < most && (c = getc_unlocked(file)) != EOF) {
    line[length++] = static_cast<char>(c);
    if (c == '\n') break;
  }
  return c != EOF || (length != 0 && (errno == 0 || errno == EAGAIN));
}

long fgets(const LineDestination& s, const File& stream, const Arguments& arguments) {
  if (s.length <= 0) return kEndOfFile;
  Scratch scratch;
  size_t length = 0;
  char* const line = scratch.allocate(static_cast<size_t>(s.length));
  if (line == nullptr) return -ENOMEM;
  bool is_there;
  {
    InUse use(stream);
    if (use.error() != 0) return use.error();
    errno = 0;
    is_there = get_line(use.file(), line, static_cast<size_t>(s.length) - 1, length);
  }
  const long failure = is_there ? 0 : end_or_error();
  line[length] = '\0';
  s.fill(arguments, line, is_there ? length + 1 : length);
  return failure;
}

/// Reads a line into memory if it is long enough, or else makes memory for it, which is then what is returned. Its
/// length goes to `length`.
napi_value getdelim(const OptionalDestination& lineptr, Character delimiter, const File& stream, Pointer<int64_t> place,
                    const Arguments& arguments) {
  InUse use(stream);
  errno = static_cast<int>(-use.error());
  if (errno != 0) return to_javascript(arguments.env(), -static_cast<long>(errno));
  const ssize_t length = ::getdelim(&use.line(), &use.line_size(), delimiter.value, use.file());
  if (length < 0) return to_javascript(arguments.env(), end_or_error());
  const int64_t counted = length;
  if (place.data != nullptr) memcpy(place.data, &counted, sizeof counted);
  const size_t size = static_cast<size_t>(length) + 1;
  if (size <= lineptr.length) {
    lineptr.fill(arguments, use.line(), size);
    return to_javascript(arguments.env(), 0L);
  }
  // As the C library makes it: not for every line that is longer than the last.
  constexpr size_t kFirst = 120;
  const size_t doubled = lineptr.length == 0 ? kFirst : 2 * lineptr.length;
  const size_t capacity = size > doubled ? size : doubled;
  void* data;
  napi_value buffer;
  if (napi_create_buffer(arguments.env(), capacity, &data, &buffer) != napi_ok) return nullptr;
  memset(data, 0, capacity);
  memcpy(data, use.line(), size);
  return buffer;
}

long fgetc(const File& stream) {
  InUse use(stream);
  if (use.error() != 0) return use.error();
  errno = 0;
  const int c = getc_unlocked(use.file());
  return c == EOF ? end_or_error() : c;
}

long ungetc(Character c, const File& stream) {
  InUse use(stream);
  if (use.error() != 0) return use.error();
  if (c.is_end) return kEndOfFile;
  return use.put_back(static_cast<char>(c.value)) == EOF ? kEndOfFile : c.value;
}

// These three may look at a stream whose read or write is blocked.

long feof(const File& stream) {
  InUse use(stream, InUse::kNoBuffer);
  return use.error() == -EBADF ? 0 : ::feof(use.file()) != 0;
}

long ferror(const File& stream) {
  InUse use(stream, InUse::kNoBuffer);
  return use.error() == -EBADF ? 0 : ::ferror(use.file()) != 0;
}

long clearerr(const File& stream) {
  InUse use(stream, InUse::kNoBuffer);
  if (use.error() != -EBADF) ::clearerr(use.file());
  return 0;
}

long fileno(const File& stream) { return descriptor_of(stream); }

// The C library never gets the caller's memory (streams.h), but a buffer that is as large.
long setvbuf(const File& stream, int mode, const OptionalDestination& buf) {
  InUse use(stream, InUse::kNoBuffer);
  if (use.error() != 0) return use.error();
  if (mode != _IOFBF && mode != _IOLBF && mode != _IONBF) return kEndOfFile;
  errno = 0;
  int result;
  if (mode == _IONBF || (buf.value != nullptr && buf.length == 0)) {
    result = use.set_buffer(_IONBF, 0);
  } else {
    result = buf.value == nullptr ? use.set_mode(mode) : use.set_buffer(mode, buf.length);
  }
  return result == EOF ? end_or_error() : result;
}

long fseek(const File& stream, int64_t offset, int whence) {
  InUse use(stream);
  if (use.error() != 0) return use.error();
  errno = 0;
  if (use.write_out() != 0) return -errno;
  return kernel(::fseeko(use.file(), offset, whence));
}

long ftell(const File& stream) {
  InUse use(stream);
  if (use.error() != 0) return use.error();
  errno = 0;
  const off_t place = ::ftello(use.file());
  // The C library may count what was put back down to places before the file, and call that no error.
  if (place < 0 && errno == 0) return -EINVAL;
  return kernel(place);
}

long rewind(const File& stream) {
  InUse use(stream);
  if (use.error() != 0) return use.error();
  errno = 0;
  use.write_out();
  ::rewind(use.file());
  return -errno;
}

long fprintf(const File& stream, int errnum, const CString& format, Any values, const Arguments& arguments) {
  Formatted text;
  const long result = text.print(arguments, errnum, format.data, values.value);
  if (text.length == 0) return result;
  const long written = write_text(stream, text.data, text.length);
  return result < 0 ? result : written;
}

long dprintf(int fd, int errnum, const CString& format, Any values, const Arguments& arguments) {
  Formatted text;
  const long length = text.print(arguments, errnum, format.data, values.value);
  for (size_t written = 0; written < text.length;) {
    const long result =
        signals::repeated([&] { return descriptors::write(fd, text.data + written, text.length - written); });
    if (result < 0) return result;
    written += static_cast<size_t>(result);
  }
  return length;
}

/// At most `size` bytes, of which the last is NUL, as snprintf; sprintf's text must fit.
long print_to(const Memory& str, size_t size, const Formatted& text, long result) {
  if (size == 0 || text.data == nullptr) return result;
  const size_t copied = text.length < size ? text.length : size - 1;
  memcpy(str.data, text.data, copied);
  str.data[copied] = '\0';
  return result;
}

long sprintf(const Memory& str, int errnum, const CString& format, Any values, const Arguments& arguments) {
  Formatted text;
  const long result = text.print(arguments, errnum, format.data, values.value);
  if (text.data != nullptr && text.length >= str.size) {
    arguments.reject_range("%zu bytes and a NUL do not fit into memory of %zu", text.length, str.size);
    return 0;
  }
  return print_to(str, str.size, text, result);
}

long snprintf(const Out& str, int errnum, const CString& format, Any values, const Arguments& arguments) {
  if (str.data == nullptr && str.size != 0) return -EFAULT;
  Formatted text;
  const long result = text.print(arguments, errnum, format.data, values.value);
  return print_to(Memory{static_cast<char*>(str.data), str.size}, str.size, text, result);
}

/// The result of the scanf family. C tells of an error beside how many conversions were filled, EOF being -1 of them:
/// both are in a number below -errno.
long scanned(long count) { return errno == 0 && count >= 0 ? count : kEndOfFile * (count - EOF + 1) - errno; }

long fscanf(const File& stream, const CString& format, Any values, const Arguments& arguments) {
  Scan scan;
  if (!scan.parse(arguments, format.data, values.value)) return 0;
  long result;
  {
    InUse use(stream);
    if (use.error() != 0) return use.error();
    errno = 0;
    result = scanned(scan.scan(use.file()));
  }
  scan.store(arguments);
  return result;
}

long sscanf(const CString& str, const CString& format, Any values, const Arguments& arguments) {
  Scan scan;
  if (!scan.parse(arguments, format.data, values.value)) return 0;
  errno = 0;
  const long result = scanned(scan.scan(str.data));
  scan.store(arguments);
  return result;
}

long perror(const Path& s, int errnum, const File& stream) { return write_message(stream, s.data, strerror(errnum)); }

/// Whether perror is to print on a stream itself. glibc's spares one that nothing was printed on.
long is_perrors(const File& stream) {
#ifdef __GLIBC__
  InUse use(stream, InUse::kNoBuffer);
  return use.error() != 0 || use.has_output() ? 1 : 0;
#else
  static_cast<void>(stream);
  return 1;
#endif
}

long remove(const Path& pathname) { return kernel(::remove(pathname.data)); }

long rename(const Path& oldpath, const Path& newpath) { return kernel(::rename(oldpath.data, newpath.data)); }

/// Starts the shell with one of its standard streams at our pipe. Streams of other popen calls are not its business.
long spawn_shell(const char* command, int end, int target, char* const* environment) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  streams::for_each_popen(
      [](int fd, void* data) { posix_spawn_file_actions_addclose(static_cast<posix_spawn_file_actions_t*>(data), fd); },
      &actions);
  posix_spawn_file_actions_adddup2(&actions, end, target);
  const char* const arguments[] = {"sh", "-c", command, nullptr};
  pid_t child;
  int error;
  {
    const UndoneForExec undone;
    error = posix_spawn(&child, "/bin/sh", &actions, nullptr, const_cast<char* const*>(arguments), environment);
  }
  descriptors::undo_flags();  // The shell has the standard streams as long as it runs.
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : -error;
}

long popen(const CString& command, const CString& type, const Strings& own) {
  bool reads = false, writes = false, is_closed_in_exec = false;
  for (const char* at = type.data; *at != '\0'; at++) {
    if (strchr("rwe", *at) == nullptr) return -EINVAL;
    reads = reads || *at == 'r';
    writes = writes || *at == 'w';
    is_closed_in_exec = is_closed_in_exec || *at == 'e';
  }
  if (reads == writes) return -EINVAL;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
  const int ours = ends[reads ? 0 : 1], theirs = ends[reads ? 1 : 0];
  char* const* environment = own.data() == nullptr ? environ : own.data();
  const long child = spawn_shell(command.data, theirs, reads ? STDOUT_FILENO : STDIN_FILENO, environment);
  system_call(SYS_close, theirs);
  if (child < 0) {
    system_call(SYS_close, ours);
    return child;
  }
  if (!is_closed_in_exec) ::fcntl(ours, F_SETFD, 0);
  return open_own(descriptors::add(ours), reads ? "r" : "w", static_cast<pid_t>(child));
}

}  // namespace

long write_message(const File& stream, const char* s, const char* message) {
  const std::string prefix = s == nullptr || *s == '\0' ? "" : std::string(s) + ": ";
  const std::string text = prefix + message + "\n";
  write_text(stream, text.data(), text.size());
  return 0;
}

void export_stdio(Exports& exports) {
  exports.set("END_OF_FILE", to_javascript(exports.env(), kEndOfFile));
  exports.function<fopen>("fopen(pathname, mode)");
  exports.function<fdopen>("fdopen(fd, mode)");
  exports.function<freopen>("freopen(pathname, mode, stream)");
  exports.function<fclose>("fclose(stream)");
  exports.function<tmpfile>("tmpfile()");
  exports.function<popen>("popen(command, type, environ)");
  exports.function<fclose>("pclose(stream)");
  exports.function<fflush>("fflush(stream)");
  exports.function<fflush_all>("fflush_all()");
  exports.function<fflush_unheld>("fflush_unheld()");
  exports.function<fgets>("fgets(s, size, stream)");
  exports.function<fgetc>("fgetc(stream)");
  exports.function<fgetc>("getc(stream)");
  exports.function<ungetc>("ungetc(c, stream)");
  exports.function<getdelim>("getdelim(lineptr, n, delim, stream, length)");
  exports.function<getdelim>("getline(lineptr, n, delim, stream, length)");
  exports.function<fputs>("fputs(s, stream)");
  exports.function<puts>("puts(s, stream)");
  exports.function<fputc>("fputc(c, stream)");
  exports.function<fputc>("putc(c, stream)");
  exports.function<fputc>("putchar(c, stream)");
  exports.function<fread>("fread(ptr, size, nmemb, stream, done)");
  exports.function<fwrite>("fwrite(ptr, size, nmemb, stream, done)");
  exports.function<feof>("feof(stream)");
  exports.function<ferror>("ferror(stream)");
  exports.function<clearerr>("clearerr(stream)");
  exports.function<fileno>("fileno(stream)");
  exports.function<setvbuf>("setvbuf(stream, mode, buf, size)");
  exports.function<setvbuf>("setbuf(stream, mode, buf, size)");
  exports.function<fseek>("fseek(stream, offset, whence)");
  exports.function<fseek>("fseeko(stream, offset, whence)");
  exports.function<ftell>("ftell(stream)");
  exports.function<ftell>("ftello(stream)");
  exports.function<rewind>("rewind(stream)");
  exports.function<fprintf>("fprintf(stream, errno, format, values)");
  exports.function<fprintf>("printf(stream, errno, format, values)");
  exports.function<dprintf>("dprintf(fd, errno, format, values)");
  exports.function<sprintf>("sprintf(str, errno, format, values)");
  exports.function<snprintf>("snprintf(str, size, errno, format, values)");
  exports.function<fscanf>("fscanf(stream, format, values)");
  exports.function<fscanf>("scanf(stream, format, values)");
  exports.function<sscanf>("sscanf(str, format, values)");
  exports.function<perror>("perror(s, errno, stream)");
  exports.function<is_perrors>("is_perrors(stream)");
  exports.function<remove>("remove(pathname)");
  exports.function<rename>("rename(oldpath, newpath)");
}

}  // namespace berkeley
