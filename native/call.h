// Makes a JavaScript function of a C++ one. The C++ parameters say what each JavaScript argument must be (arguments.h),
// the synopsis names them for the messages of errors:
//
//   static long send(int sockfd, const In& buf, int flags) { return blocking(SYS_sendto, ...); }
//   exports.function<send>("send(sockfd, buf, len, flags)");
#pragma once

#include <cstring>
#include <tuple>
#include <type_traits>
#include <utility>

#include "arguments.h"
#include "signals/deliver.h"
#include "syscall.h"

namespace berkeley {

inline napi_value to_javascript(napi_env env, long value) {
  napi_value result = nullptr;
  if (__builtin_expect(value == static_cast<int32_t>(value), true)) {
    napi_create_int32(env, static_cast<int32_t>(value), &result);
  } else {
    napi_create_double(env, static_cast<double>(value), &result);
  }
  return result;
}

/// A string, or null for nullptr.
inline napi_value to_javascript(napi_env env, const char* value) {
  napi_value result = nullptr;
  if (value == nullptr) {
    napi_get_null(env, &result);
  } else {
    napi_create_string_utf8(env, value, NAPI_AUTO_LENGTH, &result);
  }
  return result;
}

/// nullptr where an exception is pending.
inline napi_value to_javascript(napi_env, napi_value value) { return value; }

/// How many JavaScript arguments a C++ parameter stands for: most are one, memory comes with its length.
template <typename T>
constexpr size_t arity = 1;
template <>
inline constexpr size_t arity<Out> = 2;
template <>
inline constexpr size_t arity<In> = 2;
template <>
inline constexpr size_t arity<Address> = 2;
template <>
inline constexpr size_t arity<ValueResult> = 2;
template <>
inline constexpr size_t arity<Groups> = 2;
template <>
inline constexpr size_t arity<FdSets> = 4;
template <typename T>
inline constexpr size_t arity<Elements<T>> = 2;
/// A function whose last parameter is `const Arguments&` can itself reject what the readers let through.
template <>
inline constexpr size_t arity<Arguments> = 0;

/// Where one parameter is read to.
template <typename Parameter>
struct Slot {
  explicit Slot(Arguments&) {}
  bool fill(Arguments& arguments) { return take(arguments, value); }
  Parameter value{};
};

template <>
struct Slot<Arguments> {
  explicit Slot(Arguments& arguments) : value(arguments) {}
  bool fill(Arguments&) { return true; }
  const Arguments& value;
};

/// When a function lets the handlers run of signals that the program has caught.
enum class Delivery {
  kBefore,      // before it does anything
  kAround,      // and when it is done: it can itself send a signal or let one through, or waits inside the C library
  kInside,      // when it is interrupted. It is made again if SA_RESTART says so
  kInsideOnce,  // when it is interrupted. It then fails, whatever SA_RESTART says (signal(7))
};

template <auto function, Delivery delivery>
struct Call;

template <typename Result, typename... Parameters, Result (*function)(Parameters...), Delivery delivery>
struct Call<function, delivery> {
  static napi_value invoke(napi_env env, napi_callback_info info) {
    if (!is_interruptible && __builtin_expect(signals::caught_count > 0, false) && !signals::deliver(env).returned) {
      return nullptr;
    }
    constexpr size_t count = (arity<std::decay_t<Parameters>> + ... + 0);
    if constexpr (sizeof...(Parameters) == 0 && !is_interruptible) return finish(env, to_javascript(env, function()));
    napi_value values[count + 1];
    size_t given = count;
    void* synopsis;
    if (napi_get_cb_info(env, info, &given, values, nullptr, &synopsis) != napi_ok) return nullptr;
    const auto name = static_cast<const char*>(synopsis);
    if constexpr (is_interruptible) {
      return repeat(env, values, name);
    } else {
      napi_value result = nullptr;
      call(env, values, name, [&](auto&... value) { result = to_javascript(env, function(value...)); });
      return finish(env, result);
    }
  }

 private:
  static constexpr bool is_interruptible = delivery == Delivery::kInside || delivery == Delivery::kInsideOnce;

  /// Reads the arguments and calls `use` with them. False where one was rejected.
  template <typename Use>
  __attribute__((always_inline)) static bool call(napi_env env, const napi_value* values, const char* synopsis,
                                                  Use use) {
    Arguments arguments(env, values, synopsis);
    std::tuple<Slot<std::decay_t<Parameters>>...> slots{arguments_for<Parameters>(arguments)...};
    const auto fill = [&](auto&... slot) { return (slot.fill(arguments) && ...); };
    if (__builtin_expect(!std::apply(fill, slots), false)) return false;
    std::apply([&](auto&... slot) { use(slot.value...); }, slots);
    return true;
  }

  /// Makes the call, and makes it again where signals want that: from its arguments on, since a handler may have
  /// detached, shrunk or unmapped their memory.
  __attribute__((always_inline)) static napi_value repeat(napi_env env, const napi_value* values,
                                                          const char* synopsis) {
    for (;;) {
      long result = 0;
      if (!call(env, values, synopsis, [&](auto&... value) { result = function(value...); })) return nullptr;
      if (__builtin_expect(result >= 0 || !is_interrupted(result), true)) return to_javascript(env, result);
      const signals::Delivered delivered = signals::deliver(env);
      if (!delivered.returned) return nullptr;
      const bool restarts = delivery == Delivery::kInside && result == signals::kDiverted && delivered.all_restart;
      if (!restarts && result != signals::kDivertedUnblocked) return to_javascript(env, -EINTR);
    }
  }

  static napi_value finish(napi_env env, napi_value result) {
    if (delivery == Delivery::kAround && signals::caught_count > 0 && !signals::deliver(env).returned) return nullptr;
    return result;
  }

  // The same arguments for every slot.
  template <typename>
  static Arguments& arguments_for(Arguments& arguments) {
    return arguments;
  }
};

/// The object that the addon exports.
class Exports {
 public:
  Exports(napi_env env, napi_value object) : env_(env), object_(object) {}

  napi_env env() const { return env_; }

  void set(const char* name, napi_value value) { napi_set_named_property(env_, object_, name, value); }

  /// Adds a function under the name that its synopsis begins with, "bind(sockfd, addr, addrlen)", or under another
  /// where two functions are one in C.
  template <auto cpp_function, Delivery delivery = Delivery::kBefore>
  void function(const char* synopsis, const char* name = nullptr) {
    const std::string own_name = name != nullptr ? name : std::string(synopsis, strcspn(synopsis, "("));
    napi_value value;
    napi_create_function(env_, own_name.data(), own_name.size(), Call<cpp_function, delivery>::invoke,
                         const_cast<char*>(synopsis), &value);
    set(own_name.c_str(), value);
  }

 private:
  const napi_env env_;
  const napi_value object_;
};

}  // namespace berkeley
