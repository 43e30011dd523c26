/**
 * ip: lists the network interfaces, and with their addresses, as the kernel tells them over netlink (rtnetlink).
 *
 * usage: ip OBJECT [DEV]
 *
 * OBJECT is link or addr. With DEV it tells of this interface alone.
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { IF_OPER_UP, IFF_DORMANT, IFF_ECHO, IFF_LOWER_UP } from "berkeley/linux/if";
import { NETLINK_ROUTE, NLMSG_DATA } from "berkeley/linux/netlink";
import {
  IFA_ADDRESS,
  IFA_BROADCAST,
  IFA_CACHEINFO,
  ifa_cacheinfo,
  IFA_F_DADFAILED,
  IFA_F_DEPRECATED,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_F_TENTATIVE,
  IFA_FLAGS,
  IFA_LABEL,
  IFA_LOCAL,
  IFA_PAYLOAD,
  IFA_RTA,
  ifaddrmsg,
  ifinfomsg,
  IFLA_ADDRESS,
  IFLA_BROADCAST,
  IFLA_GROUP,
  IFLA_IFNAME,
  IFLA_LINK,
  IFLA_LINK_NETNSID,
  IFLA_LINKMODE,
  IFLA_MASTER,
  IFLA_MTU,
  IFLA_OPERSTATE,
  IFLA_PAYLOAD,
  IFLA_QDISC,
  IFLA_RTA,
  IFLA_TXQLEN,
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_SITE,
  RT_SCOPE_UNIVERSE,
  RTA_DATA,
  RTA_PAYLOAD,
  RTM_GETADDR,
  RTM_GETLINK,
} from "berkeley/linux/rtnetlink";
import { cast, int, sizeof, uint32_t } from "berkeley/memory";
import {
  IF_NAMESIZE,
  if_indextoname,
  IFF_ALLMULTI,
  IFF_AUTOMEDIA,
  IFF_BROADCAST,
  IFF_DEBUG,
  IFF_DYNAMIC,
  IFF_LOOPBACK,
  IFF_MASTER,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_NOTRAILERS,
  IFF_POINTOPOINT,
  IFF_PORTSEL,
  IFF_PROMISC,
  IFF_RUNNING,
  IFF_SLAVE,
  IFF_UP,
  ifreq,
} from "berkeley/net/if";
import {
  ARPHRD_ETHER,
  ARPHRD_IPGRE,
  ARPHRD_LOOPBACK,
  ARPHRD_NONE,
  ARPHRD_PPP,
  ARPHRD_SIT,
  ARPHRD_TUNNEL,
  ARPHRD_TUNNEL6,
} from "berkeley/net/if_arp";
import { INET6_ADDRSTRLEN } from "berkeley/netinet/in";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { memcmp, strcmp } from "berkeley/string";
import { ioctl, SIOCGIFFLAGS } from "berkeley/sys/ioctl";
import { AF_INET, AF_INET6, SOCK_DGRAM, socket } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { netlink, netlink_dump, netlink_next, parse_rtattr } from "../support/netlink.ts";

const FOREVER = 0xffffffff;

const link_flags: [flag: number, name: string][] = [
  [IFF_LOOPBACK, "LOOPBACK"],
  [IFF_BROADCAST, "BROADCAST"],
  [IFF_POINTOPOINT, "POINTOPOINT"],
  [IFF_MULTICAST, "MULTICAST"],
  [IFF_NOARP, "NOARP"],
  [IFF_ALLMULTI, "ALLMULTI"],
  [IFF_PROMISC, "PROMISC"],
  [IFF_MASTER, "MASTER"],
  [IFF_SLAVE, "SLAVE"],
  [IFF_DEBUG, "DEBUG"],
  [IFF_DYNAMIC, "DYNAMIC"],
  [IFF_AUTOMEDIA, "AUTOMEDIA"],
  [IFF_PORTSEL, "PORTSEL"],
  [IFF_NOTRAILERS, "NOTRAILERS"],
  [IFF_UP, "UP"],
  [IFF_LOWER_UP, "LOWER_UP"],
  [IFF_DORMANT, "DORMANT"],
  [IFF_ECHO, "ECHO"],
];

const address_flags: [flag: number, name: string][] = [
  [IFA_F_NODAD, "nodad"],
  [IFA_F_OPTIMISTIC, "optimistic"],
  [IFA_F_DADFAILED, "dadfailed"],
  [IFA_F_HOMEADDRESS, "home"],
  [IFA_F_DEPRECATED, "deprecated"],
  [IFA_F_TENTATIVE, "tentative"],
];

const states = ["UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"]; // From IF_OPER_UNKNOWN on.

function type_name(type: number): string {
  switch (type) {
    case ARPHRD_LOOPBACK:
      return "loopback";
    case ARPHRD_ETHER:
      return "ether";
    case ARPHRD_PPP:
      return "ppp";
    case ARPHRD_TUNNEL:
      return "ipip";
    case ARPHRD_TUNNEL6:
      return "tunnel6";
    case ARPHRD_SIT:
      return "sit";
    case ARPHRD_IPGRE:
      return "gre";
    case ARPHRD_NONE:
      return "none";
    default:
      return "unknown";
  }
}

function scope_name(scope: number): string {
  switch (scope) {
    case RT_SCOPE_UNIVERSE:
      return "global";
    case RT_SCOPE_SITE:
      return "site";
    case RT_SCOPE_LINK:
      return "link";
    case RT_SCOPE_HOST:
      return "host";
    case RT_SCOPE_NOWHERE:
      return "nowhere";
    default:
      return "unknown";
  }
}

/** Whether an interface of this network namespace is up. */
function is_up(name: Buffer): boolean {
  const ifr = new ifreq({ ifr_name: name });

  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1 || ioctl(sockfd, SIOCGIFFLAGS, ifr) === -1) {
    perror("ioctl SIOCGIFFLAGS");
    exit(EXIT_FAILURE);
  }
  close(sockfd);
  return (ifr.ifr_flags & IFF_UP) !== 0;
}

function print_link_flags(flags: number, peer_is_down: boolean): void {
  let comma = "";

  printf("<");
  if (flags & IFF_UP && !(flags & IFF_RUNNING)) {
    printf("NO-CARRIER");
    comma = ",";
  }
  for (const [flag, name] of link_flags) {
    if (!(flags & flag)) continue;
    printf("%s%s", comma, name);
    comma = ",";
  }
  if (peer_is_down) printf("%sM-DOWN", comma);
  printf(">");
}

/** The address of an interface: a tunnel's is that of its end. */
function print_hardware(type: number, rta: Buffer): void {
  const s = Buffer.alloc(INET6_ADDRSTRLEN);
  const addr = RTA_DATA(rta);
  const len = RTA_PAYLOAD(rta);

  if (len === 4 && (type === ARPHRD_TUNNEL || type === ARPHRD_SIT || type === ARPHRD_IPGRE)) {
    printf("%s", inet_ntop(AF_INET, addr, s, sizeof(s)));
    return;
  }
  if (len === 16 && type === ARPHRD_TUNNEL6) {
    printf("%s", inet_ntop(AF_INET6, addr, s, sizeof(s)));
    return;
  }
  for (let i = 0; i < len; i++) printf("%s%02x", i === 0 ? "" : ":", addr[i]);
}

/** The name goes on with what the interface is an end of. Returns whether that is down, as far as one can know. */
function print_peer(tb: (Buffer | null)[]): boolean {
  const link = tb[IFLA_LINK];
  const name = Buffer.alloc(IF_NAMESIZE);

  if (link === null) return false;
  const index = cast(int, RTA_DATA(link)).value;
  if (index === 0) {
    printf("@NONE");
    return false;
  }
  if (tb[IFLA_LINK_NETNSID] !== null || if_indextoname(index, name) === null) {
    printf("@if%d", index); // It is in another network namespace.
    return false;
  }
  printf("@%s", name);
  return !is_up(name);
}

function print_link(nlh: Buffer, with_mode: boolean): void {
  const ifi = cast(ifinfomsg, NLMSG_DATA(nlh));
  const tb: (Buffer | null)[] = [];
  const master = Buffer.alloc(IF_NAMESIZE);
  let rta: Buffer | null;

  parse_rtattr(tb, IFLA_LINK_NETNSID, IFLA_RTA(NLMSG_DATA(nlh)), IFLA_PAYLOAD(nlh));
  printf("%d: %s", ifi.ifi_index, RTA_DATA(tb[IFLA_IFNAME]!));
  const peer_is_down = print_peer(tb);
  printf(": ");
  print_link_flags(ifi.ifi_flags, peer_is_down);
  if ((rta = tb[IFLA_MTU]) !== null) printf(" mtu %u", cast(uint32_t, RTA_DATA(rta)).value);
  if ((rta = tb[IFLA_QDISC]) !== null) printf(" qdisc %s", RTA_DATA(rta));
  if ((rta = tb[IFLA_MASTER]) !== null && if_indextoname(cast(uint32_t, RTA_DATA(rta)).value, master) !== null) {
    printf(" master %s", master);
  }
  if ((rta = tb[IFLA_OPERSTATE]) !== null && RTA_DATA(rta)[0] <= IF_OPER_UP) {
    printf(" state %s", states[RTA_DATA(rta)[0]]);
  }
  if (with_mode && (rta = tb[IFLA_LINKMODE]) !== null) {
    printf(" mode %s", RTA_DATA(rta)[0] === 0 ? "DEFAULT" : "DORMANT");
  }
  if ((rta = tb[IFLA_GROUP]) !== null) {
    const group = cast(uint32_t, RTA_DATA(rta)).value;
    if (group === 0) printf(" group default");
    else printf(" group %u", group);
  }
  if ((rta = tb[IFLA_TXQLEN]) !== null && cast(uint32_t, RTA_DATA(rta)).value !== 0) {
    printf(" qlen %u", cast(uint32_t, RTA_DATA(rta)).value);
  }

  printf("\n    link/%s ", type_name(ifi.ifi_type));
  if ((rta = tb[IFLA_ADDRESS]) !== null) print_hardware(ifi.ifi_type, rta);
  if ((rta = tb[IFLA_BROADCAST]) !== null) {
    printf(ifi.ifi_flags & IFF_POINTOPOINT ? " peer " : " brd ");
    print_hardware(ifi.ifi_type, rta);
  }
  if ((rta = tb[IFLA_LINK_NETNSID]) !== null) printf(" link-netnsid %d", cast(int, RTA_DATA(rta)).value);
  printf("\n");
}

function print_address_flags(family: number, flags: number): void {
  if (flags & IFA_F_SECONDARY) printf(family === AF_INET6 ? "temporary " : "secondary ");
  for (const [flag, name] of address_flags) {
    if (flags & flag) printf("%s ", name);
  }
  if (!(flags & IFA_F_PERMANENT)) printf("dynamic ");
  if (flags & IFA_F_MANAGETEMPADDR) printf("mngtmpaddr ");
  if (flags & IFA_F_NOPREFIXROUTE) printf("noprefixroute ");
}

function print_lifetime(seconds: number): void {
  if (seconds === FOREVER) printf("forever");
  else printf("%usec", seconds);
}

function print_address(nlh: Buffer): void {
  const ifa = cast(ifaddrmsg, NLMSG_DATA(nlh));
  const tb: (Buffer | null)[] = [];
  const s = Buffer.alloc(INET6_ADDRSTRLEN);
  let rta: Buffer | null;

  if (ifa.ifa_family !== AF_INET && ifa.ifa_family !== AF_INET6) return;
  parse_rtattr(tb, IFA_FLAGS, IFA_RTA(NLMSG_DATA(nlh)), IFA_PAYLOAD(nlh));
  // Where there is no end of a line to tell apart, IPv6 has only IFA_ADDRESS.
  const address = tb[IFA_ADDRESS];
  const local = tb[IFA_LOCAL] ?? address;
  if (local === null) return;

  printf(
    "    %s %s",
    ifa.ifa_family === AF_INET ? "inet" : "inet6",
    inet_ntop(ifa.ifa_family, RTA_DATA(local), s, sizeof(s)),
  );
  if (address !== null && memcmp(RTA_DATA(address), RTA_DATA(local), RTA_PAYLOAD(local)) !== 0) {
    printf(" peer %s", inet_ntop(ifa.ifa_family, RTA_DATA(address), s, sizeof(s)));
  }
  printf("/%d ", ifa.ifa_prefixlen);
  if ((rta = tb[IFA_BROADCAST]) !== null) printf("brd %s ", inet_ntop(ifa.ifa_family, RTA_DATA(rta), s, sizeof(s)));
  printf("scope %s ", scope_name(ifa.ifa_scope));
  rta = tb[IFA_FLAGS];
  print_address_flags(ifa.ifa_family, rta !== null ? cast(uint32_t, RTA_DATA(rta)).value : ifa.ifa_flags);
  if ((rta = tb[IFA_LABEL]) !== null) printf("%s", RTA_DATA(rta));
  printf("\n");

  if ((rta = tb[IFA_CACHEINFO]) !== null) {
    const ci = cast(ifa_cacheinfo, RTA_DATA(rta));
    printf("       valid_lft ");
    print_lifetime(ci.ifa_valid);
    printf(" preferred_lft ");
    print_lifetime(ci.ifa_prefered);
    printf("\n");
  }
}

/** The kernel tells the addresses of all interfaces. */
function list_addresses(index: number): void {
  const request = new ifaddrmsg();
  const nl = new netlink();

  netlink_dump(nl, NETLINK_ROUTE, RTM_GETADDR, request, sizeof(request));
  for (let nlh = netlink_next(nl); nlh !== null; nlh = netlink_next(nl)) {
    if (cast(ifaddrmsg, NLMSG_DATA(nlh)).ifa_index === index) print_address(nlh);
  }
}

function list_links(dev: string | null, with_addresses: boolean): number {
  const request = new ifinfomsg();
  const tb: (Buffer | null)[] = [];
  const nl = new netlink();
  let found = 0;

  netlink_dump(nl, NETLINK_ROUTE, RTM_GETLINK, request, sizeof(request));
  for (let nlh = netlink_next(nl); nlh !== null; nlh = netlink_next(nl)) {
    parse_rtattr(tb, IFLA_IFNAME, IFLA_RTA(NLMSG_DATA(nlh)), IFLA_PAYLOAD(nlh));
    if (dev !== null && strcmp(RTA_DATA(tb[IFLA_IFNAME]!), dev) !== 0) continue;
    found++;
    print_link(nlh, !with_addresses);
    if (with_addresses) list_addresses(cast(ifinfomsg, NLMSG_DATA(nlh)).ifi_index);
  }
  return found;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s OBJECT [DEV]\n\nOBJECT is link or addr.\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const with_addresses = strcmp(argv[1], "addr") === 0;
  const dev = argc === 3 ? argv[2] : null;
  if (!with_addresses && strcmp(argv[1], "link") !== 0) {
    fprintf(stderr, "%s: neither link nor addr\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  if (list_links(dev, with_addresses) === 0 && dev !== null) {
    fprintf(stderr, "%s: no such interface\n", dev);
    exit(EXIT_FAILURE);
  }
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
