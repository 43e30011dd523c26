#include "scan.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iterator>

namespace berkeley {

/// Reads a format, and makes another of it whose widths keep to the memory that there is.
class ScanFormat {
 public:
  ScanFormat(Scan& scan, const Arguments& arguments, const char* format, napi_value values)
      : scan_(scan), arguments_(arguments), env_(arguments.env()), at_(format), values_(values) {}

  /// False where something was thrown.
  bool read() {
    if (napi_get_array_length(env_, values_, &count_) != napi_ok) return false;
    while (*at_ != '\0') {
      const size_t plain = strcspn(at_, "%");
      scan_.format_.append(at_, plain);
      at_ += plain;
      if (*at_ == '%' && !read_directive()) return false;
    }
    return true;
  }

 private:
  bool read_directive() {
    start_ = at_++;
    is_suppressed_ = take("*'").find('*') != std::string::npos;
    width_ = take("0123456789");
    length_ = take("hlqjztLm");
    conversion_ = *at_ == '\0' ? '\0' : *at_++;
    set_ = "";
    if (conversion_ == '[' && !take_set()) return reject_format("ends inside of ");
    switch (conversion_) {
      case '%':
        scan_.format_.append(start_, at_);
        return true;
      case 'd':
      case 'i':
      case 'o':
      case 'u':
      case 'x':
      case 'X':
      case 'n':
        return add_number(integer_size());
      case 'a':
      case 'A':
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        return add_number(length_.empty() ? sizeof(float) : length_ == "l" ? sizeof(double) : 0);
      case 'p':
        return add_number(length_.empty() ? sizeof(void*) : 0);
      case 'c':
      case 's':
      case '[':
        return length_.empty() ? add_text() : reject_unsupported();
      default:
        return conversion_ == '\0' ? reject_format("ends inside of ") : reject_unsupported();
    }
  }

  std::string take(const char* characters) {
    const size_t length = strspn(at_, characters);
    at_ += length;
    return std::string(at_ - length, length);
  }

  /// What stands between the brackets, with the second: one that comes first is of the set.
  bool take_set() {
    const char* const begin = at_;
    if (*at_ == '^') at_++;
    if (*at_ == ']') at_++;
    at_ += strcspn(at_, "]");
    if (*at_ == '\0') return false;
    at_++;
    set_.assign(begin, at_);
    return true;
  }

  /// How many bytes a conversion of integers writes; 0 where there is no such.
  size_t integer_size() const {
    if (length_.empty()) return sizeof(int);
    if (length_ == "hh") return sizeof(char);
    if (length_ == "h") return sizeof(short);
    if (length_ == "l") return sizeof(long);
    if (length_ == "ll" || length_ == "q" || length_ == "L") return sizeof(long long);
    if (length_ == "j") return sizeof(intmax_t);
    if (length_ == "z") return sizeof(size_t);
    return length_ == "t" ? sizeof(ptrdiff_t) : 0;
  }

  bool add_number(size_t size) {
    if (size == 0) return reject_unsupported();
    if (!is_suppressed_) {
      if (!next_value()) return false;
      char* const place = scalar_in(env_, value_, size);
      if (place == nullptr) return reject_value("a number of " + std::to_string(size) + " bytes by its address");
      if (!add_place({value_, size, false, false})) return false;
    }
    append(width_);
    return true;
  }

  /// The width is cut to what the memory holds, which for %c is no NUL.
  bool add_text() {
    if (is_suppressed_) {
      append(width_);
      return true;
    }
    char* data;
    size_t size;
    if (!next_value()) return false;
    if (!get_memory(env_, value_, data, size)) return reject_value("memory");
    const size_t nul = conversion_ == 'c' ? 0 : 1;
    if (size <= nul) {
      napi_throw_range_error(env_, nullptr, (about_value() + "the memory holds no character").c_str());
      return false;
    }
    size_t width = strtoul(width_.c_str(), nullptr, 10);
    if (width == 0) width = conversion_ == 'c' ? 1 : INT32_MAX;
    if (width > size - nul) width = size - nul;
    if (width > INT32_MAX) width = INT32_MAX;
    if (!add_place({value_, width + nul, true, nul != 0})) return false;
    // %s goes past white space, which is no part of the text.
    scan_.format_ += conversion_ == 's' ? " %jn" : "%jn";
    append(std::to_string(width));
    return true;
  }

  bool add_place(Scan::Place place) {
    if (scan_.places_.size() == Scan::kMost) {
      return reject_format("has more than " + std::to_string(Scan::kMost) + " conversions: ");
    }
    constexpr size_t kAlignment = 8;
    place.offset = scan_.size_;
    scan_.size_ += (place.size + kAlignment - 1) / kAlignment * kAlignment;
    scan_.places_.push_back(place);
    return true;
  }

  void append(const std::string& width) {
    scan_.format_ += (is_suppressed_ ? "%*" : "%") + width + length_ + conversion_ + set_;
    if (!is_suppressed_) scan_.format_ += "%jn";
  }

  bool next_value() {
    if (next_ < count_) return napi_get_element(env_, values_, next_++, &value_) == napi_ok;
    next_++;
    return napi_get_undefined(env_, &value_) == napi_ok;
  }

  std::string directive() const { return std::string(start_, at_); }

  std::string about_value() const {
    return arguments_.function() + ": value " + std::to_string(next_) + " of the format: ";
  }

  bool reject_value(const std::string& expected) const {
    napi_throw_type_error(env_, nullptr, (about_value() + directive() + " expects " + expected).c_str());
    return false;
  }

  bool reject_format(const std::string& what) const {
    const std::string message = arguments_.function() + ": format: it " + what + directive();
    napi_throw_type_error(env_, nullptr, message.c_str());
    return false;
  }

  bool reject_unsupported() const {
    const std::string message = arguments_.function() + ": format: " + directive() + " is not supported";
    napi_throw_type_error(env_, nullptr, message.c_str());
    return false;
  }

  Scan& scan_;
  const Arguments& arguments_;
  const napi_env env_;
  const char* at_;
  const napi_value values_;
  uint32_t count_ = 0;
  uint32_t next_ = 0;
  napi_value value_ = nullptr;

  // The directive that was read last: "%*5[a-z]".
  const char* start_ = nullptr;
  bool is_suppressed_ = false;
  std::string width_;
  std::string length_;
  std::string set_;
  char conversion_ = '\0';
};

bool Scan::parse(const Arguments& arguments, const char* format, napi_value values) {
  return ScanFormat(*this, arguments, format, values).read();
}

bool Scan::point(void* (&pointers)[kPointers]) {
  memory_ = scratch_.allocate(size_);
  if (memory_ == nullptr) return false;
  void** pointer = pointers;
  for (Place& place : places_) {
    if (place.is_text) *pointer++ = &place.begin;
    *pointer++ = memory_ + place.offset;
    *pointer++ = &place.end;
  }
  std::fill(pointer, std::end(pointers), nullptr);
  return true;
}

#define P8(i) p[i], p[i + 1], p[i + 2], p[i + 3], p[i + 4], p[i + 5], p[i + 6], p[i + 7]
#define P64(i) P8(i), P8(i + 8), P8(i + 16), P8(i + 24), P8(i + 32), P8(i + 40), P8(i + 48), P8(i + 56)
#define P192 P64(0), P64(64), P64(128)
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"

int Scan::scan(FILE* file) {
  void* p[kPointers];
  return point(p) ? fscanf(file, format_.c_str(), P192) : EOF;
}

int Scan::scan(const char* text) {
  void* p[kPointers];
  return point(p) ? sscanf(text, format_.c_str(), P192) : EOF;
}

void Scan::store(const Arguments& arguments) const {
  for (const Place& place : places_) {
    if (place.end < 0) continue;
    const size_t text = static_cast<size_t>(place.end - place.begin) + (place.has_nul ? 1 : 0);
    const size_t size = place.is_text ? text : place.size;
    if (!Destination{place.value, size}.fill(arguments, memory_ + place.offset, size)) return;
  }
}

}  // namespace berkeley
