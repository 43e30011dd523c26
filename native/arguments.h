// What a JavaScript value must be to stand for a C argument. Reading an argument never runs JavaScript (no valueOf, no
// getter), so memory that was checked stays as it was until the system call has it.
#pragma once

#include <sys/socket.h>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <node_api.h>

namespace berkeley {

/// The JavaScript arguments of one call, read from left to right.
class Arguments {
 public:
  Arguments(napi_env env, const napi_value* values, const char* synopsis)
      : env_(env), values_(values), synopsis_(synopsis) {}

  napi_env env() const { return env_; }
  std::string function() const;
  napi_value next() { return values_[index_++]; }
  napi_value peek() const { return values_[index_]; }
  /// Goes past the next argument if it is null.
  bool skip_null();

  /// Throws a TypeError about the argument that was read last, or the one `back` places before it: "send: flags:
  /// expected an integer, got a string". Returns false, so that a reader can end with it.
  [[gnu::cold]] bool reject_type(const char* expected, int back = 0) const;
  /// The same about an element of the array that was read last.
  [[gnu::cold]] bool reject_element(const char* expected, napi_value value, size_t index) const;
  /// Throws a RangeError about the argument that was read last.
  [[gnu::cold, gnu::format(printf, 2, 3)]] bool reject_range(const char* format, ...) const;
  [[gnu::cold]] bool reject_integer(double number, int64_t least, int64_t most) const;

 private:
  std::string about(size_t index) const;

  const napi_env env_;
  const napi_value* const values_;
  const char* const synopsis_;
  size_t index_ = 0;
};

// The readers that every hot call uses are inline, up to where something is wrong.

constexpr int64_t kMaxSafeInteger = 9007199254740991;  // 2^53 - 1

template <int64_t least, int64_t most>
__attribute__((always_inline)) inline bool take_integer(Arguments& arguments, int64_t& value) {
  double number;
  if (napi_get_value_double(arguments.env(), arguments.next(), &number) != napi_ok) {
    return arguments.reject_type("an integer");
  }
  if (number >= static_cast<double>(least) && number <= static_cast<double>(most)) {
    value = static_cast<int64_t>(number);
    if (static_cast<double>(value) == number) return true;
  }
  return arguments.reject_integer(number, least, most);
}

/// A number that C converts to int: any integer of 32 bits, signed or not.
inline bool take(Arguments& arguments, int& value) {
  int64_t wide = 0;
  if (!take_integer<INT32_MIN, UINT32_MAX>(arguments, wide)) return false;
  value = static_cast<int>(wide);
  return true;
}

inline bool take(Arguments& arguments, unsigned& value) {
  int64_t wide = 0;
  if (!take_integer<INT32_MIN, UINT32_MAX>(arguments, wide)) return false;
  value = static_cast<unsigned>(wide);
  return true;
}

/// An integer that a JavaScript number holds exactly.
inline bool take(Arguments& arguments, int64_t& value) {
  return take_integer<-kMaxSafeInteger, kMaxSafeInteger>(arguments, value);
}

/// 64 bits, whatever they mean: a bigint, signed or not.
bool take(Arguments&, uint64_t&);

/// A count of bytes.
struct Size {
  size_t value = 0;
};
inline bool take(Arguments& arguments, Size& size) {
  int64_t wide = 0;
  if (!take_integer<0, kMaxSafeInteger>(arguments, wide)) return false;
  size.value = static_cast<size_t>(wide);
  return true;
}

/// A char passed as an int, or as a string of one byte, which is how 'a' is written in TypeScript.
struct Character {
  unsigned char value = 0;
  bool is_end = false;  // It was EOF, which is no char.
};
bool take(Arguments&, Character&);

/// NULL, and nothing else.
struct Null {};
bool take(Arguments&, Null&);

/// Any value, for calls that decide from another argument what it must be.
struct Any {
  napi_value value = nullptr;
};
inline bool take(Arguments& arguments, Any& any) {
  any.value = arguments.next();
  return true;
}

/// The bytes of a string. They are on the stack unless the string is long.
class Utf8 {
 public:
  Utf8() {}  // Leaves the bytes as they are: they cost nothing until a string arrives.
  /// Returns the bytes with their NUL, or nullptr where `value` is not a string. `size` counts the NUL.
  char* convert(napi_env env, napi_value value, size_t* size);
  char* allocate(size_t size);

 private:
  char near_[256];
  std::unique_ptr<char[]> far_;
};

/// Whether `value` is a TypedArray of at least `length` elements, which are at least as many bytes, and where they are.
/// Nearly all memory is a Buffer that is long enough: one question tells.
template <typename Data>
bool has_bytes(napi_env env, napi_value value, size_t length, Data*& data) {
  void* start;
  size_t elements;
  if (napi_get_typedarray_info(env, value, nullptr, &elements, &start, nullptr, nullptr) != napi_ok) return false;
  data = start;
  return length <= elements;
}

/// Where a view's bytes are and how many. False, with nothing thrown, where `value` is no view of memory.
bool get_memory(napi_env, napi_value, char*& data, size_t& size);

/// The place of a number of `size` bytes: the first element of a TypedArray of such, or a struct that is as large.
/// nullptr where `value` is neither.
char* scalar_in(napi_env env, napi_value value, size_t size);

/// `void *, size_t`: memory that the kernel writes to. One JavaScript argument for each; null is NULL.
struct Out {
  void* data = nullptr;
  size_t size = 0;
};
bool take_any(Arguments&, napi_value memory, Out&);
inline bool take(Arguments& arguments, Out& out) {
  const napi_value memory = arguments.next();
  Size length;
  if (!take(arguments, length)) return false;
  out.size = length.value;
  return has_bytes(arguments.env(), memory, length.value, out.data) || take_any(arguments, memory, out);
}

/// `const void *, size_t`: memory that the kernel reads; a string will do.
struct In {
  const void* data = nullptr;
  size_t size = 0;
  Utf8 text;
};
bool take_any(Arguments&, napi_value memory, In&);
inline bool take(Arguments& arguments, In& in) {
  const napi_value memory = arguments.next();
  Size length;
  if (!take(arguments, length)) return false;
  in.size = length.value;
  return has_bytes(arguments.env(), memory, length.value, in.data) || take_any(arguments, memory, in);
}

/// `const struct sockaddr *, socklen_t`, or any other struct with its length.
struct Address {
  const sockaddr* data = nullptr;
  socklen_t size = 0;
};
bool take(Arguments&, Address&);

/// `struct sockaddr *, socklen_t *`: memory and the place of its length, which says how much there is and is told how
/// much it became. The kernel sees a copy of the length: another thread may change the original after the check.
class ValueResult {
 public:
  ValueResult() {}
  ~ValueResult();
  void* data = nullptr;
  /// How many bytes there are; for NULL as many as one likes.
  size_t capacity = 0;
  socklen_t* length() { return place_ == nullptr ? nullptr : &length_; }

 private:
  friend bool take(Arguments&, ValueResult&);
  void* place_ = nullptr;
  socklen_t length_ = 0;
};
bool take(Arguments&, ValueResult&);

/// `void *` without a length: memory of any size, never NULL.
struct Memory {
  char* data = nullptr;
  size_t size = 0;
};
bool take(Arguments&, Memory&);

/// What a call takes that decides from another argument what it must be: memory of any size, an integer of 32 bits, or
/// null.
struct Variable {
  enum { kNull, kInteger, kMemory } kind = kNull;
  int integer = 0;
  Memory memory;
};
bool take(Arguments&, Variable&);

/// `const void *` without a length: memory, or a string with its NUL.
struct Bytes {
  const char* data = nullptr;
  size_t size = 0;
  Utf8 text;
};
bool take(Arguments&, Bytes&);

/// `int, gid_t *`: how many, and memory for as many; null is NULL.
struct Groups {
  int count = 0;
  void* list = nullptr;
};
bool take(Arguments&, Groups&);

/// `int, fd_set *, fd_set *, fd_set *`: how many descriptors, and sets with at least as many bits; null is NULL.
struct FdSets {
  int count = 0;
  void* read = nullptr;
  void* write = nullptr;
  void* except = nullptr;
};
bool take(Arguments&, FdSets&);

/// `T *, int`: an array and how many of its elements; null is NULL. A negative count is the kernel's to refuse.
template <typename T>
struct Elements {
  void* data = nullptr;
  int count = 0;
};
bool take_elements(Arguments&, void*& data, int& count, size_t size);
template <typename T>
bool take(Arguments& arguments, Elements<T>& elements) {
  return take_elements(arguments, elements.data, elements.count, sizeof(T));
}

/// A pointer to an object of the type T; null is NULL. Memory need not be aligned: copy, do not dereference.
template <typename T>
struct Pointer {
  void* data = nullptr;
};
bool take_pointer(Arguments&, void*& data, size_t size);
template <typename T>
bool take(Arguments& arguments, Pointer<T>& pointer) {
  return take_pointer(arguments, pointer.data, sizeof(T));
}

/// `const T *`: a copy of the object, which the kernel may write to unseen; null is NULL.
template <typename T>
class Copy {
 public:
  T* data() { return is_null_ ? nullptr : &object_; }

 private:
  template <typename U>
  friend bool take(Arguments&, Copy<U>&);
  T object_{};
  bool is_null_ = true;
};
template <typename T>
bool take(Arguments& arguments, Copy<T>& copy) {
  Pointer<T> pointer;
  if (!take(arguments, pointer)) return false;
  copy.is_null_ = pointer.data == nullptr;
  if (!copy.is_null_) memcpy(&copy.object_, pointer.data, sizeof(T));
  return true;
}

/// `const char *` for the C library: a NUL-terminated copy of a string, or of memory up to its NUL or its end; never
/// NULL.
struct CString {
  /// False where `value` is neither a string nor memory.
  bool copy(napi_env env, napi_value value);
  const char* data = nullptr;
  Utf8 text;
};
bool take(Arguments&, CString&);

/// The same for the kernel, which answers NULL with EFAULT: null is NULL.
struct Path : CString {};
bool take(Arguments&, Path&);

/// `char *const []` for the kernel: copies of the strings of an array up to its null or its end; null is NULL.
class Strings {
 public:
  /// The strings with the NULL that ends them; or NULL.
  char* const* data() const { return pointers_.empty() ? nullptr : pointers_.data(); }

 private:
  friend bool take(Arguments&, Strings&);
  std::vector<std::string> strings_;
  std::vector<char*> pointers_;
};
bool take(Arguments&, Strings&);

/// `const char *` that is only looked at here: the bytes before the NUL, not copied; never NULL.
struct Text : Bytes {
  size_t length = 0;
};
bool take(Arguments&, Text&);

}  // namespace berkeley
