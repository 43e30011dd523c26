#include "streams.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <atomic>
#include <cstring>
#include <mutex>
#include <string>
#include <vector>
#ifdef __GLIBC__
#include <stdio_ext.h>
#endif

#include "descriptors.h"
#include "signals/deliver.h"
#include "stdio.h"
#include "syscall.h"

namespace berkeley {

/// What there is to a stream. It outlives its FILE, so that who has waited for it finds out; then it is used again.
struct Stream {
  std::mutex mutex;
  std::atomic<int64_t> number{-1};  // -1: closed
  std::atomic<pthread_t> owner{};   // who uses it, to whom `is_used` says that somebody does
  std::atomic<bool> is_used{false};
  std::atomic<long> owner_id{0};  // the same as fork() knows threads: by their id
  FILE* file = nullptr;
  int fd = -1;
  pid_t child = 0;
  bool keeps_descriptor = false;  // when it is closed
  bool has_buffer = false;
  bool is_by_line = false;  // as the program has it, whatever buffer the stream will get
  bool has_pushback = false;
  bool has_output = false;
  char* buffer = nullptr;
  char* line = nullptr;
  size_t line_size = 0;
  std::string deferred;  // what signal handlers have written meanwhile
  bool flushes_deferred = false;
};

namespace {

constexpr int64_t kMost = 1 << 16;  // at a time
constexpr int64_t kStandard = STDERR_FILENO + 1;

// A stream lies at its number modulo kMost. The standard ones' numbers are those of their descriptors.
std::atomic<Stream*> table[kMost];
std::atomic<int64_t> next_place{kStandard};  // the first that was never used
std::mutex places;                           // guards what follows
// The next numbers of places that are free again. As the streams, it is there until the very end of the process.
std::vector<int64_t>& free_numbers = *new std::vector<int64_t>;

long thread_id() {
#ifdef SYS_gettid
  static thread_local const long id = system_call(SYS_gettid);
  return id;
#else
  return 0;
#endif
}

bool is_used_by_caller(const Stream& stream) {
  return stream.is_used && pthread_equal(stream.owner, pthread_self()) != 0;
}

void flush_before_reading(const Stream& stream, const char* data);

// All that is read from streams and written to them goes through the next two functions.

ssize_t read_some(void* cookie, char* data, size_t size) {
  const auto& stream = *static_cast<Stream*>(cookie);
  flush_before_reading(stream, data);
  const long result = signals::repeated([&] { return descriptors::read(stream.fd, data, size); });
  if (result < 0) errno = static_cast<int>(-result);
  return result < 0 ? -1 : result;
}

/// Writes all of it, as the C library's own streams do: less is an error.
ssize_t write_all(void* cookie, const char* data, size_t size) {
  const auto& stream = *static_cast<Stream*>(cookie);
  size_t written = 0;
  while (written < size) {
    const auto write = [&] { return descriptors::write(stream.fd, data + written, size - written); };
    const long result = signals::repeated(write);
    if (result < 0) {
      errno = static_cast<int>(-result);
      break;
    }
    written += static_cast<size_t>(result);
  }
  return static_cast<ssize_t>(written);
}

int close_descriptor(void* cookie) {
  const auto& stream = *static_cast<Stream*>(cookie);
  if (stream.keeps_descriptor) return 0;
  const long result = descriptors::remove(stream.fd) ? system_call(SYS_close, stream.fd) : -EBADF;
  if (result < 0) errno = static_cast<int>(-result);
  return result < 0 ? -1 : 0;
}

#ifdef __linux__

int seek(void* cookie, off64_t* offset, int whence) {
  const off64_t place = lseek64(static_cast<Stream*>(cookie)->fd, *offset, whence);
  if (place >= 0) *offset = place;
  return place < 0 ? -1 : 0;
}

FILE* open_file(Stream* stream, const char* mode) {
  cookie_io_functions_t functions;
  functions.read = read_some;
  functions.write = write_all;
  functions.seek = seek;
  functions.close = close_descriptor;
  return fopencookie(stream, mode, functions);
}

#else

int read_int(void* cookie, char* data, int size) { return static_cast<int>(read_some(cookie, data, size)); }

int write_int(void* cookie, const char* data, int size) { return static_cast<int>(write_all(cookie, data, size)); }

fpos_t seek(void* cookie, fpos_t offset, int whence) { return lseek(static_cast<Stream*>(cookie)->fd, offset, whence); }

FILE* open_file(Stream* stream, const char* mode) {
  const bool reads = *mode == 'r' || mode[1] == '+';
  const bool writes = *mode != 'r' || mode[1] == '+';
  return funopen(stream, reads ? read_int : nullptr, writes ? write_int : nullptr, seek, close_descriptor);
}

#endif

/// Opens the stream's FILE over the stream's descriptor.
long open_file_of(Stream& stream, const char* mode) {
  const char canonical[] = {*mode, strchr(mode, '+') != nullptr ? '+' : '\0', '\0'};
  errno = 0;
  stream.file = open_file(&stream, canonical);
  if (stream.file == nullptr) return errno == 0 ? -ENOMEM : -errno;
#ifdef __GLIBC__
  __fsetlocking(stream.file, FSETLOCKING_BYCALLER);  // Whoever uses it holds our own lock.
#endif
  return 0;
}

int set_buffer(Stream& stream, int mode, size_t size) {
  char* const buffer = size == 0 ? nullptr : static_cast<char*>(malloc(size));
  if (size != 0 && buffer == nullptr) return EOF;
  const int result = setvbuf(stream.file, buffer, mode, size);
  stream.has_buffer = true;
  free(result == 0 ? stream.buffer : buffer);
  if (result == 0) stream.buffer = buffer;
  return result;
}

/// The size of the buffer that the C library would have given the stream: what suits the file, but at most BUFSIZ.
size_t usual_size(const struct stat& status) {
  return status.st_blksize > 0 && status.st_blksize < BUFSIZ ? static_cast<size_t>(status.st_blksize) : BUFSIZ;
}

/// Does at the first use of a stream what the C library does then: a terminal is buffered by line, standard error not
/// at all.
void choose_buffer(Stream& stream) {
  struct stat status = {};
  if (stream.number == STDERR_FILENO && !stream.is_by_line) {
    set_buffer(stream, _IONBF, 0);
    return;
  }
  const bool is_terminal = fstat(stream.fd, &status) == 0 && S_ISCHR(status.st_mode) && isatty(stream.fd) != 0;
  set_buffer(stream, is_terminal || stream.is_by_line ? _IOLBF : _IOFBF, usual_size(status));
}

void open_standard(Stream& stream, int number) {
  stream.fd = number;
  if (open_file_of(stream, number == STDIN_FILENO ? "r" : "w") < 0) return;
  stream.number = number;
  table[number] = &stream;
}

/// Standard input, output or error, made at its first use. Once it is closed, there is none.
Stream* standard(int64_t number) {
  static auto* const streams = new Stream[kStandard];
  static std::once_flag opened[kStandard];
  std::call_once(opened[number], [number] { open_standard(streams[number], static_cast<int>(number)); });
  return &streams[number];
}

Stream* find(int64_t number) {
  if (number < 0) return nullptr;
  Stream* stream = number < kStandard ? standard(number) : table[number % kMost].load();
  return stream != nullptr && stream->number == number ? stream : nullptr;
}

/// A number that no stream has had. -1 where there are too many.
int64_t new_number() {
  const std::lock_guard<std::mutex> guard(places);
  if (!free_numbers.empty()) {
    const int64_t number = free_numbers.back();
    free_numbers.pop_back();
    return number;
  }
  return next_place < kMost ? next_place++ : -1;
}

void give_back(int64_t number) {
  if (number < kStandard) return;
  const std::lock_guard<std::mutex> guard(places);
  free_numbers.push_back(number + kMost);
}

void forget_memory(Stream& stream) {
  free(stream.buffer);
  free(stream.line);
  stream.buffer = stream.line = nullptr;
  stream.line_size = 0;
  stream.has_buffer = stream.is_by_line = stream.has_pushback = false;
  stream.deferred.clear();
}

/// The number of a closed stream is free for the next one.
void end(Stream& stream, int64_t number) {
  forget_memory(stream);
  stream.file = nullptr;
  give_back(number);
}

/// The C library's rule: when a stream that has no buffer, or one by line, has to be filled, standard output is written
/// out if it is by line. So who is asked for input on a terminal has seen the question.
void flush_before_reading(const Stream& stream, const char* data) {
#ifdef __GLIBC__
  const bool fills_buffer = data == stream.file->_IO_buf_base;
  const bool is_unbuffered = stream.file->_IO_buf_base == stream.file->_shortbuf;
  if (!fills_buffer || (!is_unbuffered && __flbf(stream.file) == 0)) return;
  Stream* const output = table[STDOUT_FILENO];
  if (output == nullptr || is_used_by_caller(*output)) return;
  InUse out(File{output, STDOUT_FILENO}, InUse::kNoBuffer);
  if (out.error() == 0 && __flbf(out.file()) != 0) out.flush();
#endif
}

/// Writes what signal handlers have written while the stream was in use.
void write_deferred(Stream& stream) {
  const int error = errno;
  if (!stream.has_buffer) choose_buffer(stream);
  while (!stream.deferred.empty()) {
    std::string text;
    text.swap(stream.deferred);
    fwrite(text.data(), 1, text.size(), stream.file);
    if (stream.flushes_deferred) fflush(stream.file);
  }
  stream.flushes_deferred = false;
  errno = error;
}

long wait_for(pid_t child) {
  int status = 0;
  long result;
  do {
    result = signals::repeated([&] { return blocking(SYS_wait4, child, &status, 0, nullptr); });
  } while (result == -EINTR && !signals::has_thrown_inside());
  return result < 0 ? result : status;
}

}  // namespace

InUse::InUse(const File& file, Need need) : stream_(file.stream) {
  if (is_used_by_caller(*stream_)) {
    is_nested_ = true;
    error_ = -EBUSY;
    return;
  }
  stream_->mutex.lock();
  if (stream_->number != file.number) {
    stream_->mutex.unlock();
    stream_ = nullptr;
    error_ = -EBADF;
    return;
  }
  stream_->owner_id = thread_id();
  stream_->owner = pthread_self();
  stream_->is_used = true;
  if (need == kBuffer && !stream_->has_buffer) choose_buffer(*stream_);
}

InUse::~InUse() {
  if (is_nested_ || stream_ == nullptr) return;
  if (__builtin_expect(!stream_->deferred.empty(), false)) write_deferred(*stream_);
  unlock();
}

void InUse::unlock() {
  stream_->is_used = false;
  stream_->owner_id = 0;
  stream_->mutex.unlock();
  stream_ = nullptr;
}

FILE* InUse::file() const { return stream_->file; }

size_t InUse::write(const char* data, size_t size) {
  if (is_nested_) {
    stream_->deferred.append(data, size);
    return size;
  }
  stream_->has_output = true;
  return fwrite(data, 1, size, stream_->file);
}

int InUse::put(char c) {
  if (is_nested_) return write(&c, 1) == 1 ? static_cast<unsigned char>(c) : EOF;
  stream_->has_output = true;
  return putc(static_cast<unsigned char>(c), stream_->file);
}

bool InUse::has_output() const { return stream_->has_output; }

int InUse::flush() {
  if (is_nested_) {
    stream_->flushes_deferred = true;
    return 0;
  }
  return fflush(stream_->file);
}

int InUse::write_out() {
#ifdef __GLIBC__
  return __fwriting(stream_->file) != 0 ? fflush(stream_->file) : 0;
#else
  return 0;
#endif
}

int InUse::put_back(char c) {
#ifdef __GLIBC__
  if (__fwriting(stream_->file) != 0) return EOF;
#endif
  stream_->has_pushback = true;
  return ungetc(static_cast<unsigned char>(c), stream_->file);
}

int InUse::set_buffer(int mode, size_t size) {
  return stream_->has_pushback ? EOF : berkeley::set_buffer(*stream_, mode, size);
}

int InUse::set_mode(int mode) {
  if (stream_->has_pushback) return EOF;
  if (stream_->buffer != nullptr) return setvbuf(stream_->file, nullptr, mode, 0);
  if (!stream_->has_buffer && mode == _IOLBF) {
    stream_->is_by_line = true;
    return 0;
  }
  struct stat status = {};
  fstat(stream_->fd, &status);
  return berkeley::set_buffer(*stream_, mode, usual_size(status));
}

char*& InUse::line() { return stream_->line; }

size_t& InUse::line_size() { return stream_->line_size; }

namespace streams {

long open(int fd, const char* mode, pid_t child) {
  const int64_t number = new_number();
  if (number < 0) return -EMFILE;
  std::atomic<Stream*>& place = table[number % kMost];
  if (place == nullptr) place = new Stream();
  Stream& stream = *place;
  stream.fd = fd;
  stream.child = child;
  stream.keeps_descriptor = false;
  const long result = open_file_of(stream, mode);
  if (result < 0) {
    give_back(number);
    return result;
  }
  stream.number = number;
  return number;
}

long close(const File& file) {
  InUse use(file, InUse::kNoBuffer);
  if (use.error() != 0) return use.error();
  Stream& stream = *use.stream_;
  stream.number = -1;
  errno = 0;
  long result = fclose(stream.file) == 0 ? 0 : -errno;
  if (stream.child != 0) result = wait_for(stream.child);
  end(stream, file.number);
  use.unlock();
  return result;
}

// As the C library does it: the old descriptor stays where it is until the new one takes its number.
long reopen(const File& file, long replacement, const char* mode) {
  InUse use(file, InUse::kNoBuffer);
  if (use.error() != 0) return use.error();
  Stream& stream = *use.stream_;
  stream.number = -1;
  stream.keeps_descriptor = true;
  fclose(stream.file);
  forget_memory(stream);
  stream.keeps_descriptor = false;
  stream.has_output = false;
  long result = replacement;
  if (replacement >= 0 && replacement != stream.fd) {
    result = kernel(dup2(static_cast<int>(replacement), stream.fd));
    if (result >= 0 && strchr(mode, 'e') != nullptr) fcntl(stream.fd, F_SETFD, FD_CLOEXEC);
    descriptors::remove(static_cast<int>(replacement));
    system_call(SYS_close, replacement);
  }
  if (result >= 0) result = open_file_of(stream, mode);
  if (result < 0) {
    close_descriptor(&stream);
    end(stream, file.number);
    use.unlock();
    return result;
  }
  stream.number = file.number;
  return 0;
}

long flush_all(bool all) {
  long result = 0;
  for (int64_t i = 0; i < next_place; i++) {
    Stream* const stream = table[i];
    const int64_t number = stream == nullptr ? -1 : stream->number.load();
    if (number < 0 || (!all && stream->is_used)) continue;
    InUse use(File{stream, number}, InUse::kNoBuffer);
    errno = 0;
    if (use.stream_ != nullptr && use.flush() != 0) result = -errno;
  }
  return result;
}

void for_each_popen(void (*function)(int fd, void* data), void* data) {
  const std::lock_guard<std::mutex> guard(places);
  for (int64_t i = kStandard; i < next_place; i++) {
    Stream* const stream = table[i];
    if (stream != nullptr && stream->number >= 0 && stream->child != 0) function(stream->fd, data);
  }
}

}  // namespace streams

// Runs in a signal handler.
bool stdio_holds(long tid) {
  for (int64_t i = 0; i < next_place; i++) {
    const Stream* const stream = table[i];
    if (stream != nullptr && stream->owner_id == tid) return true;
  }
  return false;
}

bool can_lock_stdio() {
  for (FILE* stream : {stdin, stdout, stderr}) {
    if (ftrylockfile(stream) != 0) return false;
    funlockfile(stream);
  }
  return true;
}

int descriptor_of(const File& file) { return file.stream->fd; }

bool take(Arguments& arguments, File& file) {
  if (!take(arguments, file.number)) return false;
  file.stream = find(file.number);
  return file.stream != nullptr || arguments.reject_range("the FILE is closed");
}

bool Destination::fill(const Arguments& arguments, const void* data, size_t length, size_t offset) const {
  char* place;
  size_t available;
  if (!get_memory(arguments.env(), value, place, available)) return false;
  if (available < offset || available - offset < length) {
    return arguments.reject_range("memory has been taken away while the call waited");
  }
  if (length != 0) memcpy(place + offset, data, length);
  return true;
}

bool take(Arguments& arguments, Destination& destination) {
  Memory memory;
  destination.value = arguments.peek();
  if (!take(arguments, memory)) return false;
  destination.size = memory.size;
  return true;
}

bool take(Arguments& arguments, LineDestination& line) {
  if (!take(arguments, static_cast<Destination&>(line)) || !take(arguments, line.length)) return false;
  if (line.length <= 0 || static_cast<size_t>(line.length) <= line.size) return true;
  return arguments.reject_range("%d bytes asked for, but the memory has %zu", line.length, line.size);
}

bool take(Arguments& arguments, OptionalDestination& memory) {
  const bool is_null = arguments.skip_null();
  Size length;
  if ((!is_null && !take(arguments, static_cast<Destination&>(memory))) || !take(arguments, length)) return false;
  memory.length = is_null ? 0 : length.value;
  if (memory.length <= memory.size) return true;
  return arguments.reject_range("%zu bytes asked for, but the memory has %zu", memory.length, memory.size);
}

namespace {

/// Reads the size and the number of items, which must be in the memory.
bool take_counts(Arguments& arguments, size_t& item, size_t& count, size_t size) {
  Size first, second;
  if (!take(arguments, first) || !take(arguments, second)) return false;
  item = first.value;
  count = second.value;
  size_t needed;
  if (!__builtin_mul_overflow(item, count, &needed) && needed <= size) return true;
  return arguments.reject_range("%zu items of %zu bytes asked for, but the memory has %zu", count, item, size);
}

}  // namespace

bool take(Arguments& arguments, ItemsDestination& items) {
  return take(arguments, static_cast<Destination&>(items)) &&
         take_counts(arguments, items.item, items.count, items.size);
}

bool take(Arguments& arguments, Items& items) {
  Bytes bytes;
  if (!take(arguments, bytes) || !take_counts(arguments, items.item, items.count, bytes.size)) return false;
  const size_t size = items.item * items.count;
  char* const copy = items.copy.allocate(size);
  if (copy == nullptr) return arguments.reject_range("there is no memory for %zu bytes", size);
  if (size != 0) memcpy(copy, bytes.data, size);
  items.data = copy;
  return true;
}

}  // namespace berkeley
