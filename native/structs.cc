// The layouts of structs.def, as the compiler made them.

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netdb.h>
#include <netinet/icmp6.h>
#include <netinet/if_ether.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <termios.h>
#include <time.h>
#ifdef __linux__
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/if_addr.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_packet.h>
#include <linux/inet_diag.h>
#include <linux/net_tstamp.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/version.h>
#include <linux/vm_sockets.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#endif

#include <napi.h>

#include "headers.h"

#if defined(__linux__) && LINUX_VERSION_CODE < KERNEL_VERSION(5, 14, 0)
struct so_timestamping {
  int flags;
  int bind_phc;
};
#endif

namespace berkeley {

namespace {

#ifdef __linux__
using icmphdr_un = decltype(icmphdr::un);
using icmphdr_echo = decltype(icmphdr_un::echo);
using icmphdr_frag = decltype(icmphdr_un::frag);
#endif

/// The type of a field. Some names are macros for an element of an array, whose type C++ calls a reference.
#define TYPE_OF(field) std::remove_reference_t<decltype(static_cast<S*>(nullptr)->field)>

/// The name of a struct of the list, nullptr for all other types.
template <typename T>
constexpr const char* struct_name = nullptr;
#define HEADER(path)
#define STRUCT(name) \
  template <>        \
  inline constexpr const char* struct_name<struct name> = #name;
#define TYPEDEF(name) \
  template <>         \
  inline constexpr const char* struct_name<name> = #name;
#define SCALAR(name)
#define SCALAR_AS(name, type)
#define SCALAR_BIGINT(name)
#define POINTERS(name)
#define FIELD(name)
#define FIELD_AS(name, type)
#define FLEXIBLE(name)
#define BYTES(name)
#define BIGINT(name)
#define LIMIT(name)
#define BITS(name)
#define POINTER(name, type)
#define POINTER_TO(name, type)
#define TAIL
#define END
#include "structs.def"
#undef STRUCT
#undef TYPEDEF
#undef SCALAR
#undef SCALAR_AS
#undef SCALAR_BIGINT
#undef POINTERS
#undef FIELD
#undef FIELD_AS
#undef FLEXIBLE
#undef BYTES
#undef BIGINT
#undef LIMIT
#undef BITS
#undef POINTER
#undef POINTER_TO
#undef TAIL
#undef END

/// "Int16", "Uint32", "Float64": what DataView calls it.
template <typename T>
std::string type_name() {
  using Element = std::remove_all_extents_t<T>;
  if constexpr (std::is_enum_v<Element>) {
    return type_name<std::underlying_type_t<Element>>();
  } else if constexpr (struct_name<Element> != nullptr) {
    return struct_name<Element>;
  } else if constexpr (std::is_floating_point_v<Element>) {
    return "Float" + std::to_string(sizeof(Element) * 8);
  } else {
    static_assert(std::is_integral_v<Element>, "a field is a number, an array of bytes or a struct of the list");
    // char is a byte whatever its sign.
    const bool is_signed = std::is_signed_v<Element> && !std::is_same_v<Element, char>;
    return (is_signed ? "Int" : "Uint") + std::to_string(sizeof(Element) * 8);
  }
}

class Layout {
 public:
  Layout(Napi::Env env, size_t size) : env_(env), object_(Napi::Object::New(env)), fields_(Napi::Array::New(env)) {
    object_["size"] = Napi::Number::New(env, static_cast<double>(size));
    object_["fields"] = fields_;
  }

  template <typename T>
  Napi::Object add(const char* name, size_t offset) {
    Napi::Object field = add_field(name, type_name<T>(), offset);
    if (std::is_array_v<T>) {
      field["length"] = Napi::Number::New(env_, static_cast<double>(sizeof(T) / sizeof(std::remove_all_extents_t<T>)));
    }
    return field;
  }

  void add_bytes(const char* name, size_t offset, size_t size) {
    add_field(name, "Uint8", offset)["length"] = Napi::Number::New(env_, static_cast<double>(size));
  }

  void add_bigint(const char* name, size_t offset) { add_field(name, "BigUint64", offset); }

  void add_limit(const char* name, size_t offset) { add_field(name, "Limit64", offset); }

  /// Where a bit field lies shows in an object of which nothing else is set.
  void add_bits(const char* name, const unsigned char* bytes, size_t size) {
    for (size_t offset = 0; offset < size; offset++) {
      if (bytes[offset] == 0) continue;
      Napi::Object field = add_field(name, "Uint8", offset);
      field["mask"] = Napi::Number::New(env_, bytes[offset]);
      return;
    }
  }

  void add_pointer(const char* name, size_t offset) { add_field(name, "Pointer", offset); }

  void add_pointer_to(const char* name, size_t offset, const char* target) {
    Napi::Object field = add_field(name, "Pointer", offset);
    field["target"] = target;
  }

  void set_tail() { object_["tail"] = true; }

  Napi::Object object() const { return object_; }

 private:
  Napi::Object add_field(const char* name, const std::string& type, size_t offset) {
    Napi::Object field = Napi::Object::New(env_);
    field["name"] = name;
    field["type"] = type;
    field["offset"] = Napi::Number::New(env_, static_cast<double>(offset));
    fields_[fields_.Length()] = field;
    return field;
  }

  Napi::Env env_;
  Napi::Object object_;
  Napi::Array fields_;
};

}  // namespace

void export_structs(Exports& exports) {
  const Napi::Env env = exports.env();
  Napi::Object structs = Napi::Object::New(env);
  volatile unsigned all_ones = ~0u;

#define STRUCT(struct_tag)         \
  {                                \
    using S = struct struct_tag;   \
    Layout layout(env, sizeof(S)); \
    structs[#struct_tag] = layout.object();
#define TYPEDEF(type)              \
  {                                \
    using S = type;                \
    Layout layout(env, sizeof(S)); \
    structs[#type] = layout.object();
#define SCALAR(type)                  \
  {                                   \
    Layout layout(env, sizeof(type)); \
    structs[#type] = layout.object(); \
    layout.add<type>("value", 0);
#define SCALAR_AS(type, own_type) SCALAR(type)
#define SCALAR_BIGINT(type)                  \
  {                                          \
    Layout layout(env, sizeof(type));        \
    structs[#type] = layout.object();        \
    static_assert(sizeof(type) == 8, #type); \
    layout.add_bigint("value", 0);
#define POINTERS(struct_tag)                       \
  {                                                \
    Layout layout(env, sizeof(struct struct_tag)); \
    structs[#struct_tag] = layout.object();
#define FIELD(field) layout.add<TYPE_OF(field)>(#field, offsetof(S, field));
#define FIELD_AS(field, type) layout.add<TYPE_OF(field)>(#field, offsetof(S, field));
#define FLEXIBLE(field) layout.add<TYPE_OF(field)>(#field, offsetof(S, field))["flexible"] = true;
#define BYTES(field) layout.add_bytes(#field, offsetof(S, field), sizeof(TYPE_OF(field)));
#define BIGINT(field)                                                  \
  static_assert(sizeof(static_cast<S*>(nullptr)->field) == 8, #field); \
  layout.add_bigint(#field, offsetof(S, field));
#define LIMIT(field)                                                   \
  static_assert(sizeof(static_cast<S*>(nullptr)->field) == 8, #field); \
  layout.add_limit(#field, offsetof(S, field));
#define BITS(field)                                                           \
  {                                                                           \
    union {                                                                   \
      unsigned char bytes[sizeof(S)];                                         \
      S object;                                                               \
    } probe = {};                                                             \
    probe.object.field = static_cast<decltype(probe.object.field)>(all_ones); \
    layout.add_bits(#field, probe.bytes, sizeof probe.bytes);                 \
  }
#define POINTER(field, type) layout.add_pointer(#field, offsetof(S, field));
#define POINTER_TO(field, type) layout.add_pointer_to(#field, offsetof(S, field), #type);
#define TAIL layout.set_tail();
#define END }
#include "structs.def"

  exports.set("structs", structs);
}

}  // namespace berkeley
