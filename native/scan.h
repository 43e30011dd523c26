// What scanf and its relatives read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "streams.h"

namespace berkeley {

/// A format of the scanf family with the memory that its conversions fill. The C library reads into memory of ours, so
/// that it is no matter what signal handlers do with theirs while it waits; what it has read is copied to theirs
/// afterwards, in the order of the conversions, and nothing else. How much that is, it says itself: behind every
/// conversion, and before one that makes text, the C library gets a %n of ours.
class Scan {
 public:
  /// Reads the format and looks at the values, an array. Throws, and returns false, where they do not fit together.
  bool parse(const Arguments& arguments, const char* format, napi_value values);

  /// These return what C's return.
  int scan(FILE* file);
  int scan(const char* text);

  /// Copies what was read to the values. Throws where one has less memory than there was.
  void store(const Arguments& arguments) const;

 private:
  friend class ScanFormat;

  static constexpr size_t kMost = 64;

  /// The C library is given as many pointers, whatever the format: it leaves those that are too many.
  static constexpr size_t kPointers = 3 * kMost;

  struct Place {
    napi_value value;
    size_t size;  // of a number; of a text the most that there may be, with its NUL
    bool is_text;
    bool has_nul;
    size_t offset = 0;   // in memory_
    intmax_t begin = 0;  // of a text, in the input
    intmax_t end = -1;   // of what was read; -1: it was not
  };

  /// False, with errno, where there is no memory.
  bool point(void* (&pointers)[kPointers]);

  std::string format_;
  std::vector<Place> places_;
  size_t size_ = 0;  // of memory_
  char* memory_ = nullptr;
  Scratch scratch_;
};

}  // namespace berkeley
