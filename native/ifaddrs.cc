#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#ifdef __linux__
#include <linux/if_link.h>
#include <netpacket/packet.h>
#endif

#include <cstring>

#include <napi.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

size_t size_of(const sockaddr* address) {
  switch (address->sa_family) {
    case AF_INET:
      return sizeof(sockaddr_in);
    case AF_INET6:
      return sizeof(sockaddr_in6);
#ifdef __linux__
    case AF_PACKET: {
      // Some hardware has addresses that are longer than sll_addr.
      const size_t size = offsetof(sockaddr_ll, sll_addr) + reinterpret_cast<const sockaddr_ll*>(address)->sll_halen;
      return size < sizeof(sockaddr_ll) ? sizeof(sockaddr_ll) : size;
    }
#endif
    default:
      return sizeof(sockaddr);
  }
}

/// A copy in an ArrayBuffer of its own, which freeifaddrs can take away; or null.
Napi::Value copy_of(Napi::Env env, const void* data, size_t size) {
  if (data == nullptr) return env.Null();
  Napi::ArrayBuffer memory = Napi::ArrayBuffer::New(env, size);
  memcpy(memory.Data(), data, size);
  return memory;
}

Napi::Value copy_of(Napi::Env env, const sockaddr* address) {
  return copy_of(env, address, address == nullptr ? 0 : size_of(address));
}

/// What the kernel counts of an interface is with its link-level address.
Napi::Value data_of(Napi::Env env, const ifaddrs& entry) {
#ifdef __linux__
  const bool is_link = entry.ifa_addr != nullptr && entry.ifa_addr->sa_family == AF_PACKET;
  return copy_of(env, is_link ? entry.ifa_data : nullptr, sizeof(rtnl_link_stats));
#else
  return env.Null();
#endif
}

/// Arrays of name, flags, address, netmask, broadcast or destination address and data; or -errno.
napi_value getifaddrs(const Arguments& arguments) {
  ifaddrs* list;
  if (::getifaddrs(&list) != 0) return to_javascript(arguments.env(), -errno);
  const Napi::Env env = arguments.env();
  Napi::Array result = Napi::Array::New(env);
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    Napi::Array fields = Napi::Array::New(env, 6);
    fields[0u] = Napi::String::New(env, entry->ifa_name);
    fields[1u] = Napi::Number::New(env, entry->ifa_flags);
    fields[2u] = copy_of(env, entry->ifa_addr);
    fields[3u] = copy_of(env, entry->ifa_netmask);
    fields[4u] = copy_of(env, entry->ifa_dstaddr);
    fields[5u] = data_of(env, *entry);
    result[result.Length()] = fields;
  }
  ::freeifaddrs(list);
  return result;
}

}  // namespace

void export_ifaddrs(Exports& exports) { exports.function<getifaddrs>("getifaddrs()"); }

}  // namespace berkeley
