// Structs that hold pointers: iovec, msghdr, mmsghdr, sock_fprog. In JavaScript their bytes hold no addresses; what a
// pointer refers to stands in a list beside them (lib/memory/pointers.ts). Bytes and list are read at the call, into
// copies that only the native layer can reach, and every length is checked against the memory that it is for.
//
// Each of these parameters takes three JavaScript arguments: the struct or the first of an array, the list, and where
// in it the struct's own entries begin. null is NULL.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>
#include <memory>
#ifdef __linux__
#include <linux/filter.h>
#endif

#include "call.h"

namespace berkeley {

/// Elements on the stack while they are few.
template <typename T, size_t kFew>
class Growing {
 public:
  Growing() {}  // Leaves the elements as they are: they cost nothing until they are used.
  T* data() { return far_ == nullptr ? near_ : far_.get(); }
  size_t size() const { return size_; }
  /// Adds `count` elements and returns where they begin, which holds until more are added.
  T* add(size_t count) {
    if (count > capacity_ - size_) grow(size_ + count);
    size_ += count;
    return data() + size_ - count;
  }

 private:
  void grow(size_t least) {
    capacity_ = least > 2 * capacity_ ? least : 2 * capacity_;
    std::unique_ptr<T[]> larger(new T[capacity_]);
    memcpy(larger.get(), data(), size_ * sizeof(T));
    far_ = std::move(larger);
  }

  T near_[kFew];
  std::unique_ptr<T[]> far_;
  size_t size_ = 0;
  size_t capacity_ = kFew;
};

using Iovecs = Growing<iovec, 16>;

/// `const struct iovec *, int`. A negative count is the kernel's to refuse.
class Vector {
 public:
  iovec* data() { return is_null_ ? nullptr : iovecs_.data(); }
  int count = 0;

 private:
  friend bool take(Arguments&, Vector&);
  Iovecs iovecs_;
  bool is_null_ = true;
};
bool take(Arguments&, Vector&);
template <>
inline constexpr size_t arity<Vector> = 4;

/// An address in no process's memory, which the kernel answers with EFAULT: what a pointer refers to that was not set
/// as one.
inline void* const kNowhere = reinterpret_cast<void*>(UINTPTR_MAX);

/// Calls `is_it(level, type, data, size)` for the control messages of a msghdr, until it says yes or one is malformed.
/// They lie in the program's memory, where nothing is aligned.
template <typename IsIt>
bool any_control(const msghdr& message, IsIt is_it) {
  if (message.msg_control == kNowhere || message.msg_control == nullptr) return false;
  const char* place = static_cast<const char*>(message.msg_control);
  size_t left = message.msg_controllen;
  for (cmsghdr header; left >= sizeof header;) {
    memcpy(&header, place, sizeof header);
    if (header.cmsg_len < CMSG_LEN(0) || header.cmsg_len > left) return false;
    if (is_it(header.cmsg_level, header.cmsg_type, place + CMSG_LEN(0), header.cmsg_len - CMSG_LEN(0))) return true;
    const size_t whole = CMSG_SPACE(header.cmsg_len - CMSG_LEN(0));
    if (whole > left) return false;
    place += whole;
    left -= whole;
  }
  return false;
}

/// `struct msghdr *`.
class Message {
 public:
  msghdr* data() { return place_ == nullptr ? nullptr : &header_; }
  /// Tells the program what the kernel has written to the struct.
  void write_back() const;

 private:
  friend bool take(Arguments&, Message&);
  msghdr header_;
  Iovecs iovecs_;
  char* place_ = nullptr;
};
bool take(Arguments&, Message&);
template <>
inline constexpr size_t arity<Message> = 3;

#ifdef __linux__
/// `struct mmsghdr *, unsigned int`.
class Messages {
 public:
  mmsghdr* data() { return is_null_ ? nullptr : headers_.data(); }
  /// The same for the first `count` structs.
  void write_back(size_t count);
  unsigned count = 0;

 private:
  friend bool take(Arguments&, Messages&);
  Growing<mmsghdr, 8> headers_;
  Iovecs iovecs_;
  char* place_ = nullptr;
  bool is_null_ = true;
};
bool take(Arguments&, Messages&);
template <>
inline constexpr size_t arity<Messages> = 4;

/// `const struct sock_fprog *, socklen_t`.
class FilterProgram {
 public:
  const sock_fprog* data() const { return is_null_ ? nullptr : &program_; }
  socklen_t size = 0;

 private:
  friend bool take(Arguments&, FilterProgram&);
  sock_fprog program_;
  bool is_null_ = true;
};
bool take(Arguments&, FilterProgram&);
template <>
inline constexpr size_t arity<FilterProgram> = 4;
#endif

}  // namespace berkeley
