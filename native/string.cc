// string.h and strings.h over memory with bounds: a string ends at its NUL or where its memory ends. Results that are
// pointers in C are offsets here, or -1.

#include <strings.h>
#include <cerrno>
#include <cstring>

#include "headers.h"

#ifdef __GLIBC__
extern "C" int __xpg_strerror_r(int, char*, size_t);  // POSIX's, where strerror_r is GNU's.
#endif

namespace berkeley {

namespace {

long offset_in(const Text& text, const void* found) {
  return found == nullptr ? -1 : static_cast<const char*>(found) - text.data;
}

size_t least(size_t a, size_t b) { return a < b ? a : b; }

// The standard functions must not be given a null pointer, not even for no bytes; empty memory may have one.
long compare(const char* a, const char* b, size_t size) { return size == 0 ? 0 : ::memcmp(a, b, size); }
void copy(char* destination, const void* source, size_t size) {
  if (size != 0) ::memmove(destination, source, size);
}

bool has_room(const Memory& memory, size_t needed, const Arguments& arguments) {
  return memory.size >= needed ||
         arguments.reject_range("%zu bytes do not fit into memory of %zu", needed, memory.size);
}

long memset(const Memory& s, Character c, Size n, const Arguments& arguments) {
  if (has_room(s, n.value, arguments) && n.value != 0) ::memset(s.data, c.value, n.value);
  return 0;
}

long bzero(const Memory& s, Size n, const Arguments& arguments) { return memset(s, Character{0}, n, arguments); }

/// memcpy too: where C leaves an overlap undefined, this is what it may do.
long memmove(const Memory& dest, const In& src, const Arguments& arguments) {
  if (src.data == nullptr && src.size != 0) return arguments.reject_type("memory", 1);
  if (has_room(dest, src.size, arguments)) copy(dest.data, src.data, src.size);
  return 0;
}

long memcmp(const Bytes& s1, const Bytes& s2, Size n, const Arguments& arguments) {
  const size_t size = least(s1.size, s2.size);
  if (n.value > size) return arguments.reject_range("%zu bytes asked for, but the memory has %zu", n.value, size);
  return compare(s1.data, s2.data, n.value);
}

long bcopy(const Bytes& src, const Memory& dest, Size n, const Arguments& arguments) {
  const size_t size = least(src.size, dest.size);
  if (n.value > size) return arguments.reject_range("%zu bytes asked for, but the memory has %zu", n.value, size);
  copy(dest.data, src.data, n.value);
  return 0;
}

long strlen(const Text& s) { return static_cast<long>(s.length); }

/// Puts `source` and a NUL at `offset` of `destination`.
long put(const Memory& destination, size_t offset, const char* source, size_t length, const Arguments& arguments) {
  if (!has_room(destination, offset + length + 1, arguments)) return 0;
  copy(destination.data + offset, source, length);
  destination.data[offset + length] = '\0';
  return 0;
}

size_t length_of(const Memory& string) { return string.size == 0 ? 0 : ::strnlen(string.data, string.size); }

long strcpy(const Memory& dest, const Text& src, const Arguments& arguments) {
  return put(dest, 0, src.data, src.length, arguments);
}

/// Like C's, it fills all n bytes, and ends without a NUL where `src` has n bytes or more.
long strncpy(const Memory& dest, const Text& src, Size n, const Arguments& arguments) {
  if (!has_room(dest, n.value, arguments)) return 0;
  const size_t length = least(src.length, n.value);
  copy(dest.data, src.data, length);
  if (n.value != length) ::memset(dest.data + length, 0, n.value - length);
  return 0;
}

long strcat(const Memory& dest, const Text& src, const Arguments& arguments) {
  return put(dest, length_of(dest), src.data, src.length, arguments);
}

long strncat(const Memory& dest, const Text& src, Size n, const Arguments& arguments) {
  return put(dest, length_of(dest), src.data, least(src.length, n.value), arguments);
}

/// The length of `src`, of which as much is copied as fits.
long strlcpy(const Memory& dest, const Text& src, Size size, const Arguments& arguments) {
  if (!has_room(dest, size.value, arguments)) return 0;
  if (size.value > 0) put(dest, 0, src.data, least(src.length, size.value - 1), arguments);
  return static_cast<long>(src.length);
}

/// The length that the whole would have.
long strlcat(const Memory& dest, const Text& src, Size size, const Arguments& arguments) {
  if (!has_room(dest, size.value, arguments)) return 0;
  const size_t length = least(length_of(dest), size.value);
  if (length < size.value) put(dest, length, src.data, least(src.length, size.value - length - 1), arguments);
  return static_cast<long>(length + src.length);
}

long strncmp(const Text& s1, const Text& s2, Size n) {
  const size_t a = least(s1.length, n.value), b = least(s2.length, n.value);
  const long order = compare(s1.data, s2.data, least(a, b));
  return order != 0 ? order : static_cast<long>(a) - static_cast<long>(b);
}

long strcmp(const Text& s1, const Text& s2) { return strncmp(s1, s2, Size{SIZE_MAX}); }

long strncasecmp(const Text& s1, const Text& s2, Size n) {
  const size_t a = least(s1.length, n.value), b = least(s2.length, n.value);
  const size_t size = least(a, b);
  const long order = size == 0 ? 0 : ::strncasecmp(s1.data, s2.data, size);
  return order != 0 ? order : static_cast<long>(a) - static_cast<long>(b);
}

long strcasecmp(const Text& s1, const Text& s2) { return strncasecmp(s1, s2, Size{SIZE_MAX}); }

long strchr(const Text& s, Character c) {
  if (c.value == '\0') return static_cast<long>(s.length);
  return s.length == 0 ? -1 : offset_in(s, ::memchr(s.data, c.value, s.length));
}

long strrchr(const Text& s, Character c) {
  if (c.value == '\0') return static_cast<long>(s.length);
  for (long i = static_cast<long>(s.length) - 1; i >= 0; i--) {
    if (static_cast<unsigned char>(s.data[i]) == c.value) return i;
  }
  return -1;
}

long strstr(const Text& haystack, const Text& needle) {
  if (needle.length == 0) return 0;
  return haystack.length == 0 ? -1
                              : offset_in(haystack, memmem(haystack.data, haystack.length, needle.data, needle.length));
}

long strnlen(const Text& s, Size maxlen) { return static_cast<long>(least(s.length, maxlen.value)); }

/// How many bytes `s` begins with that `set` has, or has not.
size_t span(const Text& s, const Text& set, bool is_in_set) {
  bool has[256] = {};
  for (size_t i = 0; i < set.length; i++) has[static_cast<unsigned char>(set.data[i])] = true;
  size_t length = 0;
  while (length < s.length && has[static_cast<unsigned char>(s.data[length])] == is_in_set) length++;
  return length;
}

long strspn(const Text& s, const Text& accept) { return static_cast<long>(span(s, accept, true)); }

long strcspn(const Text& s, const Text& reject) { return static_cast<long>(span(s, reject, false)); }

long strpbrk(const Text& s, const Text& accept) {
  const size_t length = span(s, accept, false);
  return length == s.length ? -1 : static_cast<long>(length);
}

long memchr(const Bytes& s, Character c, Size n, const Arguments& arguments) {
  if (n.value > s.size) return arguments.reject_range("%zu bytes asked for, but the memory has %zu", n.value, s.size);
  const void* found = n.value == 0 ? nullptr : ::memchr(s.data, c.value, n.value);
  return found == nullptr ? -1 : static_cast<const char*>(found) - s.data;
}

long memrchr(const Bytes& s, Character c, Size n, const Arguments& arguments) {
  if (n.value > s.size) return arguments.reject_range("%zu bytes asked for, but the memory has %zu", n.value, s.size);
  for (long i = static_cast<long>(n.value) - 1; i >= 0; i--) {
    if (static_cast<unsigned char>(s.data[i]) == c.value) return i;
  }
  return -1;
}

long memmem(const Bytes& haystack, Size haystacklen, const Bytes& needle, Size needlelen, const Arguments& arguments) {
  if (haystacklen.value > haystack.size || needlelen.value > needle.size) {
    return arguments.reject_range("%zu and %zu bytes asked for, but the memory has %zu and %zu", haystacklen.value,
                                  needlelen.value, haystack.size, needle.size);
  }
  if (needlelen.value == 0) return 0;
  if (haystacklen.value == 0) return -1;
  const void* found = ::memmem(haystack.data, haystacklen.value, needle.data, needlelen.value);
  return found == nullptr ? -1 : static_cast<const char*>(found) - haystack.data;
}

long strcasestr(const Text& haystack, const Text& needle) {
  for (size_t i = 0; i + needle.length <= haystack.length; i++) {
    if (needle.length == 0 || ::strncasecmp(haystack.data + i, needle.data, needle.length) == 0) {
      return static_cast<long>(i);
    }
  }
  return -1;
}

/// The text may be cut off, and ends with a NUL where there is room for any. The error, not below 0.
long strerror_r(int errnum, const Out& buf) {
  if (buf.data == nullptr) return buf.size == 0 ? ERANGE : EFAULT;
#ifdef __GLIBC__
  return ::__xpg_strerror_r(errnum, static_cast<char*>(buf.data), buf.size);
#else
  return ::strerror_r(errnum, static_cast<char*>(buf.data), buf.size);
#endif
}

const char* strerror(int errnum) { return ::strerror(errnum); }

const char* strsignal(int sig) { return ::strsignal(sig); }

}  // namespace

void export_string(Exports& exports) {
  exports.function<memset>("memset(s, c, n)");
  exports.function<memmove>("memcpy(dest, src, n)");
  exports.function<memmove>("memmove(dest, src, n)");
  exports.function<memcmp>("memcmp(s1, s2, n)");
  exports.function<bzero>("bzero(s, n)");
  exports.function<bcopy>("bcopy(src, dest, n)");
  exports.function<memcmp>("bcmp(s1, s2, n)");
  exports.function<strlen>("strlen(s)");
  exports.function<strcpy>("strcpy(dest, src)");
  exports.function<strncpy>("strncpy(dest, src, n)");
  exports.function<strcat>("strcat(dest, src)");
  exports.function<strncat>("strncat(dest, src, n)");
  exports.function<strcmp>("strcmp(s1, s2)");
  exports.function<strncmp>("strncmp(s1, s2, n)");
  exports.function<strcasecmp>("strcasecmp(s1, s2)");
  exports.function<strncasecmp>("strncasecmp(s1, s2, n)");
  exports.function<strchr>("strchr(s, c)");
  exports.function<strrchr>("strrchr(s, c)");
  exports.function<strstr>("strstr(haystack, needle)");
  exports.function<strnlen>("strnlen(s, maxlen)");
  exports.function<strspn>("strspn(s, accept)");
  exports.function<strcspn>("strcspn(s, reject)");
  exports.function<strpbrk>("strpbrk(s, accept)");
  exports.function<memchr>("memchr(s, c, n)");
  exports.function<memmove>("mempcpy(dest, src, n)");
  exports.function<strcpy>("stpcpy(dest, src)");
  exports.function<strlcpy>("strlcpy(dest, src, size)");
  exports.function<strlcat>("strlcat(dest, src, size)");
  exports.function<strchr>("strchrnul(s, c)");
  exports.function<memrchr>("memrchr(s, c, n)");
  exports.function<memmem>("memmem(haystack, haystacklen, needle, needlelen)");
  exports.function<strcasestr>("strcasestr(haystack, needle)");
  exports.function<strchr>("index(s, c)");
  exports.function<strrchr>("rindex(s, c)");
  exports.function<strerror_r>("strerror_r(errnum, buf, buflen)");
  exports.function<strerror>("strerror(errnum)");
  exports.function<strsignal>("strsignal(sig)");
}

}  // namespace berkeley
