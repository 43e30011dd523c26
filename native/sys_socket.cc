#include <sys/socket.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#ifdef __linux__
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/netfilter_arp/arp_tables.h>
#include <linux/netfilter_bridge/ebtables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#endif
#include <algorithm>
#include <cstddef>
#include <vector>

#include "descriptors.h"
#include "headers.h"
#include "pointers.h"
#include "syscall.h"

// The kernel that runs may know options that the headers of the one that compiled do not.
#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif
#ifndef TCP_ZEROCOPY_RECEIVE
#define TCP_ZEROCOPY_RECEIVE 35
#endif
#ifndef TCP_AO_GET_KEYS
#define TCP_AO_GET_KEYS 41
#endif
#ifndef SCTP_SOCKOPT_CONNECTX3
#define SCTP_SOCKOPT_CONNECTX3 111
#endif
#ifndef SOL_RDS
#define SOL_RDS 276
#endif
#ifndef SCM_PIDFD
#define SCM_PIDFD 4
#endif
#ifndef RDS_GET_MR
#define RDS_GET_MR 2
#endif
#ifndef RDS_GET_MR_FOR_DEST
#define RDS_GET_MR_FOR_DEST 7
#endif
#ifndef SOL_XDP
#define SOL_XDP 283
#endif
#ifndef XDP_UMEM_REG
#define XDP_UMEM_REG 4
#endif
#ifndef SOL_MPTCP
#define SOL_MPTCP 284
#endif
#ifndef MPTCP_FULL_INFO
#define MPTCP_FULL_INFO 4
#endif

namespace berkeley {

namespace {

long socket(int domain, int type, int protocol) { return descriptors::add(kernel(::socket(domain, type, protocol))); }

long socketpair(int domain, int type, int protocol, Pointer<int[2]> sv) {
  int fds[2];
  const long result = kernel(::socketpair(domain, type, protocol, sv.data == nullptr ? nullptr : fds));
  return descriptors::add_pair(result, fds, sv.data);
}

long bind(int sockfd, const Address& address) { return kernel(::bind(sockfd, address.data, address.size)); }

long listen(int sockfd, int backlog) { return kernel(::listen(sockfd, backlog)); }

long accept(int sockfd, ValueResult& address) {
  const auto waits = [&] { return waits_to_read(sockfd); };
  return descriptors::add(blocking_on(sockfd, waits, SYS_accept, address.data, address.length()));
}

long accept4(int sockfd, ValueResult& address, int flags) {
#ifdef SYS_accept4
  const auto waits = [&] { return waits_to_read(sockfd); };
  return descriptors::add(blocking_on(sockfd, waits, SYS_accept4, address.data, address.length(), flags));
#else
  return -ENOSYS;
#endif
}

long connect(int sockfd, const Address& address) {
  return blocking_on(
      sockfd, [] { return true; }, SYS_connect, address.data, address.size);
}

long getsockname(int sockfd, ValueResult& address) {
  return kernel(::getsockname(sockfd, static_cast<sockaddr*>(address.data), address.length()));
}

long getpeername(int sockfd, ValueResult& address) {
  return kernel(::getpeername(sockfd, static_cast<sockaddr*>(address.data), address.length()));
}

// The kernel would go on reading the buffer after the call. Until a program can read that it has finished, and the
// buffer be kept so long, it is not done.
bool outlives_call(int flags) {
#ifdef MSG_ZEROCOPY
  return __builtin_expect((flags & MSG_ZEROCOPY) != 0, false);
#else
  return false;
#endif
}

bool waits_to_send(int fd, size_t size, int flags) { return (flags & MSG_DONTWAIT) == 0 && waits_to_write(fd, size); }

bool waits_to_receive(int fd, int flags) {
  return (flags & MSG_DONTWAIT) == 0 && ((flags & MSG_WAITALL) != 0 || waits_to_read(fd));
}

long send(int sockfd, const In& buffer, int flags) {
  if (outlives_call(flags)) return -EOPNOTSUPP;
  const auto waits = [&] { return waits_to_send(sockfd, buffer.size, flags); };
  return blocking_on(sockfd, waits, SYS_sendto, buffer.data, buffer.size, flags, nullptr, 0);
}

long sendto(int sockfd, const In& buffer, int flags, const Address& address) {
  if (outlives_call(flags)) return -EOPNOTSUPP;
  const auto waits = [&] { return waits_to_send(sockfd, buffer.size, flags); };
  return blocking_on(sockfd, waits, SYS_sendto, buffer.data, buffer.size, flags, address.data, address.size);
}

long recv(int sockfd, const Out& buffer, int flags) {
  const auto waits = [&] { return waits_to_receive(sockfd, flags); };
  return blocking_on(sockfd, waits, SYS_recvfrom, buffer.data, buffer.size, flags, nullptr, nullptr);
}

long recvfrom(int sockfd, const Out& buffer, int flags, ValueResult& address) {
  const auto waits = [&] { return waits_to_receive(sockfd, flags); };
  return blocking_on(sockfd, waits, SYS_recvfrom, buffer.data, buffer.size, flags, address.data, address.length());
}

/// Calls `is_it` for the descriptors of a control message, until it says yes.
template <typename IsIt>
bool any_descriptor(const char* data, size_t size, IsIt is_it) {
  for (int fd; size >= sizeof fd; data += sizeof fd, size -= sizeof fd) {
    memcpy(&fd, data, sizeof fd);
    if (is_it(fd)) return true;
  }
  return false;
}

/// What is not sent: 0, or -errno. Control messages of RDS hold addresses that the kernel writes to; what Node is made
/// of would be the program's when it comes back.
long refuse_control(const msghdr* message) {
  long error = 0;
  if (message == nullptr) return error;
  any_control(*message, [&](int level, int type, const char* data, size_t size) {
    if (level == SOL_RDS) error = -EOPNOTSUPP;
    const bool has_descriptors = level == SOL_SOCKET && type == SCM_RIGHTS;
    if (has_descriptors && any_descriptor(data, size, descriptors::is_internal)) error = -EBADF;
    return error != 0;
  });
  return error;
}

long sendmsg(int sockfd, Message& message, int flags) {
  if (outlives_call(flags)) return -EOPNOTSUPP;
  if (const long refused = refuse_control(message.data())) return refused;
  return blocking_on(
      sockfd, [&] { return waits_to_send(sockfd, SIZE_MAX, flags); }, SYS_sendmsg, message.data(), flags);
}

/// Descriptors that came with a message are the program's.
void add_received(const msghdr& message) {
  any_control(message, [](int level, int type, const char* data, size_t size) {
    if (level != SOL_SOCKET || (type != SCM_RIGHTS && type != SCM_PIDFD)) return false;
    return any_descriptor(data, size, [](int fd) { return descriptors::add(fd) < 0; });
  });
}

long recvmsg(int sockfd, Message& message, int flags) {
  const long result = blocking_on(
      sockfd, [&] { return waits_to_receive(sockfd, flags); }, SYS_recvmsg, message.data(), flags);
  if (result >= 0) {
    add_received(*message.data());
    message.write_back();
  }
  return result;
}

#ifdef __linux__
long sendmmsg(int sockfd, Messages& messages, int flags) {
  if (outlives_call(flags)) return -EOPNOTSUPP;
  for (unsigned i = 0; messages.data() != nullptr && i < messages.count; i++) {
    const long refused = refuse_control(&messages.data()[i].msg_hdr);
    if (refused != 0 && i == 0) return refused;
    if (refused != 0) messages.count = i;  // As many as are before it are sent.
  }
  const long result = blocking_on(
      sockfd, [&] { return waits_to_send(sockfd, SIZE_MAX, flags); }, SYS_sendmmsg, messages.data(), messages.count,
      flags);
  if (result > 0) messages.write_back(static_cast<size_t>(result));
  return result;
}

long recvmmsg(int sockfd, Messages& messages, int flags, Pointer<timespec> timeout) {
  const auto receive = [&](timespec* left) {
    return divertible_call(SYS_recvmmsg, sockfd, messages.data(), messages.count, flags, left);
  };
  long result;
  if (timeout.data == nullptr) {
    result = blocking_on(
        sockfd, [&] { return waits_to_receive(sockfd, flags); }, SYS_recvmmsg, messages.data(), messages.count, flags,
        nullptr);
  } else {
    timespec whole;
    memcpy(&whole, timeout.data, sizeof whole);
    timespec rest;
    result = blocking_for(whole, [&](timespec left) { return receive(&(rest = left)); });
    if (result >= 0) memcpy(timeout.data, &rest, sizeof rest);
  }
  for (long i = 0; i < result; i++) add_received(messages.data()[i].msg_hdr);
  if (result > 0) messages.write_back(static_cast<size_t>(result));
  return result;
}
#endif

#ifndef __linux__
long missing() { return -ENOSYS; }
#endif

long shutdown(int sockfd, int how) { return kernel(::shutdown(sockfd, how)); }

long sockatmark(int sockfd) { return kernel(::sockatmark(sockfd)); }

// Options whose value the kernel takes for more than `optlen` bytes: it holds addresses that are read or written, or it
// counts itself how much is to be written. As raw bytes they could reach outside the buffer.
bool reaches_outside(int level, int optname) {
#ifdef __linux__
  static constexpr struct {
    int level, optname;
  } options[] = {
      {SOL_SOCKET, SO_ATTACH_FILTER},
      {SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF},
      {IPPROTO_IP, IPT_SO_SET_REPLACE},
      {IPPROTO_IP, IPT_SO_SET_ADD_COUNTERS},
      {IPPROTO_IP, ARPT_SO_SET_REPLACE},
      {IPPROTO_IP, ARPT_SO_SET_ADD_COUNTERS},
      {IPPROTO_IP, EBT_SO_SET_ENTRIES},
      {IPPROTO_IP, EBT_SO_SET_COUNTERS},
      {IPPROTO_IP, EBT_SO_GET_INIT_INFO},
      {IPPROTO_IP, EBT_SO_GET_INIT_ENTRIES},
      {IPPROTO_IPV6, IP6T_SO_SET_REPLACE},
      {IPPROTO_IPV6, IP6T_SO_SET_ADD_COUNTERS},
      {IPPROTO_TCP, TCP_ZEROCOPY_RECEIVE},
      {IPPROTO_TCP, TCP_AO_GET_KEYS},
      {SOL_MPTCP, MPTCP_FULL_INFO},
      {SOL_PACKET, PACKET_FANOUT_DATA},
      {SOL_RDS, RDS_GET_MR},
      {SOL_RDS, RDS_GET_MR_FOR_DEST},
      {IPPROTO_SCTP, SCTP_SOCKOPT_CONNECTX3},
      {SOL_XDP, XDP_UMEM_REG},
  };
  for (const auto& option : options) {
    if (option.level == level && option.optname == optname) return true;
  }
#endif
  return false;
}

#ifdef __linux__
constexpr int kGetFilter = SO_GET_FILTER;
#else
constexpr int kGetFilter = -1;
struct sock_filter {
  uint64_t instruction;
};
#endif

constexpr const char* kPlainValue = "an option whose value holds no address";

#ifdef __linux__
/// The sources that a socket lets through: a head, which says how many elements there is room for, and these.
struct SourceFilter {
  size_t count, head, element;
};

const SourceFilter* source_filter(int level, int optname) {
  static constexpr SourceFilter ipv4 = {offsetof(ip_msfilter, imsf_numsrc), offsetof(ip_msfilter, imsf_slist),
                                        sizeof(in_addr)};
  static constexpr SourceFilter any = {offsetof(group_filter, gf_numsrc), offsetof(group_filter, gf_slist),
                                       sizeof(sockaddr_storage)};
  if (level == IPPROTO_IP && optname == IP_MSFILTER) return &ipv4;
  return (level == IPPROTO_IP || level == IPPROTO_IPV6) && optname == MCAST_MSFILTER ? &any : nullptr;
}

// The kernel writes as many sources as the head says, whatever the length. It sees a copy: another thread may change
// the original after the check.
long get_sources(int sockfd, int level, int optname, const SourceFilter& filter, ValueResult& value,
                 const Arguments& arguments) {
  std::vector<char> copy(static_cast<char*>(value.data), static_cast<char*>(value.data) + filter.head);
  uint32_t count;
  memcpy(&count, copy.data() + filter.count, sizeof count);
  const size_t available = (value.capacity - filter.head) / filter.element;
  if (count > available) {
    return arguments.reject_range("%u sources asked for, but the memory has room for %zu", count, available);
  }
  copy.resize(std::max<size_t>(*value.length(), filter.head + count * filter.element));
  const long result = kernel(::getsockopt(sockfd, level, optname, copy.data(), value.length()));
  if (result == 0) memcpy(value.data, copy.data(), *value.length());
  return result;
}
#endif

// The descriptor is known only where the kernel was allowed to write all of its number. It writes to a copy: another
// thread may change the original.
long get_pidfd(int sockfd, ValueResult& value) {
  int pidfd;
  int* const place = value.data == nullptr ? nullptr : &pidfd;
  const long result = kernel(::getsockopt(sockfd, SOL_SOCKET, SO_PEERPIDFD, place, value.length()));
  if (result < 0 || place == nullptr) return result;
  const size_t written = std::min<size_t>(*value.length(), sizeof pidfd);
  memcpy(value.data, &pidfd, written);
  if (written == sizeof pidfd) descriptors::add(pidfd);
  return result;
}

long getsockopt(int sockfd, int level, int optname, ValueResult& value, const Arguments& arguments) {
#ifdef __linux__
  const SourceFilter* filter = source_filter(level, optname);
  if (filter != nullptr && value.data != nullptr && value.length() != nullptr && *value.length() >= filter->head) {
    return get_sources(sockfd, level, optname, *filter, value, arguments);
  }
#endif
  if (level == SOL_SOCKET && optname == kGetFilter) {
    // Its length counts instructions.
    const socklen_t count = value.length() == nullptr ? 0 : *value.length();
    const size_t available = value.capacity / sizeof(sock_filter);
    if (count > available) {
      return arguments.reject_range("%u instructions asked for, but the memory has %zu", count, available);
    }
  } else if (reaches_outside(level, optname)) {
    return arguments.reject_type(kPlainValue, 2);
  }
  if (level == SOL_SOCKET && optname == SO_PEERPIDFD) return get_pidfd(sockfd, value);
  return kernel(::getsockopt(sockfd, level, optname, value.data, value.length()));
}

long setsockopt(int sockfd, int level, int optname, const In& value, const Arguments& arguments) {
  if (reaches_outside(level, optname)) return arguments.reject_type(kPlainValue, 2);
  return kernel(::setsockopt(sockfd, level, optname, value.data, value.size));
}

#ifdef __linux__
// A filter comes as a sock_fprog, whose pointer is not in its bytes.
long setsockopt_filter(int sockfd, int level, int optname, const FilterProgram& value, const Arguments& arguments) {
  const bool takes_filter = (level == SOL_SOCKET && optname == SO_ATTACH_FILTER) ||
                            (level == SOL_SOCKET && optname == SO_ATTACH_REUSEPORT_CBPF) ||
                            (level == SOL_PACKET && optname == PACKET_FANOUT_DATA);
  if (!takes_filter) return arguments.reject_type("an option whose value is a sock_fprog", 4);
  return kernel(::setsockopt(sockfd, level, optname, value.data(), value.size));
}
#endif

}  // namespace

void export_sys_socket(Exports& exports) {
  exports.function<socket>("socket(domain, type, protocol)");
  exports.function<socketpair>("socketpair(domain, type, protocol, sv)");
  exports.function<bind>("bind(sockfd, addr, addrlen)");
  exports.function<listen>("listen(sockfd, backlog)");
  exports.function<accept, Delivery::kInside>("accept(sockfd, addr, addrlen)");
  exports.function<accept4, Delivery::kInside>("accept4(sockfd, addr, addrlen, flags)");
  exports.function<connect, Delivery::kInside>("connect(sockfd, addr, addrlen)");
  exports.function<getsockname>("getsockname(sockfd, addr, addrlen)");
  exports.function<getpeername>("getpeername(sockfd, addr, addrlen)");
  exports.function<send, Delivery::kInside>("send(sockfd, buf, len, flags)");
  exports.function<sendto, Delivery::kInside>("sendto(sockfd, buf, len, flags, dest_addr, addrlen)");
  exports.function<recv, Delivery::kInside>("recv(sockfd, buf, len, flags)");
  exports.function<recvfrom, Delivery::kInside>("recvfrom(sockfd, buf, len, flags, src_addr, addrlen)");
  exports.function<sendmsg, Delivery::kInside>("sendmsg(sockfd, msg, msg, msg, flags)");
  exports.function<recvmsg, Delivery::kInside>("recvmsg(sockfd, msg, msg, msg, flags)");
#ifdef __linux__
  exports.function<sendmmsg, Delivery::kInside>("sendmmsg(sockfd, msgvec, msgvec, msgvec, vlen, flags)");
  exports.function<recvmmsg, Delivery::kInside>("recvmmsg(sockfd, msgvec, msgvec, msgvec, vlen, flags, timeout)");
#else
  for (const char* name : {"sendmmsg", "recvmmsg"}) exports.function<missing>(name);
#endif
  exports.function<shutdown>("shutdown(sockfd, how)");
  exports.function<sockatmark>("sockatmark(sockfd)");
  exports.function<getsockopt>("getsockopt(sockfd, level, optname, optval, optlen)");
  exports.function<setsockopt>("setsockopt(sockfd, level, optname, optval, optlen)");
#ifdef __linux__
  exports.function<setsockopt_filter>("setsockopt(sockfd, level, optname, optval, optval, optval, optlen)",
                                      "setsockopt_filter");
#endif
}

}  // namespace berkeley
