#include <net/if.h>

#include <napi.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long if_nametoindex(const CString& ifname) {
  const unsigned index = ::if_nametoindex(ifname.data);
  return index == 0 ? -errno : static_cast<long>(index);
}

/// The name, or -errno.
napi_value if_indextoname(unsigned ifindex, Pointer<char[IF_NAMESIZE]> ifname, const Arguments& arguments) {
  char name[IF_NAMESIZE];
  if (::if_indextoname(ifindex, name) == nullptr) return to_javascript(arguments.env(), -errno);
  if (ifname.data != nullptr) memcpy(ifname.data, name, strlen(name) + 1);
  return to_javascript(arguments.env(), static_cast<const char*>(name));
}

/// Pairs of index and name, or -errno.
napi_value if_nameindex(const Arguments& arguments) {
  struct if_nameindex* const list = ::if_nameindex();
  if (list == nullptr) return to_javascript(arguments.env(), -errno);
  const Napi::Env env = arguments.env();
  Napi::Array result = Napi::Array::New(env);
  for (const struct if_nameindex* entry = list; entry->if_index != 0; entry++) {
    Napi::Array pair = Napi::Array::New(env, 2);
    pair[0u] = Napi::Number::New(env, entry->if_index);
    pair[1u] = Napi::String::New(env, entry->if_name);
    result[result.Length()] = pair;
  }
  ::if_freenameindex(list);
  return result;
}

}  // namespace

void export_net_if(Exports& exports) {
  exports.function<if_nametoindex>("if_nametoindex(ifname)");
  exports.function<if_indextoname>("if_indextoname(ifindex, ifname)");
  exports.function<if_nameindex>("if_nameindex()");
}

}  // namespace berkeley
