import { networkInterfaces } from "node:os";

import { inet_ntop } from "berkeley/arpa/inet";
import { freeifaddrs, getifaddrs, ifaddrs } from "berkeley/ifaddrs";
import { rtnl_link_stats } from "berkeley/linux/if_link";
import { sockaddr_ll } from "berkeley/linux/if_packet";
import { cast, ptr, sizeof } from "berkeley/memory";
import { IFF_BROADCAST, IFF_LOOPBACK, IFF_POINTOPOINT, IFF_UP } from "berkeley/net/if";
import { sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import { AF_INET, AF_INET6, AF_PACKET, bind, SOCK_DGRAM, sockaddr, socket } from "berkeley/sys/socket";

import { hasCompiler, runC } from "./support/children.ts";
import { ok, opened } from "./support/descriptors.ts";
import { thrown } from "./support/thrown.ts";

function list(): ifaddrs[] {
  const ifap = new ptr<ifaddrs>();
  expect(getifaddrs(ifap)).toBe(0);
  const entries = [];
  for (let ifa = ifap.value; ifa !== null; ifa = ifa.ifa_next) entries.push(ifa);
  expect(entries[0]).toBeInstanceOf(ifaddrs);
  return entries;
}

/** A line for an entry, as the C program prints it. */
function line(ifa: ifaddrs): string {
  const text = (address: sockaddr | null): string => {
    switch (address?.sa_family) {
      case undefined:
        return "null";
      case AF_INET:
        return inet_ntop(AF_INET, cast(sockaddr_in, address).sin_addr, null, 64)!;
      case AF_INET6:
        return inet_ntop(AF_INET6, cast(sockaddr_in6, address).sin6_addr, null, 64)!;
      case AF_PACKET: {
        const { sll_ifindex, sll_hatype, sll_halen } = cast(sockaddr_ll, address);
        return `${sll_ifindex}/${sll_hatype}/${sll_halen}`;
      }
      default:
        return `family ${address!.sa_family}`;
    }
  };
  const addresses = [ifa.ifa_addr, ifa.ifa_netmask, ifa.ifa_broadaddr].map(text);
  return [ifa.ifa_name, ifa.ifa_flags, ...addresses, ifa.ifa_data === null ? 0 : 1].join(" ");
}

describe("getifaddrs", () => {
  (hasCompiler ? it : it.skip)("tells what it tells a C program (skipped without a C compiler)", () => {
    const expected = runC(`
      #include <arpa/inet.h>
      #include <ifaddrs.h>
      #include <netpacket/packet.h>
      #include <stdio.h>
      static void print(struct sockaddr *a) {
        char s[64];
        if (a == NULL) printf(" null");
        else if (a->sa_family == AF_INET) printf(" %s", inet_ntop(AF_INET, &((struct sockaddr_in *)a)->sin_addr, s, 64));
        else if (a->sa_family == AF_INET6) printf(" %s", inet_ntop(AF_INET6, &((struct sockaddr_in6 *)a)->sin6_addr, s, 64));
        else if (a->sa_family == AF_PACKET) {
          struct sockaddr_ll *l = (struct sockaddr_ll *)a;
          printf(" %d/%d/%d", l->sll_ifindex, l->sll_hatype, l->sll_halen);
        } else printf(" family %d", a->sa_family);
      }
      int main(void) {
        struct ifaddrs *ifap;
        getifaddrs(&ifap);
        for (struct ifaddrs *i = ifap; i != NULL; i = i->ifa_next) {
          printf("%s %u", i->ifa_name, i->ifa_flags);
          print(i->ifa_addr); print(i->ifa_netmask); print(i->ifa_broadaddr);
          printf(" %d\\n", i->ifa_data != NULL && i->ifa_addr != NULL && i->ifa_addr->sa_family == AF_PACKET);
        }
        freeifaddrs(ifap);
      }`);
    expect(list().map(line)).toEqual(expected.trimEnd().split("\n"));
  });

  it("has the addresses of Node's os.networkInterfaces", () => {
    const [{ ifa_addr, ifa_flags, ifa_netmask }] = list().filter(
      (ifa) => ifa.ifa_name === "lo" && ifa.ifa_addr?.sa_family === AF_INET,
    );
    const known = networkInterfaces().lo!.find(({ family }) => family === "IPv4")!;
    expect(inet_ntop(AF_INET, cast(sockaddr_in, ifa_addr!).sin_addr, null, 16)).toBe(known.address);
    expect(inet_ntop(AF_INET, cast(sockaddr_in, ifa_netmask!).sin_addr, null, 16)).toBe(known.netmask);
    expect(ifa_flags & (IFF_UP | IFF_LOOPBACK | IFF_BROADCAST | IFF_POINTOPOINT)).toBe(IFF_UP | IFF_LOOPBACK);
  });

  it("tells what the kernel counts", () => {
    const [loopback] = list().filter((ifa) => ifa.ifa_name === "lo" && ifa.ifa_addr?.sa_family === AF_PACKET);
    expect(sizeof(loopback.ifa_data!)).toBe(sizeof(rtnl_link_stats));
    const { rx_packets, tx_packets } = cast(rtnl_link_stats, loopback.ifa_data!);
    expect(rx_packets).toBe(tx_packets);
  });

  it("has addresses that calls take and that are copied as C's sockaddr", () => {
    const [{ ifa_addr }] = list().filter((ifa) => ifa.ifa_name === "lo" && ifa.ifa_addr?.sa_family === AF_INET);
    const fd = opened(socket(AF_INET, SOCK_DGRAM, 0));
    expect(bind(fd, ifa_addr, sizeof(sockaddr_in))).toBe(0);
    ok(fd);
    for (const { ifa_addr: address } of list().filter(({ ifa_addr: other }) => other?.sa_family === AF_PACKET)) {
      expect(sizeof(address!)).toBeGreaterThanOrEqual(sizeof(sockaddr_ll));
      const copy = new sockaddr(address!);
      expect([sizeof(copy), copy.sa_family]).toEqual([sizeof(sockaddr), AF_PACKET]);
      address!.sa_family = 0;
      expect(copy.sa_family).toBe(AF_PACKET);
    }
  });
});

describe("freeifaddrs", () => {
  it("ends the list", () => {
    const [first, second] = list();
    freeifaddrs(first);
    const message = "TypeError: ifaddrs: used after freeifaddrs";
    expect(thrown(() => first.ifa_next)).toBe(message);
    expect(thrown(() => second.ifa_name)).toBe(message);
    expect(thrown(() => second.ifa_flags)).toBe(message);
    expect(thrown(() => first.ifa_addr)).toBe(message);
    expect(thrown(() => first.ifa_netmask)).toBe(message);
    expect(thrown(() => first.ifa_broadaddr)).toBe(message);
    expect(thrown(() => first.ifa_dstaddr)).toBe(message);
    expect(thrown(() => first.ifa_data)).toBe(message);
    expect(thrown(() => freeifaddrs(first))).toBe(message);
  });

  it("takes the memory of addresses and counters away, and of no other list", () => {
    const [freed, other] = [list(), list()].map((entries) => {
      const { ifa_addr, ifa_netmask } = entries.find((ifa) => ifa.ifa_addr?.sa_family === AF_INET)!;
      const { ifa_data } = entries.find((ifa) => ifa.ifa_data !== null)!;
      return { first: entries[0], ifa_addr: ifa_addr!, ifa_netmask: ifa_netmask!, ifa_data: ifa_data! };
    });
    const whole = cast(sockaddr_in, freed.ifa_addr);
    freeifaddrs(freed.first);
    for (const use of [
      (): unknown => freed.ifa_addr.sa_family,
      (): unknown => freed.ifa_netmask.sa_family,
      (): unknown => whole.sin_addr.s_addr,
      (): unknown => (whole.sin_port = 0),
    ]) {
      expect(thrown(use)).toMatch(/^TypeError: .* detached/);
    }
    expect(freed.ifa_data).toHaveLength(0);
    const fd = opened(socket(AF_INET, SOCK_DGRAM, 0));
    expect(thrown(() => bind(fd, freed.ifa_addr, sizeof(sockaddr_in)))).toMatch(/^RangeError: bind: addrlen: 16 bytes/);
    expect([other.ifa_addr.sa_family, other.ifa_netmask.sa_family]).toEqual([AF_INET, AF_INET]);
    expect(other.ifa_data).toHaveLength(sizeof(rtnl_link_stats));
  });

  it("takes null", () => {
    expect(() => freeifaddrs(null)).not.toThrow();
  });
});

it("getifaddrs wants a ptr", () => {
  expect(thrown(() => getifaddrs(null as never))).toMatch(/^TypeError: getifaddrs: ifap: expected a ptr/);
});
