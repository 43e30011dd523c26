// Names of hosts, services and protocols, looked up by the C library. A lookup may wait for a server inside of it, so a
// signal's handler runs when it returns.

#include "netdb.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstring>
#include <mutex>
#include <string>

#include "descriptors.h"
#include "headers.h"
#include "signals/deliver.h"

namespace berkeley {

namespace {

// How many threads are in a lookup.
std::atomic<int> lookups;

class Lookup {
 public:
  Lookup() { lookups++; }
  ~Lookup() { lookups--; }
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;
};

/// The functions of one kind of entry share memory, which another thread must not overwrite. glibc's have locks, too.
template <typename Entry>
class Exclusive {
 public:
  Exclusive() : lock_(mutex) {}

 private:
  static inline std::mutex mutex;
  const Lookup lookup_;  // First: to wait for the lock is part of it.
  const std::lock_guard<std::mutex> lock_;
};

/// What a lookup left in errno and h_errno.
struct Errors {
  int error;
  int host_error;
};

void leave(const Errors& errors, Pointer<Errors> place) {
  if (place.data != nullptr) memcpy(place.data, &errors, sizeof errors);
}

/// A JavaScript array that is made element by element.
class List {
 public:
  explicit List(napi_env env) : env_(env) { napi_create_array(env, &array_); }
  void add(napi_value value) { napi_set_element(env_, array_, length_++, value); }
  template <typename Value>
  void add(Value value) {
    add(to_javascript(env_, value));
  }
  napi_value array() const { return array_; }

 private:
  const napi_env env_;
  napi_value array_ = nullptr;
  uint32_t length_ = 0;
};

/// The numbers of an addrinfo with its address behind them, as one piece of memory with room for any address; its
/// pointers are NULL.
napi_value copy_memory(napi_env env, const addrinfo& info) {
  const size_t room = std::max<size_t>(info.ai_addrlen, sizeof(sockaddr_storage));
  void* memory;
  napi_value buffer;
  if (napi_create_arraybuffer(env, sizeof info + room, &memory, &buffer) != napi_ok) return nullptr;
  addrinfo numbers = info;
  numbers.ai_addr = nullptr;
  numbers.ai_canonname = nullptr;
  numbers.ai_next = nullptr;
  memcpy(memory, &numbers, sizeof numbers);
  memcpy(static_cast<char*>(memory) + sizeof numbers, info.ai_addr, info.ai_addrlen);
  return buffer;
}

/// For each address its memory and its canonical name; or the error.
napi_value getaddrinfo(const Path& node, const Path& service, Copy<addrinfo>& hints, Pointer<Errors> errors,
                       const Arguments& arguments) {
  if (addrinfo* wanted = hints.data()) {
    // C libraries that look at them want them so.
    wanted->ai_addr = nullptr;
    wanted->ai_canonname = nullptr;
    wanted->ai_next = nullptr;
  }
  addrinfo* found = nullptr;
  const Lookup lookup;
  const int error = ::getaddrinfo(node.data, service.data, hints.data(), &found);
  leave({errno, 0}, errors);
  if (error != 0) return to_javascript(arguments.env(), static_cast<long>(error));
  List list(arguments.env());
  for (const addrinfo* info = found; info != nullptr; info = info->ai_next) {
    list.add(copy_memory(arguments.env(), *info));
    list.add(static_cast<const char*>(info->ai_canonname));
  }
  ::freeaddrinfo(found);
  return list.array();
}

/// Takes an address's memory away from all that JavaScript has of it.
long freeaddrinfo(Any memory, const Arguments& arguments) {
  if (napi_detach_arraybuffer(arguments.env(), memory.value) == napi_ok) return 0;
  return arguments.reject_type("an ArrayBuffer");
}

socklen_t length_of(const Out& buffer) { return static_cast<socklen_t>(std::min<size_t>(buffer.size, INT_MAX)); }

long getnameinfo(const Address& address, const Out& host, const Out& service, int flags, Pointer<Errors> errors) {
  // The path of an AF_UNIX address is read up to a NUL, which may be missing there.
  alignas(sockaddr_storage) char copy[sizeof(sockaddr_storage) + 1] = {};
  const size_t size = std::min<size_t>(address.size, sizeof(sockaddr_storage));
  if (address.data != nullptr) memcpy(copy, address.data, size);
  const auto* own = address.data == nullptr ? nullptr : reinterpret_cast<const sockaddr*>(copy);
  const Lookup lookup;
  const int error = ::getnameinfo(own, static_cast<socklen_t>(size), static_cast<char*>(host.data), length_of(host),
                                  static_cast<char*>(service.data), length_of(service), flags);
  leave({errno, 0}, errors);
  return error;
}

napi_value gai_strerror(int errcode, const Arguments& arguments) {
  return to_javascript(arguments.env(), static_cast<const char*>(::gai_strerror(errcode)));
}

/// The strings of a list that NULL ends, and null.
napi_value copy_strings(napi_env env, char* const* strings) {
  List list(env);
  for (; *strings != nullptr; strings++) list.add(static_cast<const char*>(*strings));
  list.add(static_cast<const char*>(nullptr));
  return list.array();
}

/// The addresses of a host, and null.
napi_value copy_addresses(napi_env env, const hostent& host) {
  List list(env);
  for (char** address = host.h_addr_list; *address != nullptr; address++) {
    napi_value buffer = nullptr;
    napi_create_buffer_copy(env, host.h_length, *address, nullptr, &buffer);
    list.add(buffer);
  }
  list.add(static_cast<const char*>(nullptr));
  return list.array();
}

// Entries: their fields in the order of C's.

napi_value copy(napi_env env, const hostent& host) {
  List fields(env);
  fields.add(static_cast<const char*>(host.h_name));
  fields.add(copy_strings(env, host.h_aliases));
  fields.add(static_cast<long>(host.h_addrtype));
  fields.add(static_cast<long>(host.h_length));
  fields.add(copy_addresses(env, host));
  return fields.array();
}

napi_value copy(napi_env env, const servent& service) {
  List fields(env);
  fields.add(static_cast<const char*>(service.s_name));
  fields.add(copy_strings(env, service.s_aliases));
  fields.add(static_cast<long>(service.s_port));
  fields.add(static_cast<const char*>(service.s_proto));
  return fields.array();
}

napi_value copy(napi_env env, const protoent& protocol) {
  List fields(env);
  fields.add(static_cast<const char*>(protocol.p_name));
  fields.add(copy_strings(env, protocol.p_aliases));
  fields.add(static_cast<long>(protocol.p_proto));
  return fields.array();
}

/// The entry that `find` finds, or null.
template <typename Entry, typename Find>
napi_value look_up(const Arguments& arguments, Pointer<Errors> errors, Find find) {
  const Exclusive<Entry> exclusive;
  errno = 0;
  h_errno = 0;
  const Entry* entry = find();
  leave({errno, h_errno}, errors);
  return entry == nullptr ? to_javascript(arguments.env(), static_cast<const char*>(nullptr))
                          : copy(arguments.env(), *entry);
}

napi_value gethostbyname(const CString& name, Pointer<Errors> errors, const Arguments& arguments) {
  return look_up<hostent>(arguments, errors, [&] { return ::gethostbyname(name.data); });
}

napi_value gethostbyname2(const CString& name, int af, Pointer<Errors> errors, const Arguments& arguments) {
  return look_up<hostent>(arguments, errors, [&]() -> hostent* {
    // glibc may abort the process over another family.
    if (af == AF_INET || af == AF_INET6) return ::gethostbyname2(name.data, af);
    errno = EAFNOSUPPORT;
    h_errno = NETDB_INTERNAL;
    return nullptr;
  });
}

napi_value gethostbyaddr(const In& address, int type, Pointer<Errors> errors, const Arguments& arguments) {
  if (address.data == nullptr) {
    arguments.reject_type("memory or a string", 3);
    return nullptr;
  }
  const socklen_t length = static_cast<socklen_t>(std::min<size_t>(address.size, INT_MAX));
  return look_up<hostent>(arguments, errors, [&] { return ::gethostbyaddr(address.data, length, type); });
}

napi_value gethostent(Pointer<Errors> errors, const Arguments& arguments) {
  return look_up<hostent>(arguments, errors, ::gethostent);
}

long sethostent(int stayopen) {
  const Exclusive<hostent> exclusive;
  ::sethostent(stayopen);
  return 0;
}

long endhostent() {
  const Exclusive<hostent> exclusive;
  ::endhostent();
  return 0;
}

napi_value hstrerror(int err, const Arguments& arguments) {
  return to_javascript(arguments.env(), static_cast<const char*>(::hstrerror(err)));
}

long herror(const Path& s, int host_error) {
  const bool has_prefix = s.data != nullptr && *s.data != '\0';
  const char* const words[] = {s.data, ": ", ::hstrerror(host_error), "\n"};
  std::string text;
  iovec parts[4];
  int count = 0;
  for (int i = has_prefix ? 0 : 2; i < 4; i++) {
    text += words[i];
    parts[count++] = {const_cast<char*>(words[i]), strlen(words[i])};
  }
  return signals::repeated([&] {
    const long result = blocking(SYS_writev, STDERR_FILENO, parts, count);
    const bool is_whole = result == static_cast<long>(text.size());
    return is_whole ? result : descriptors::write_on(STDERR_FILENO, text.data(), text.size(), result);
  });
}

napi_value getservbyname(const CString& name, const Path& proto, Pointer<Errors> errors, const Arguments& arguments) {
  return look_up<servent>(arguments, errors, [&] { return ::getservbyname(name.data, proto.data); });
}

napi_value getservbyport(int port, const Path& proto, Pointer<Errors> errors, const Arguments& arguments) {
  return look_up<servent>(arguments, errors, [&] { return ::getservbyport(port, proto.data); });
}

napi_value getservent(Pointer<Errors> errors, const Arguments& arguments) {
  return look_up<servent>(arguments, errors, ::getservent);
}

long setservent(int stayopen) {
  const Exclusive<servent> exclusive;
  ::setservent(stayopen);
  return 0;
}

long endservent() {
  const Exclusive<servent> exclusive;
  ::endservent();
  return 0;
}

napi_value getprotobyname(const CString& name, Pointer<Errors> errors, const Arguments& arguments) {
  return look_up<protoent>(arguments, errors, [&] { return ::getprotobyname(name.data); });
}

napi_value getprotobynumber(int proto, Pointer<Errors> errors, const Arguments& arguments) {
  return look_up<protoent>(arguments, errors, [&] { return ::getprotobynumber(proto); });
}

napi_value getprotoent(Pointer<Errors> errors, const Arguments& arguments) {
  return look_up<protoent>(arguments, errors, ::getprotoent);
}

long setprotoent(int stayopen) {
  const Exclusive<protoent> exclusive;
  ::setprotoent(stayopen);
  return 0;
}

long endprotoent() {
  const Exclusive<protoent> exclusive;
  ::endprotoent();
  return 0;
}

}  // namespace

bool is_looking_up() { return lookups > 0; }

// A handler does not run in a lookup, which waits inside the C library, but when it returns.
void export_netdb(Exports& exports) {
  exports.function<getaddrinfo, Delivery::kAround>("getaddrinfo(node, service, hints, errors)");
  exports.function<freeaddrinfo>("freeaddrinfo(res)");
  exports.function<getnameinfo, Delivery::kAround>(
      "getnameinfo(addr, addrlen, host, hostlen, serv, servlen, flags, errors)");
  exports.function<gai_strerror>("gai_strerror(errcode)");
  exports.function<gethostbyname, Delivery::kAround>("gethostbyname(name, errors)");
  exports.function<gethostbyname2, Delivery::kAround>("gethostbyname2(name, af, errors)");
  exports.function<gethostbyaddr, Delivery::kAround>("gethostbyaddr(addr, len, type, errors)");
  exports.function<gethostent, Delivery::kAround>("gethostent(errors)");
  exports.function<sethostent>("sethostent(stayopen)");
  exports.function<endhostent>("endhostent()");
  exports.function<hstrerror>("hstrerror(err)");
  exports.function<herror>("herror(s, h_errno)");
  exports.function<getservbyname, Delivery::kAround>("getservbyname(name, proto, errors)");
  exports.function<getservbyport, Delivery::kAround>("getservbyport(port, proto, errors)");
  exports.function<getservent, Delivery::kAround>("getservent(errors)");
  exports.function<setservent>("setservent(stayopen)");
  exports.function<endservent>("endservent()");
  exports.function<getprotobyname, Delivery::kAround>("getprotobyname(name, errors)");
  exports.function<getprotobynumber, Delivery::kAround>("getprotobynumber(proto, errors)");
  exports.function<getprotoent, Delivery::kAround>("getprotoent(errors)");
  exports.function<setprotoent>("setprotoent(stayopen)");
  exports.function<endprotoent>("endprotoent()");
}

}  // namespace berkeley
