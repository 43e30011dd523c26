// The C twin of examples/names/address-class.ts.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const char* class_of(uint32_t a) {
  if (IN_CLASSA(a)) return "A";
  if (IN_CLASSB(a)) return "B";
  if (IN_CLASSC(a)) return "C";
  if (IN_CLASSD(a)) return "D";
  return "E";
}

static const char* purpose(uint32_t a) {
  if (a == INADDR_ANY) return "any address of this machine";
  if (a == INADDR_BROADCAST) return "broadcast to this network";
  if (a >> 24 == 127) return "loopback";
  if (a >> 24 == 10 || a >> 20 == 0xac1 || a >> 16 == 0xc0a8) return "private";
  if (a >> 16 == 0xa9fe) return "link-local";
  if (IN_CLASSD(a)) return "multicast";
  if (a >> 28 == 0xf) return "reserved";
  return "public";
}

static const char* purpose6(const struct in6_addr* a) {
  if (IN6_IS_ADDR_UNSPECIFIED(a)) return "any address of this machine";
  if (IN6_IS_ADDR_LOOPBACK(a)) return "loopback";
  if (IN6_IS_ADDR_LINKLOCAL(a)) return "link-local";
  if (IN6_IS_ADDR_MULTICAST(a)) return "multicast";
  if (IN6_IS_ADDR_V4MAPPED(a)) return "an IPv4 address";
  if ((a->s6_addr[0] & 0xfe) == 0xfc) return "private";
  return "public";
}

static int show(const char* text) {
  struct in_addr addr;
  struct in6_addr addr6;

  if (inet_pton(AF_INET, text, &addr) == 1) {
    uint32_t a = ntohl(addr.s_addr);
    printf("%s: IPv4, class %s, %s\n", text, class_of(a), purpose(a));
    if (IN_CLASSA(a) || IN_CLASSB(a) || IN_CLASSC(a)) {
      printf("  network %s, host %u\n", inet_ntoa(inet_makeaddr(inet_netof(addr), 0)), inet_lnaof(addr));
    }
    return 1;
  }
  if (inet_pton(AF_INET6, text, &addr6) == 1) {
    printf("%s: IPv6, %s\n", text, purpose6(&addr6));
    return 1;
  }
  return 0;
}

int main(int argc, char* argv[]) {
  int result = EXIT_SUCCESS;

  if (argc < 2) {
    fprintf(stderr, "usage: %s ADDRESS...\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  for (int i = 1; i < argc; i++) {
    if (show(argv[i])) continue;
    fflush(stdout);
    fprintf(stderr, "%s: not a numeric address\n", argv[i]);
    result = EXIT_FAILURE;
  }
  return result;
}
