#include "proc.h"

#if BERKELEY_CAN_FORK

namespace berkeley::forking {

static unsigned digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return ~0u;
}

unsigned long take_number(const char*& text, unsigned base) {
  while (*text == ' ' || *text == '\t') text++;
  unsigned long number = 0;
  for (unsigned digit; (digit = digit_of(*text)) < base; text++) number = number * base + digit;
  return number;
}

bool take_prefix(const char*& text, const char* prefix) {
  const size_t length = strlen(prefix);
  if (strncmp(text, prefix, length) != 0) return false;
  text += length;
  return true;
}

NumberedPath::NumberedPath(const char* directory, int number) {
  char digits[12];
  size_t count = 0;
  do {
    digits[count++] = static_cast<char>('0' + number % 10);
  } while ((number /= 10) != 0);
  size_t length = strlen(directory);
  memcpy(text, directory, length);
  text[length++] = '/';
  name = text + length;
  while (count > 0) text[length++] = digits[--count];
  text[length] = '\0';
}

const char* Lines::next() {
  for (;;) {
    char* line = buffer_ + begin_;
    char* end = static_cast<char*>(memchr(line, '\n', end_ - begin_));
    if (end == nullptr && end_ - begin_ == sizeof buffer_ - 1) end = buffer_ + end_;
    if (end != nullptr) {
      *end = '\0';
      begin_ = end - buffer_ + (end < buffer_ + end_ ? 1 : 0);
      return line;
    }
    const size_t rest = end_ - begin_;
    fill();
    if (end_ > rest) continue;
    if (rest == 0) return nullptr;
    buffer_[rest] = '\0';
    begin_ = end_ = 0;
    return buffer_;
  }
}

/// Moves what is left to the front and reads on behind it.
void Lines::fill() {
  memmove(buffer_, buffer_ + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  const long size = system_call(SYS_read, fd_, buffer_ + end_, sizeof buffer_ - 1 - end_);
  if (size > 0) end_ += size;
}

// 7f68b3e40000-7f68b3fd2000 r-xp 014c4000 fe:00 260689    /usr/bin/node
Mapping::Mapping(const char* line) {
  begin = take_number(line, 16);
  end = take_number(++line, 16);
  const char* permissions = ++line;
  is_executable = permissions[2] == 'x';
  is_private = permissions[3] == 'p';
  line += strlen("r-xp ");
  offset = take_number(line, 16);
  line = strchr(line + 1, ' ');  // Past the device.
  inode = take_number(line);
  while (*line == ' ') line++;
  name = line;
}

bool Mapping::is_of_same_part(const Mapping& other) const {
  return inode == other.inode && offset >= other.offset &&
         offset + (end - begin) <= other.offset + (other.end - other.begin);
}

}  // namespace berkeley::forking

#endif
