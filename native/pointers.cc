#include "pointers.h"

namespace berkeley {

namespace {

/// A struct with pointers, or the first of several.
struct Block {
  bool is_null = true;
  char* data = nullptr;
  size_t size = 0;
  napi_value list = nullptr;
  uint32_t first = 0;
};

static_assert(sizeof(void*) == 8, "a pointer holds two places in lists");

/// Where a struct's entries begin that a pointer refers to: its upper half.
uint32_t upper_half(const void* pointer) { return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pointer) >> 32); }

/// False, with nothing thrown, where `memory` is not a struct or an array of them.
bool get_block(napi_env env, napi_value memory, napi_value list, Block& block) {
  void* data;
  if (napi_get_dataview_info(env, memory, &block.size, &data, nullptr, nullptr) != napi_ok) return false;
  block.is_null = false;
  block.list = list;
  block.data = static_cast<char*>(data);
  return true;
}

bool take(Arguments& arguments, const char* type, Block& block) {
  const napi_env env = arguments.env();
  const napi_value memory = arguments.next();
  const napi_value list = arguments.next();
  const napi_value first = arguments.next();
  if (get_block(env, memory, list, block)) {
    return napi_get_value_uint32(env, first, &block.first) == napi_ok || arguments.reject_type("a place");
  }
  napi_valuetype memory_type;
  return (napi_typeof(env, memory, &memory_type) == napi_ok && memory_type == napi_null) ||
         arguments.reject_type(type, 2);
}

/// Reads the pointers of one struct.
class Reader {
 public:
  Reader(Arguments& arguments, const Block& block, uint32_t first)
      : arguments_(arguments), list_(block.list), first_(first) {}

  /// Replaces what the bytes say by the address of the memory, which must have `length` bytes; NULL stays.
  template <typename T>
  bool follow(T*& pointer, uint32_t entry, size_t length, const char* field) const {
    if (pointer == nullptr) return true;
    const napi_value memory = is_own(pointer, entry) ? element(entry) : nullptr;
    void* data = nullptr;
    const bool is_enough = memory != nullptr && has_bytes(arguments_.env(), memory, length, data);
    pointer = static_cast<T*>(data);
    return is_enough || follow_any(memory, pointer, length, field);
  }

  /// The iovecs that a pointer refers to; false, with nothing thrown, where it refers to none.
  bool follow(const iovec* pointer, uint32_t entry, Block& block) const {
    block.first = upper_half(pointer);
    return is_own(pointer, entry) && get_block(arguments_.env(), element(entry), element(entry + 1), block);
  }

 private:
  template <typename T>
  bool follow_any(napi_value memory, T*& pointer, size_t length, const char* field) const {
    char* data = nullptr;
    size_t size;
    if (memory == nullptr || !get_memory(arguments_.env(), memory, data, size)) {
      pointer = static_cast<T*>(kNowhere);
      return true;
    }
    pointer = reinterpret_cast<T*>(data);
    return length <= size ||
           arguments_.reject_range("%s: %zu bytes asked for, but the memory has %zu", field, length, size);
  }

  bool is_own(const void* pointer, uint32_t entry) const {
    return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pointer)) == first_ + entry + 1;
  }

  napi_value element(uint32_t entry) const {
    napi_value value = nullptr;
    return napi_get_element(arguments_.env(), list_, first_ + entry, &value) == napi_ok ? value : nullptr;
  }

  Arguments& arguments_;
  const napi_value list_;
  const uint32_t first_;
};

/// Adds the first `count` iovecs of an array.
bool read_iovecs(Arguments& arguments, const Block& block, size_t count, Iovecs& iovecs) {
  const size_t available = block.size / sizeof(iovec);
  if (count > available) {
    return arguments.reject_range("%zu elements asked for, but the memory has %zu", count, available);
  }
  iovec* copies = iovecs.add(count);
  if (count > 0) memcpy(copies, block.data, count * sizeof(iovec));
  for (size_t i = 0; i < count; i++) {
    const Reader reader(arguments, block, block.first + static_cast<uint32_t>(i));
    if (!reader.follow(copies[i].iov_base, 0, copies[i].iov_len, "iov_base")) return false;
  }
  return true;
}

/// How many entries of the list the pointers of a msghdr have: one for each, and one more for msg_iov.
constexpr uint32_t kMessageEntries = 4;
enum MessageEntry : uint32_t { kName = 0, kIov = 1, kControl = 3 };

/// A copy of the message at `place`. Its iovecs are added to `iovecs`; msg_iov is not yet theirs, since they may move.
bool read_message(Arguments& arguments, const Block& block, const char* place, uint32_t first, msghdr& header,
                  Iovecs& iovecs) {
  memcpy(&header, place, sizeof header);
  const Reader reader(arguments, block, first);
  if (!reader.follow(header.msg_name, kName, header.msg_namelen, "msg_name") ||
      !reader.follow(header.msg_control, kControl, header.msg_controllen, "msg_control")) {
    return false;
  }
  if (header.msg_iov == nullptr) return true;
  Block vector;
  if (!reader.follow(header.msg_iov, kIov, vector)) {
    header.msg_iov = static_cast<iovec*>(kNowhere);
    return true;
  }
  // Any other address: it says that iovecs are there.
  header.msg_iov = nullptr;
  const size_t before = iovecs.size();
  if (!read_iovecs(arguments, vector, header.msg_iovlen, iovecs)) return false;
  header.msg_iov = iovecs.data() + before;
  return true;
}

/// The kernel writes to nothing else.
void write_message(char* place, const msghdr& header) {
#define WRITE(field) memcpy(place + offsetof(msghdr, field), &header.field, sizeof header.field)
  WRITE(msg_namelen);
  WRITE(msg_controllen);
  WRITE(msg_flags);
#undef WRITE
}

}  // namespace

bool take(Arguments& arguments, Vector& vector) {
  Block block;
  if (!take(arguments, "an iovec, an array of them or null", block)) return false;
  if (!take(arguments, vector.count)) return false;
  vector.is_null_ = block.is_null;
  const size_t count = vector.count > 0 ? static_cast<size_t>(vector.count) : 0;
  return vector.is_null_ || read_iovecs(arguments, block, count, vector.iovecs_);
}

bool take(Arguments& arguments, Message& message) {
  Block block;
  if (!take(arguments, "a msghdr or null", block)) return false;
  if (block.is_null) return true;
  if (block.size < sizeof(msghdr)) return arguments.reject_range("the msghdr's memory went away");
  message.place_ = block.data;
  return read_message(arguments, block, block.data, block.first, message.header_, message.iovecs_);
}

void Message::write_back() const { write_message(place_, header_); }

#ifdef __linux__

bool take(Arguments& arguments, Messages& messages) {
  Block block;
  if (!take(arguments, "an mmsghdr, an array of them or null", block)) return false;
  if (!take(arguments, messages.count)) return false;
  messages.is_null_ = block.is_null;
  if (block.is_null) return true;
  const size_t available = block.size / sizeof(mmsghdr);
  if (messages.count > available) {
    return arguments.reject_range("%u elements asked for, but the memory has %zu", messages.count, available);
  }
  messages.place_ = block.data;
  mmsghdr* headers = messages.headers_.add(messages.count);
  for (unsigned i = 0; i < messages.count; i++) {
    const char* place = block.data + i * sizeof(mmsghdr);
    memcpy(&headers[i], place, sizeof(mmsghdr));
    const uint32_t first = block.first + i * kMessageEntries;
    if (!read_message(arguments, block, place, first, headers[i].msg_hdr, messages.iovecs_)) return false;
  }
  // Now they stay where they are.
  iovec* next = messages.iovecs_.data();
  for (unsigned i = 0; i < messages.count; i++) {
    msghdr& header = headers[i].msg_hdr;
    if (header.msg_iov == nullptr || header.msg_iov == kNowhere) continue;
    header.msg_iov = next;
    next += header.msg_iovlen;
  }
  return true;
}

void Messages::write_back(size_t count) {
  for (size_t i = 0; i < count; i++) {
    char* place = place_ + i * sizeof(mmsghdr);
    const mmsghdr& header = data()[i];
    write_message(place, header.msg_hdr);
    memcpy(place + offsetof(mmsghdr, msg_len), &header.msg_len, sizeof header.msg_len);
  }
}

bool take(Arguments& arguments, FilterProgram& filter) {
  Block block;
  Size length;
  if (!take(arguments, "a sock_fprog or null", block) || !take(arguments, length)) return false;
  filter.is_null_ = block.is_null;
  filter.size = length.value > INT32_MAX ? UINT32_MAX : static_cast<socklen_t>(length.value);
  if (filter.is_null_) return true;
  if (length.value > block.size) {
    return arguments.reject_range("%zu bytes asked for, but the memory has %zu", length.value, block.size);
  }
  if (block.size < sizeof(sock_fprog)) return arguments.reject_range("the sock_fprog's memory went away");
  memcpy(&filter.program_, block.data, sizeof filter.program_);
  const size_t size = filter.program_.len * sizeof(sock_filter);
  return Reader(arguments, block, block.first).follow(filter.program_.filter, 0, size, "filter");
}

#endif

}  // namespace berkeley
