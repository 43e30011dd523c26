// The values of constants.def, as the compiler knows them.

#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <type_traits>

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <dirent.h>
#include <fcntl.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netdb.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <syslog.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <asm/socket.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_packet.h>
#include <linux/inet_diag.h>
#include <linux/net_tstamp.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <linux/version.h>
#include <linux/vm_sockets.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#endif

#include <napi.h>

#include "headers.h"

namespace berkeley {

// Enumerators that older headers lack.
#ifdef __linux__
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
#define SOF_TIMESTAMPING_BIND_PHC SOF_TIMESTAMPING_BIND_PHC
#endif
#endif
#ifdef __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 36)
#define P_PIDFD P_PIDFD
#endif
#endif

template <typename T>
static double to_number(T value) {
  if constexpr (std::is_pointer_v<T>) {
    return static_cast<double>(reinterpret_cast<intptr_t>(value));  // SIG_DFL
  } else {
    return static_cast<double>(value);
  }
}

// A table: as statements, so many would take the compiler minutes.
static const struct {
  const char* name;
  double value;
} values[] = {
#define CONSTANT(name) {#name, to_number(name)},
#include "constants.inc"
};

void export_constants(Exports& exports) {
  const Napi::Env env = exports.env();
  Napi::Object constants = Napi::Object::New(env);
  for (const auto& [name, value] : values) constants[name] = Napi::Number::New(env, value);
  exports.set("constants", constants);
}

}  // namespace berkeley
