import { readSource } from "./support/children.ts";

import * as all from "berkeley";
import * as arpa_inet from "berkeley/arpa/inet";
import * as arpa_nameser from "berkeley/arpa/nameser";
import * as ctype from "berkeley/ctype";
import * as dirent from "berkeley/dirent";
import * as errors from "berkeley/errno";
import * as fcntl from "berkeley/fcntl";
import * as grp from "berkeley/grp";
import * as getopt from "berkeley/getopt";
import * as limits from "berkeley/limits";
import * as ifaddrs from "berkeley/ifaddrs";
import * as linux_if from "berkeley/linux/if";
import * as linux_if_addr from "berkeley/linux/if_addr";
import * as linux_if_ether from "berkeley/linux/if_ether";
import * as linux_if_link from "berkeley/linux/if_link";
import * as linux_if_packet from "berkeley/linux/if_packet";
import * as linux_inet_diag from "berkeley/linux/inet_diag";
import * as linux_net_tstamp from "berkeley/linux/net_tstamp";
import * as linux_netlink from "berkeley/linux/netlink";
import * as linux_rtnetlink from "berkeley/linux/rtnetlink";
import * as linux_sock_diag from "berkeley/linux/sock_diag";
import * as linux_vm_sockets from "berkeley/linux/vm_sockets";
import * as memory from "berkeley/memory";
import * as net_ethernet from "berkeley/net/ethernet";
import * as net_if from "berkeley/net/if";
import * as net_if_arp from "berkeley/net/if_arp";
import * as netinet_icmp6 from "berkeley/netinet/icmp6";
import * as netinet_if_ether from "berkeley/netinet/if_ether";
import * as netdb from "berkeley/netdb";
import * as linux_errqueue from "berkeley/linux/errqueue";
import * as linux_filter from "berkeley/linux/filter";
import * as netinet_in from "berkeley/netinet/in";
import * as netinet_ip from "berkeley/netinet/ip";
import * as netinet_ip6 from "berkeley/netinet/ip6";
import * as netinet_ip_icmp from "berkeley/netinet/ip_icmp";
import * as netinet_tcp from "berkeley/netinet/tcp";
import * as netinet_udp from "berkeley/netinet/udp";
import * as poll from "berkeley/poll";
import * as pwd from "berkeley/pwd";
import * as signal from "berkeley/signal";
import * as stdio from "berkeley/stdio";
import * as stdlib from "berkeley/stdlib";
import * as string from "berkeley/string";
import * as strings from "berkeley/strings";
import * as sys_epoll from "berkeley/sys/epoll";
import * as sys_eventfd from "berkeley/sys/eventfd";
import * as sys_file from "berkeley/sys/file";
import * as sys_ioctl from "berkeley/sys/ioctl";
import * as sys_resource from "berkeley/sys/resource";
import * as sys_mman from "berkeley/sys/mman";
import * as sys_select from "berkeley/sys/select";
import * as sys_signalfd from "berkeley/sys/signalfd";
import * as sys_sendfile from "berkeley/sys/sendfile";
import * as sys_socket from "berkeley/sys/socket";
import * as sys_stat from "berkeley/sys/stat";
import * as sys_time from "berkeley/sys/time";
import * as sys_timerfd from "berkeley/sys/timerfd";
import * as sys_types from "berkeley/sys/types";
import * as sys_uio from "berkeley/sys/uio";
import * as sys_un from "berkeley/sys/un";
import * as sys_utsname from "berkeley/sys/utsname";
import * as sys_wait from "berkeley/sys/wait";
import * as syslog from "berkeley/syslog";
import * as termios from "berkeley/termios";
import * as time from "berkeley/time";
import * as unistd from "berkeley/unistd";

const modules: Record<string, Readonly<Record<string, unknown>>> = {
  "arpa/inet.h": arpa_inet,
  "arpa/nameser.h": arpa_nameser,
  "ctype.h": ctype,
  "dirent.h": dirent,
  "errno.h": errors,
  "fcntl.h": fcntl,
  "grp.h": grp,
  "getopt.h": getopt,
  "limits.h": limits,
  "ifaddrs.h": ifaddrs,
  "linux/if.h": linux_if,
  "linux/if_addr.h": linux_if_addr,
  "linux/if_ether.h": linux_if_ether,
  "linux/if_link.h": linux_if_link,
  "linux/if_packet.h": linux_if_packet,
  "linux/inet_diag.h": linux_inet_diag,
  "linux/net_tstamp.h": linux_net_tstamp,
  "linux/netlink.h": linux_netlink,
  "linux/rtnetlink.h": linux_rtnetlink,
  "linux/sock_diag.h": linux_sock_diag,
  "linux/vm_sockets.h": linux_vm_sockets,
  memory,
  "net/ethernet.h": net_ethernet,
  "net/if.h": net_if,
  "net/if_arp.h": net_if_arp,
  "netinet/icmp6.h": netinet_icmp6,
  "netinet/if_ether.h": netinet_if_ether,
  "netdb.h": netdb,
  "linux/errqueue.h": linux_errqueue,
  "linux/filter.h": linux_filter,
  "netinet/in.h": netinet_in,
  "netinet/ip.h": netinet_ip,
  "netinet/ip6.h": netinet_ip6,
  "netinet/ip_icmp.h": netinet_ip_icmp,
  "netinet/tcp.h": netinet_tcp,
  "netinet/udp.h": netinet_udp,
  "poll.h": poll,
  "pwd.h": pwd,
  "signal.h": signal,
  "stdio.h": stdio,
  "stdlib.h": stdlib,
  "string.h": string,
  "strings.h": strings,
  "sys/epoll.h": sys_epoll,
  "sys/eventfd.h": sys_eventfd,
  "sys/file.h": sys_file,
  "sys/ioctl.h": sys_ioctl,
  "sys/resource.h": sys_resource,
  "sys/mman.h": sys_mman,
  "sys/select.h": sys_select,
  "sys/signalfd.h": sys_signalfd,
  "sys/sendfile.h": sys_sendfile,
  "sys/socket.h": sys_socket,
  "sys/stat.h": sys_stat,
  "sys/time.h": sys_time,
  "sys/timerfd.h": sys_timerfd,
  "sys/types.h": sys_types,
  "sys/uio.h": sys_uio,
  "sys/un.h": sys_un,
  "sys/utsname.h": sys_utsname,
  "sys/wait.h": sys_wait,
  "syslog.h": syslog,
  "termios.h": termios,
  "time.h": time,
  "unistd.h": unistd,
};

const rows = readSource("test/api.tsv")
  .slice(1)
  .filter((line) => line !== "")
  .map((line) => line.split("\t") as [header: string, kind: string, name: string]);

/** Constants of C that are no numbers. */
const types = new Map([
  ["in6addr_any", "object"],
  ["in6addr_loopback", "object"],
  ["IN6ADDR_ANY_INIT", "object"],
  ["IN6ADDR_LOOPBACK_INIT", "object"],
  ["MAP_FAILED", "symbol"],
]);

const isAsExpected: Record<string, (value: unknown, name: string) => boolean> = {
  constant: (value, name) => typeof value === (types.get(name) ?? "number"),
  function: (value) => typeof value === "function",
  macro_fn: (value) => typeof value === "function",
  struct: (value) => typeof value === "function" && "size" in value,
};

const headers = [...new Set(rows.map(([header]) => header))];

describe.each(headers)("%s", (header) => {
  it("exports what test/api.tsv lists", () => {
    const wrong = rows
      .filter(([rowHeader]) => rowHeader === header)
      .filter(([, kind, name]) => !isAsExpected[kind](modules[header][name], name));
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.keys(modules))("%s", (header) => {
  it("is exported by the package's index, name by name", () => {
    const index: Readonly<Record<string, unknown>> = all;
    const hidden = Object.keys(modules[header]).filter(
      (name) => !(name in index) || index[name] !== modules[header][name],
    );
    expect(hidden).toEqual([]);
  });
});
