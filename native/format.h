// What printf and its relatives print.
#pragma once

#include <cstddef>

#include "arguments.h"

namespace berkeley {

/// Text that the C library formatted.
class Formatted {
 public:
  ~Formatted();

  /// Formats `values`, an array, as `format` says; `errnum` is what %m prints. Returns the length of the text, or
  /// -errno, where the text is what C prints all the same: what stands before the conversion that failed; data is
  /// nullptr if there is no memory for it, or more than an int counts. Throws where a value is not what its conversion
  /// takes, and then returns -EINVAL; data is nullptr.
  long print(const Arguments& arguments, int errnum, const char* format, napi_value values);

  char* data = nullptr;
  size_t length = 0;
};

}  // namespace berkeley
