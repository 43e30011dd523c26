/**
 * address-class: tells of addresses of IPv4 what class they have, of IPv4 and IPv6 what they are for.
 *
 * usage: address-class ADDRESS...
 *
 * The classes are history: today the length of a network's part is written behind the address (10.0.0.0/8).
 */

import { inet_lnaof, inet_makeaddr, inet_netof, inet_ntoa, inet_pton } from "berkeley/arpa/inet";
import {
  IN6_IS_ADDR_LINKLOCAL,
  IN6_IS_ADDR_LOOPBACK,
  IN6_IS_ADDR_MULTICAST,
  IN6_IS_ADDR_UNSPECIFIED,
  IN6_IS_ADDR_V4MAPPED,
  in6_addr,
  IN_CLASSA,
  IN_CLASSB,
  IN_CLASSC,
  IN_CLASSD,
  in_addr,
  INADDR_ANY,
  INADDR_BROADCAST,
  ntohl,
} from "berkeley/netinet/in";
import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { AF_INET, AF_INET6 } from "berkeley/sys/socket";

/** The class of an address, in the order of this machine: its first bits tell. */
function class_of(a: number): string {
  if (IN_CLASSA(a)) return "A";
  if (IN_CLASSB(a)) return "B";
  if (IN_CLASSC(a)) return "C";
  if (IN_CLASSD(a)) return "D";
  return "E";
}

/** What an address is for. */
function purpose(a: number): string {
  if (a === INADDR_ANY) return "any address of this machine";
  if (a === INADDR_BROADCAST) return "broadcast to this network";
  if (a >>> 24 === 127) return "loopback";
  if (a >>> 24 === 10 || a >>> 20 === 0xac1 || a >>> 16 === 0xc0a8) return "private";
  if (a >>> 16 === 0xa9fe) return "link-local";
  if (IN_CLASSD(a)) return "multicast";
  if (a >>> 28 === 0xf) return "reserved";
  return "public";
}

function purpose6(a: in6_addr): string {
  if (IN6_IS_ADDR_UNSPECIFIED(a)) return "any address of this machine";
  if (IN6_IS_ADDR_LOOPBACK(a)) return "loopback";
  if (IN6_IS_ADDR_LINKLOCAL(a)) return "link-local";
  if (IN6_IS_ADDR_MULTICAST(a)) return "multicast";
  if (IN6_IS_ADDR_V4MAPPED(a)) return "an IPv4 address";
  if ((a.s6_addr[0] & 0xfe) === 0xfc) return "private";
  return "public";
}

/** Prints what an address is. Returns whether it is one. */
function show(text: string): boolean {
  const addr = new in_addr();
  const addr6 = new in6_addr();

  if (inet_pton(AF_INET, text, addr) === 1) {
    const a = ntohl(addr.s_addr);
    printf("%s: IPv4, class %s, %s\n", text, class_of(a), purpose(a));
    if (IN_CLASSA(a) || IN_CLASSB(a) || IN_CLASSC(a)) {
      printf("  network %s, host %u\n", inet_ntoa(inet_makeaddr(inet_netof(addr), 0)), inet_lnaof(addr));
    }
    return true;
  }
  if (inet_pton(AF_INET6, text, addr6) === 1) {
    printf("%s: IPv6, %s\n", text, purpose6(addr6));
    return true;
  }
  return false;
}

function main(argc: number, argv: string[]): number {
  let result = EXIT_SUCCESS;

  if (argc < 2) {
    fprintf(stderr, "usage: %s ADDRESS...\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  for (let i = 1; i < argc; i++) {
    if (show(argv[i])) continue;
    fflush(stdout);
    fprintf(stderr, "%s: not a numeric address\n", argv[i]);
    result = EXIT_FAILURE;
  }
  return result;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
