/**
 * interfaces: lists the network interfaces and their addresses, in one of three ways.
 *
 * usage: interfaces WAY
 *
 * WAY is `index` (if_nameindex: names and indices), `ioctl` (SIOCGIFCONF and its kin: addresses of IPv4) or `ifaddrs`
 * (getifaddrs: all addresses).
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { freeifaddrs, getifaddrs, type ifaddrs } from "berkeley/ifaddrs";
import { sockaddr_ll } from "berkeley/linux/if_packet";
import { array, cast, ptr, sizeof } from "berkeley/memory";
import {
  IFF_BROADCAST,
  IFF_LOOPBACK,
  IFF_MULTICAST,
  IFF_POINTOPOINT,
  IFF_UP,
  if_freenameindex,
  if_nameindex,
  ifconf,
  ifreq,
} from "berkeley/net/if";
import { INET6_ADDRSTRLEN, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { ioctl, SIOCGIFCONF, SIOCGIFFLAGS, SIOCGIFMTU, SIOCGIFNETMASK } from "berkeley/sys/ioctl";
import { AF_INET, AF_INET6, AF_PACKET, SOCK_DGRAM, type sockaddr, socket } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

function print_flags(flags: number): void {
  printf("  <");
  if (flags & IFF_UP) printf(" UP");
  if (flags & IFF_LOOPBACK) printf(" LOOPBACK");
  if (flags & IFF_BROADCAST) printf(" BROADCAST");
  if (flags & IFF_MULTICAST) printf(" MULTICAST");
  if (flags & IFF_POINTOPOINT) printf(" POINTOPOINT");
  printf(" >\n");
}

function print_address(what: string, sa: sockaddr | null): void {
  const s = Buffer.alloc(INET6_ADDRSTRLEN);

  if (sa === null) return;
  if (sa.sa_family === AF_INET) {
    printf("  %s %s\n", what, inet_ntop(AF_INET, cast(sockaddr_in, sa).sin_addr, s, sizeof(s)));
  } else if (sa.sa_family === AF_INET6) {
    printf("  %s %s\n", what, inet_ntop(AF_INET6, cast(sockaddr_in6, sa).sin6_addr, s, sizeof(s)));
  } else if (sa.sa_family === AF_PACKET) {
    const sll = cast(sockaddr_ll, sa);
    printf("  %s", what);
    for (let i = 0; i < sll.sll_halen && i < sizeof(sll.sll_addr); i++) {
      printf("%s%02x", i === 0 ? " " : ":", sll.sll_addr[i]);
    }
    printf("\n");
  }
}

function by_index(): number {
  const list = if_nameindex();
  if (list === null) {
    perror("if_nameindex");
    return EXIT_FAILURE;
  }
  for (let i = 0; list[i].if_index !== 0; i++) printf("%d: %s\n", list[i].if_index, list[i].if_name);
  if_freenameindex(list);
  return EXIT_SUCCESS;
}

function by_ioctl(): number {
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) {
    perror("socket");
    return EXIT_FAILURE;
  }

  const ifc = new ifconf();
  if (ioctl(sockfd, SIOCGIFCONF, ifc) === -1) {
    perror("ioctl SIOCGIFCONF"); // Without memory it tells how much is needed.
    return EXIT_FAILURE;
  }
  const ifr = array(ifreq, ifc.ifc_len / sizeof(ifreq));
  ifc.ifc_req = ifr;
  if (ioctl(sockfd, SIOCGIFCONF, ifc) === -1) {
    perror("ioctl SIOCGIFCONF");
    return EXIT_FAILURE;
  }

  for (let i = 0; i < ifc.ifc_len / sizeof(ifreq); i++) {
    const ifrcopy = new ifreq(ifr[i]); // Each answer takes the place of the address.
    printf("%s\n", ifr[i].ifr_name);
    if (ioctl(sockfd, SIOCGIFFLAGS, ifrcopy) === -1) {
      perror("ioctl SIOCGIFFLAGS");
      return EXIT_FAILURE;
    }
    print_flags(ifrcopy.ifr_flags);
    print_address("address", ifr[i].ifr_addr);
    if (ioctl(sockfd, SIOCGIFNETMASK, ifrcopy) === 0) print_address("netmask", ifrcopy.ifr_netmask);
    if (ioctl(sockfd, SIOCGIFMTU, ifrcopy) === 0) printf("  mtu %d\n", ifrcopy.ifr_mtu);
  }
  close(sockfd);
  return EXIT_SUCCESS;
}

function by_ifaddrs(): number {
  const ifap = new ptr<ifaddrs>();
  if (getifaddrs(ifap) === -1) {
    perror("getifaddrs");
    return EXIT_FAILURE;
  }
  for (let ifa = ifap.value; ifa !== null; ifa = ifa.ifa_next) {
    printf("%s\n", ifa.ifa_name);
    print_flags(ifa.ifa_flags);
    print_address("address", ifa.ifa_addr);
    print_address("netmask", ifa.ifa_netmask);
    if (ifa.ifa_flags & IFF_BROADCAST) print_address("broadcast", ifa.ifa_broadaddr);
    if (ifa.ifa_flags & IFF_POINTOPOINT) print_address("destination", ifa.ifa_dstaddr);
  }
  freeifaddrs(ifap.value);
  return EXIT_SUCCESS;
}

function main(argc: number, argv: string[]): number {
  switch (argc === 2 ? argv[1] : "") {
    case "index":
      return by_index();
    case "ioctl":
      return by_ioctl();
    case "ifaddrs":
      return by_ifaddrs();
    default:
      fprintf(stderr, "usage: %s WAY\n\nWAY is index, ioctl or ifaddrs.\n", argv[0]);
      return EXIT_FAILURE;
  }
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
