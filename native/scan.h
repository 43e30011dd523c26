// What scanf and its relatives read.
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "arguments.h"

namespace berkeley {

/// A format of the scanf family with the memory that its conversions fill. The C library reads into memory of ours,
/// which begins as a copy of theirs and is copied back afterwards: so theirs is as after C's scanf, and it is no matter
/// what signal handlers do with it while the C library waits.
class Scan {
 public:
  /// Reads the format and looks at the values, an array. Throws, and returns false, where they do not fit together.
  bool parse(const Arguments& arguments, const char* format, napi_value values);

  /// These return what C's return.
  int scan(FILE* file);
  int scan(const char* text);

  /// Copies what was read to the values. Throws, and returns false, where there is less memory than there was.
  bool store(const Arguments& arguments) const;

 private:
  friend class ScanFormat;

  /// The C library is given as many pointers, whatever the format: it leaves those that are too many.
  static constexpr size_t kMost = 64;

  struct Place {
    napi_value value;
    size_t offset;  // in memory_
    size_t size;
  };

  void point(void* (&pointers)[kMost]);

  std::string format_;
  std::vector<Place> places_;
  std::vector<char> memory_;
};

}  // namespace berkeley
