#include "arguments.h"

#include <cinttypes>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace berkeley {

namespace {

#define MEMORY "a Buffer, TypedArray, DataView or struct"

const char* describe(napi_env env, napi_value value) {
  napi_valuetype type;
  if (napi_typeof(env, value, &type) != napi_ok) return "an unknown value";
  switch (type) {
    case napi_undefined:
      return "undefined";
    case napi_null:
      return "null";
    case napi_boolean:
      return "a boolean";
    case napi_number:
      return "a number";
    case napi_string:
      return "a string";
    case napi_symbol:
      return "a symbol";
    case napi_function:
      return "a function";
    case napi_bigint:
      return "a bigint";
    default:
      return "an object";
  }
}

bool is_null(napi_env env, napi_value value) {
  napi_valuetype type;
  return napi_typeof(env, value, &type) == napi_ok && type == napi_null;
}

size_t element_size(napi_typedarray_type type) {
  switch (type) {
    case napi_int16_array:
    case napi_uint16_array:
      return 2;
    case napi_int32_array:
    case napi_uint32_array:
    case napi_float32_array:
      return 4;
    case napi_float64_array:
    case napi_bigint64_array:
    case napi_biguint64_array:
      return 8;
    default:
      return 1;  // An unknown kind counts as bytes: too few, never too many.
  }
}

}  // namespace

// A struct is a DataView; Buffers are asked for elsewhere where calls are hot (has_bytes).
bool get_memory(napi_env env, napi_value value, char*& data, size_t& size) {
  void* start;
  napi_typedarray_type type = napi_uint8_array;  // What Node leaves it at for a kind that it cannot name.
  if (napi_get_dataview_info(env, value, &size, &start, nullptr, nullptr) != napi_ok) {
    if (napi_get_typedarray_info(env, value, &type, &size, &start, nullptr, nullptr) != napi_ok) return false;
    size *= element_size(type);
  }
  data = static_cast<char*>(start);
  return true;
}

namespace {

std::string format_number(double value) {
  char text[32];
  snprintf(text, sizeof text, "%.17g", value);
  return text;
}

bool reject_length(const Arguments& arguments, size_t length, size_t size) {
  return arguments.reject_range("%zu bytes asked for, but the memory has %zu", length, size);
}

}  // namespace

char* scalar_in(napi_env env, napi_value value, size_t size) {
  void* place;
  size_t count;
  napi_typedarray_type type = napi_uint8_array;
  if (napi_get_typedarray_info(env, value, &type, &count, &place, nullptr, nullptr) == napi_ok) {
    return count > 0 && element_size(type) == size ? static_cast<char*>(place) : nullptr;
  }
  const bool is_struct = napi_get_dataview_info(env, value, &count, &place, nullptr, nullptr) == napi_ok;
  return is_struct && count == size ? static_cast<char*>(place) : nullptr;
}

// "send(sockfd, buf, len, flags)" names the function and its parameters.
std::string Arguments::function() const { return std::string(synopsis_, strcspn(synopsis_, "(")); }

std::string Arguments::about(size_t index) const {
  const char* name = strchr(synopsis_, '(') + 1;
  for (size_t i = 0; i < index; i++) name = strchr(name, ',') + 2;
  return function() + ": " + std::string(name, strcspn(name, ",)")) + ": ";
}

bool Arguments::reject_type(const char* expected, int back) const {
  const size_t index = index_ - 1 - back;
  const std::string message = about(index) + "expected " + expected + ", got " + describe(env_, values_[index]);
  napi_throw_type_error(env_, nullptr, message.c_str());
  return false;
}

bool Arguments::reject_element(const char* expected, napi_value value, size_t index) const {
  const std::string message = about(index_ - 1) + "expected " + expected + ", got " + describe(env_, value) +
                              " at index " + std::to_string(index);
  napi_throw_type_error(env_, nullptr, message.c_str());
  return false;
}

bool Arguments::reject_range(const char* format, ...) const {
  char reason[256];
  va_list list;
  va_start(list, format);
  vsnprintf(reason, sizeof reason, format, list);
  va_end(list);
  napi_throw_range_error(env_, nullptr, (about(index_ - 1) + reason).c_str());
  return false;
}

bool Arguments::reject_integer(double number, int64_t least, int64_t most) const {
  return reject_range("expected an integer from %" PRId64 " to %" PRId64 ", got %s", least, most,
                      format_number(number).c_str());
}

bool Arguments::skip_null() {
  if (!is_null(env_, values_[index_])) return false;
  index_++;
  return true;
}

bool take(Arguments& arguments, uint64_t& value) {
  const napi_value bigint = arguments.next();
  bool is_same;
  if (napi_get_value_bigint_uint64(arguments.env(), bigint, &value, &is_same) != napi_ok) {
    return arguments.reject_type("a bigint");
  }
  int64_t negative;
  if (!is_same) napi_get_value_bigint_int64(arguments.env(), bigint, &negative, &is_same);
  return is_same || arguments.reject_range("expected a bigint of 64 bits");
}

bool take(Arguments& arguments, Null&) {
  if (arguments.skip_null()) return true;
  arguments.next();
  return arguments.reject_type("null");
}

bool take(Arguments& arguments, Character& character) {
  const napi_value value = arguments.next();
  char bytes[8];
  size_t length;
  double number;
  if (napi_get_value_double(arguments.env(), value, &number) == napi_ok) {
    if (!(number >= INT32_MIN && number <= UINT32_MAX) || number != std::trunc(number)) {
      return arguments.reject_range("expected a character, got %s", format_number(number).c_str());
    }
    character.value = static_cast<unsigned char>(static_cast<int64_t>(number));
    character.is_end = static_cast<int>(static_cast<int64_t>(number)) == EOF;
    return true;
  }
  if (napi_get_value_string_utf8(arguments.env(), value, bytes, sizeof bytes, &length) != napi_ok || length != 1) {
    return arguments.reject_type("a character: a number or a string of one byte");
  }
  character.value = static_cast<unsigned char>(bytes[0]);
  return true;
}

char* Utf8::allocate(size_t size) {
  if (size <= sizeof near_) return near_;
  far_.reset(new char[size]);
  return far_.get();
}

char* Utf8::convert(napi_env env, napi_value value, size_t* size) {
  size_t length;
  if (napi_get_value_string_utf8(env, value, near_, sizeof near_, &length) != napi_ok) return nullptr;
  // A string that comes near the end may have been cut, at most three bytes short: a character is never split.
  if (length + 4 < sizeof near_) {
    *size = length + 1;
    return near_;
  }
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  *size = length + 1;
  char* bytes = allocate(*size);
  napi_get_value_string_utf8(env, value, bytes, *size, &length);
  return bytes;
}

bool take_any(Arguments& arguments, napi_value memory, Out& out) {
  char* data = nullptr;
  size_t size;
  if (get_memory(arguments.env(), memory, data, size)) {
    if (out.size > size) return reject_length(arguments, out.size, size);
  } else if (!is_null(arguments.env(), memory)) {
    return arguments.reject_type(MEMORY " or null", 1);
  }
  out.data = data;
  return true;
}

bool take_any(Arguments& arguments, napi_value memory, In& in) {
  char* data = nullptr;
  size_t size;
  if (get_memory(arguments.env(), memory, data, size) ||
      (data = in.text.convert(arguments.env(), memory, &size)) != nullptr) {
    if (in.size > size) return reject_length(arguments, in.size, size);
  } else if (!is_null(arguments.env(), memory)) {
    return arguments.reject_type(MEMORY ", a string or null", 1);
  }
  in.data = data;
  return true;
}

bool take(Arguments& arguments, Address& address) {
  Out memory;
  if (!take(arguments, memory)) return false;
  address.data = static_cast<const sockaddr*>(memory.data);
  // No object is this long: a length that socklen_t cannot hold comes with null only, and the kernel refuses it as it
  // refuses every negative one.
  address.size = memory.size > INT32_MAX ? UINT32_MAX : static_cast<socklen_t>(memory.size);
  return true;
}

bool take(Arguments& arguments, ValueResult& result) {
  char* data = nullptr;
  size_t size = SIZE_MAX;  // NULL: nothing will be written.
  if (!arguments.skip_null() && !get_memory(arguments.env(), arguments.next(), data, size)) {
    return arguments.reject_type(MEMORY " or null");
  }
  void* place = nullptr;
  if (!take_pointer(arguments, place, sizeof(socklen_t))) return false;
  socklen_t length = 0;
  if (place != nullptr) memcpy(&length, place, sizeof length);
  if (length > size) return reject_length(arguments, length, size);
  result.data = data;
  result.capacity = size;
  result.place_ = place;
  result.length_ = length;
  return true;
}

ValueResult::~ValueResult() {
  if (place_ != nullptr) memcpy(place_, &length_, sizeof length_);
}

bool take(Arguments& arguments, Memory& memory) {
  if (get_memory(arguments.env(), arguments.next(), memory.data, memory.size)) return true;
  return arguments.reject_type(MEMORY);
}

bool take(Arguments& arguments, Variable& variable) {
  if (arguments.skip_null()) return true;
  const napi_value value = arguments.next();
  if (get_memory(arguments.env(), value, variable.memory.data, variable.memory.size)) {
    variable.kind = Variable::kMemory;
    return true;
  }
  double number;
  if (napi_get_value_double(arguments.env(), value, &number) != napi_ok) {
    return arguments.reject_type("an integer, " MEMORY " or null");
  }
  if (!(number >= INT32_MIN && number <= UINT32_MAX) || number != std::trunc(number)) {
    return arguments.reject_integer(number, INT32_MIN, UINT32_MAX);
  }
  variable.kind = Variable::kInteger;
  variable.integer = static_cast<int>(static_cast<int64_t>(number));
  return true;
}

bool take(Arguments& arguments, Groups& groups) {
  if (!take(arguments, groups.count)) return false;
  const size_t count = groups.count > 0 ? static_cast<size_t>(groups.count) : 0;
  return take_pointer(arguments, groups.list, count * sizeof(gid_t));
}

// The kernel reads and writes whole longs.
bool take(Arguments& arguments, FdSets& sets) {
  if (!take(arguments, sets.count)) return false;
  constexpr size_t kLongBits = 8 * sizeof(long);
  const size_t count = sets.count > 0 ? static_cast<size_t>(sets.count) : 0;
  const size_t size = (count + kLongBits - 1) / kLongBits * sizeof(long);
  return take_pointer(arguments, sets.read, size) && take_pointer(arguments, sets.write, size) &&
         take_pointer(arguments, sets.except, size);
}

bool take_elements(Arguments& arguments, void*& data, int& count, size_t size) {
  const napi_value memory = arguments.next();
  if (!take(arguments, count)) return false;
  char* start = nullptr;
  size_t available;
  if (get_memory(arguments.env(), memory, start, available)) {
    if (count > 0 && static_cast<size_t>(count) > available / size) {
      return arguments.reject_range("%d elements asked for, but the memory has %zu", count, available / size);
    }
  } else if (!is_null(arguments.env(), memory)) {
    return arguments.reject_type(MEMORY " or null", 1);
  }
  data = start;
  return true;
}

bool take_pointer(Arguments& arguments, void*& data, size_t size) {
  char* start = nullptr;
  size_t available = size;
  if (!arguments.skip_null() && !get_memory(arguments.env(), arguments.next(), start, available)) {
    return arguments.reject_type(MEMORY " or null");
  }
  if (available < size) return reject_length(arguments, size, available);
  data = start;
  return true;
}

bool CString::copy(napi_env env, napi_value value) {
  size_t size;
  char* source;
  data = text.convert(env, value, &size);
  if (data != nullptr) return true;
  if (!get_memory(env, value, source, size)) return false;
  const size_t length = size == 0 ? 0 : strnlen(source, size);
  char* bytes = text.allocate(length + 1);
  if (length != 0) memcpy(bytes, source, length);
  bytes[length] = '\0';
  data = bytes;
  return true;
}

bool take(Arguments& arguments, CString& string) {
  return string.copy(arguments.env(), arguments.next()) || arguments.reject_type("a string or " MEMORY);
}

bool take(Arguments& arguments, Path& path) {
  path.data = nullptr;
  return arguments.skip_null() || take(arguments, static_cast<CString&>(path));
}

bool take(Arguments& arguments, Strings& strings) {
  if (arguments.skip_null()) return true;
  const napi_env env = arguments.env();
  const napi_value array = arguments.next();
  uint32_t length;
  if (napi_get_array_length(env, array, &length) != napi_ok) {
    return arguments.reject_type("an array of strings or null");
  }
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    if (napi_get_element(env, array, i, &element) != napi_ok) return false;
    if (is_null(env, element)) break;
    CString string;
    if (!string.copy(env, element)) return arguments.reject_element("a string or " MEMORY, element, i);
    strings.strings_.emplace_back(string.data);
  }
  for (std::string& string : strings.strings_) strings.pointers_.push_back(string.data());
  strings.pointers_.push_back(nullptr);
  return true;
}

bool take(Arguments& arguments, Bytes& bytes) {
  const napi_env env = arguments.env();
  const napi_value value = arguments.next();
  char* data;
  if (!get_memory(env, value, data, bytes.size) && (data = bytes.text.convert(env, value, &bytes.size)) == nullptr) {
    return arguments.reject_type("a string or " MEMORY);
  }
  bytes.data = data;
  return true;
}

bool take(Arguments& arguments, Text& text) {
  if (!take(arguments, static_cast<Bytes&>(text))) return false;
  text.length = text.size == 0 ? 0 : strnlen(text.data, text.size);
  return true;
}

}  // namespace berkeley
