#include <arpa/inet.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

size_t address_size(int af) {
  switch (af) {
    case AF_INET:
      return sizeof(in_addr);
    case AF_INET6:
      return sizeof(in6_addr);
    default:
      return 0;  // Neither function touches the address of a family that it does not know.
  }
}

bool has_room(const Memory& memory, int af, const Arguments& arguments) {
  const size_t size = address_size(af);
  return memory.size >= size ||
         arguments.reject_range("the address has %zu bytes, but there are %zu", size, memory.size);
}

/// The text, or -errno where the C library returns NULL.
napi_value inet_ntop(int af, const Memory& source, const Out& destination, const Arguments& arguments) {
  if (!has_room(source, af, arguments)) return nullptr;
  char text[INET6_ADDRSTRLEN];
  const size_t size = destination.size < sizeof text ? destination.size : sizeof text;
  if (::inet_ntop(af, source.data, text, static_cast<socklen_t>(size)) == nullptr) {
    return to_javascript(arguments.env(), -errno);
  }
  if (destination.data != nullptr) memcpy(destination.data, text, strlen(text) + 1);
  return to_javascript(arguments.env(), static_cast<const char*>(text));
}

long inet_pton(int af, const CString& source, const Memory& destination, const Arguments& arguments) {
  if (!has_room(destination, af, arguments)) return 0;
  return kernel(::inet_pton(af, source.data, destination.data));
}

long inet_aton(const CString& cp, Pointer<in_addr> inp) {
  in_addr address;
  const int valid = ::inet_aton(cp.data, &address);
  if (valid && inp.data != nullptr) memcpy(inp.data, &address, sizeof address);
  return valid;
}

/// A struct in_addr by value.
in_addr address_in(const Memory& memory, const Arguments& arguments) {
  in_addr address = {};
  if (has_room(memory, AF_INET, arguments)) memcpy(&address, memory.data, sizeof address);
  return address;
}

napi_value inet_ntoa(const Memory& in, const Arguments& arguments) {
  const in_addr address = address_in(in, arguments);
  char text[INET_ADDRSTRLEN];
  return to_javascript(arguments.env(), ::inet_ntop(AF_INET, &address, text, sizeof text));
}

long inet_lnaof(const Memory& in, const Arguments& arguments) { return ::inet_lnaof(address_in(in, arguments)); }

long inet_netof(const Memory& in, const Arguments& arguments) { return ::inet_netof(address_in(in, arguments)); }

long inet_makeaddr(unsigned net, unsigned host) { return ::inet_makeaddr(net, host).s_addr; }

long inet_addr(const CString& cp) { return ::inet_addr(cp.data); }

/// Numbers and dots as the host order number, or INADDR_NONE.
long inet_network(const CString& cp) { return ::inet_network(cp.data); }

}  // namespace

void export_arpa_inet(Exports& exports) {
  exports.function<inet_ntop>("inet_ntop(af, src, dst, size)");
  exports.function<inet_pton>("inet_pton(af, src, dst)");
  exports.function<inet_aton>("inet_aton(cp, inp)");
  exports.function<inet_ntoa>("inet_ntoa(address)");
  exports.function<inet_lnaof>("inet_lnaof(address)");
  exports.function<inet_netof>("inet_netof(address)");
  exports.function<inet_makeaddr>("inet_makeaddr(net, host)");
  exports.function<inet_addr>("inet_addr(cp)");
  exports.function<inet_network>("inet_network(cp)");
}

}  // namespace berkeley
