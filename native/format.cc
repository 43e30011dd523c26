#include "format.h"

#include <cerrno>
#include <climits>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <napi.h>

namespace berkeley {

namespace {

/// One "%-08.3ld": what stands between the percent sign and the conversion.
struct Directive {
  std::string flags;
  std::string width;
  std::string precision;  // With its dot.
  std::string length;
  char conversion = '\0';
  int position = 0;  // The n of "%n$d", or 0.

  std::string text(const char* modifier) const { return "%" + flags + width + precision + modifier + conversion; }
};

class Printer {
 public:
  Printer(const Arguments& arguments, int errnum, const char* format, napi_value values, FILE* out)
      : env_(arguments.env()),
        function_(arguments.function()),
        errnum_(errnum),
        at_(format),
        values_(arguments.env(), values),
        out_(out) {}

  /// The error of the C library's that has ended the text, or 0.
  int error() const { return error_; }

  /// False where something was thrown.
  bool run() {
    while (*at_ != '\0' && error_ == 0) {
      const size_t plain = strcspn(at_, "%");
      fwrite(at_, 1, plain, out_);
      at_ += plain;
      if (*at_ == '%' && !print_directive()) return false;
    }
    return true;
  }

 private:
  bool print_directive() {
    const char* start = at_++;
    Directive directive;
    if (!parse(directive)) return false;
    switch (directive.conversion) {
      case '%':
        return print("%%");
      case 'm':
        errno = errnum_;
        return print(directive.text(""));
      case 'd':
      case 'i':
        return print_integer(directive, true);
      case 'o':
      case 'u':
      case 'x':
      case 'X':
        return print_integer(directive, false);
      case 'a':
      case 'A':
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        return print_double(directive);
      case 'c':
        return directive.length.empty() ? print_character(directive) : reject_unsupported(start);
      case 's':
        return directive.length.empty() ? print_string(directive) : reject_unsupported(start);
      case 'p':
        return print_pointer(directive);
      case '\0':
        return reject("the format ends inside of " + std::string(start, at_));
      default:
        return reject_unsupported(start);
    }
  }

  bool parse(Directive& directive) {
    directive.position = take_position();
    directive.flags = take("-+ #0'");
    if (!take_number(directive.width)) return false;
    if (*at_ == '.') {
      at_++;
      std::string amount;
      if (!take_number(amount)) return false;
      // A negative precision counts as none.
      if (amount.empty() || amount[0] != '-') directive.precision = "." + amount;
    }
    directive.length = take("hlqjztL");
    if (*at_ != '\0') directive.conversion = *at_++;
    return true;
  }

  /// The n of "n$", or 0, which is none either.
  int take_position() {
    const size_t digits = strspn(at_, "0123456789");
    if (digits == 0 || at_[digits] != '$') return 0;
    const unsigned long position = strtoul(at_, nullptr, 10);
    if (position == 0) return 0;
    at_ += digits + 1;
    return position < INT_MAX ? static_cast<int>(position) : INT_MAX;  // There are not as many values.
  }

  std::string take(const char* characters) {
    const size_t length = strspn(at_, characters);
    at_ += length;
    return std::string(at_ - length, length);
  }

  /// A width or precision: digits, or '*' for the next value.
  bool take_number(std::string& number) {
    if (*at_ != '*') {
      number = take("0123456789");
      return true;
    }
    at_++;
    int64_t value;
    if (!integer_of(next_value(take_position()), "an integer", INT_MIN, INT_MAX, value)) return false;
    number = std::to_string(value);
    return true;
  }

  Napi::Value next_value(int position) {
    const uint32_t index = position > 0 ? position - 1 : next_++;
    last_ = index;
    return index < values_.Length() ? values_.Get(index) : env_.Undefined();
  }

  template <typename... Values>
  bool print(const std::string& text, Values... values) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
    const int length = fprintf(out_, text.c_str(), values...);
#pragma GCC diagnostic pop
    if (length < 0) error_ = errno;
    return true;
  }

  bool print_integer(const Directive& directive, bool is_signed) {
    const bool is_long = directive.length.find_first_of("lqLjzt") != std::string::npos;
    const int64_t least = is_long ? INT64_MIN : INT32_MIN;
    const int64_t most = is_long ? INT64_MAX : int64_t{UINT32_MAX};
    int64_t value;
    if (!integer_of(next_value(directive.position), "an integer", least, most, value)) return false;
    if (directive.length == "h") value = is_signed ? int64_t{static_cast<short>(value)} : static_cast<uint16_t>(value);
    if (directive.length == "hh") {
      value = is_signed ? int64_t{static_cast<signed char>(value)} : static_cast<uint8_t>(value);
    }
    if (!is_long) value = is_signed ? int64_t{static_cast<int32_t>(value)} : static_cast<uint32_t>(value);
    return print(directive.text("j"), static_cast<intmax_t>(value));
  }

  bool print_double(const Directive& directive) {
    const Napi::Value value = next_value(directive.position);
    if (!value.IsNumber()) return reject_value("a number");
    return print(directive.text(""), value.As<Napi::Number>().DoubleValue());
  }

  bool print_character(const Directive& directive) {
    const Napi::Value value = next_value(directive.position);
    int64_t code;
    if (value.IsString()) {
      const std::string text = value.As<Napi::String>().Utf8Value();
      if (text.size() != 1) return reject_value("a character");
      code = static_cast<unsigned char>(text[0]);
    } else if (!integer_of(value, "a character", INT32_MIN, UINT32_MAX, code)) {
      return false;
    }
    return print(directive.text(""), static_cast<int>(code));
  }

  bool print_string(const Directive& directive) {
    const Napi::Value value = next_value(directive.position);
    if (value.IsNull()) return print(directive.text(""), static_cast<const char*>(nullptr));
    std::string text;
    if (value.IsString()) {
      text = value.As<Napi::String>().Utf8Value();
    } else if (!bytes_of(value, text)) {
      return reject_value("a string, memory or null");
    }
    return print(directive.text(""), text.c_str());
  }

  /// There are no addresses in JavaScript: null is NULL, and a number or bigint is printed as the address it would be.
  bool print_pointer(const Directive& directive) {
    const Napi::Value value = next_value(directive.position);
    int64_t address = 0;
    if (!value.IsNull() && !integer_of(value, "null or an integer", INT64_MIN, INT64_MAX, address)) return false;
    return print(directive.text(""), reinterpret_cast<void*>(static_cast<intptr_t>(address)));
  }

  /// Memory up to its NUL or its end.
  bool bytes_of(Napi::Value value, std::string& text) {
    void* data;
    size_t size;
    if (value.IsTypedArray()) {
      const Napi::TypedArray array = value.As<Napi::TypedArray>();
      size = array.ByteLength();
      if (napi_get_typedarray_info(env_, value, nullptr, nullptr, &data, nullptr, nullptr) != napi_ok) return false;
    } else if (napi_get_dataview_info(env_, value, &size, &data, nullptr, nullptr) != napi_ok) {
      return false;
    }
    if (size != 0) text.assign(static_cast<const char*>(data), strnlen(static_cast<const char*>(data), size));
    return true;
  }

  bool integer_of(Napi::Value value, const char* expected, int64_t least, int64_t most, int64_t& integer) {
    if (value.IsBigInt()) {
      bool is_signed, is_unsigned;
      integer = value.As<Napi::BigInt>().Int64Value(&is_signed);
      value.As<Napi::BigInt>().Uint64Value(&is_unsigned);
      const bool is_wide = least == INT64_MIN;
      if (is_wide ? is_signed || is_unsigned : is_signed && integer >= least && integer <= most) return true;
      return reject_range("the bigint");
    }
    if (!value.IsNumber()) return reject_value(expected);
    const double number = value.As<Napi::Number>().DoubleValue();
    if (number == std::trunc(number) && std::fabs(number) <= 9007199254740991 && number >= static_cast<double>(least) &&
        number <= static_cast<double>(most)) {
      integer = static_cast<int64_t>(number);
      return true;
    }
    char text[32];
    snprintf(text, sizeof text, "%.17g", number);
    return reject_range(text);
  }

  std::string about_value() const { return function_ + ": value " + std::to_string(last_ + 1) + " of the format: "; }

  bool reject_range(const std::string& number) {
    Napi::RangeError::New(env_, about_value() + number + " is out of range").ThrowAsJavaScriptException();
    return false;
  }

  bool reject_value(const char* expected) {
    Napi::TypeError::New(env_, about_value() + "expected " + expected).ThrowAsJavaScriptException();
    return false;
  }

  bool reject_unsupported(const char* start) { return reject(std::string(start, at_) + " is not supported"); }

  bool reject(const std::string& message) {
    Napi::TypeError::New(env_, function_ + ": format: " + message).ThrowAsJavaScriptException();
    return false;
  }

  const Napi::Env env_;
  const std::string function_;
  const int errnum_;
  const char* at_;
  const Napi::Array values_;
  FILE* const out_;
  uint32_t next_ = 0;
  uint32_t last_ = 0;
  int error_ = 0;
};

}  // namespace

Formatted::~Formatted() { free(data); }

long Formatted::print(const Arguments& arguments, int errnum, const char* format, napi_value values) {
  FILE* out = open_memstream(&data, &length);
  if (out == nullptr) return -errno;
  Printer printer(arguments, errnum, format, values, out);
  const bool is_printed = printer.run();
  const bool is_closed = fclose(out) == 0;
  if (is_printed && is_closed && length <= INT_MAX) {
    return printer.error() == 0 ? static_cast<long>(length) : -printer.error();
  }
  const bool is_long = length > INT_MAX;
  free(data);
  data = nullptr;
  length = 0;
  if (!is_printed) return -EINVAL;
  return is_long ? -EOVERFLOW : -ENOMEM;
}

}  // namespace berkeley
