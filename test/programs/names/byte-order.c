// The C twin of examples/names/byte-order.ts.

#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#define MAXIMUM 0xffffffff

static void dump(const char* what, const void* memory, size_t size) {
  const unsigned char* p = memory;
  printf("%-22s", what);
  for (size_t i = 0; i < size; i++) printf(" %02x", p[i]);
  printf("\n");
}

int main(int argc, char* argv[]) {
  unsigned long number = argc == 2 ? strtoul(argv[1], NULL, 0) : 0;
  if (argc != 2 || number > MAXIMUM) {
    fprintf(stderr, "usage: %s NUMBER\n\nNUMBER has up to 32 bits.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  uint16_t one = 1;
  printf("this machine is %s-endian\n\n", *(unsigned char*)&one == 1 ? "little" : "big");

  uint32_t host32 = number;
  uint32_t net32 = htonl(host32);
  printf("32 bits: %u, 0x%08x\n", host32, host32);
  dump("  here", &host32, sizeof host32);
  dump("  after htonl", &net32, sizeof net32);
  printf("  read as if it were of this machine: %u; with ntohl: %u\n\n", net32, ntohl(htonl(host32)));

  uint16_t host16 = number;
  uint16_t net16 = htons(host16);
  printf("16 bits: %u, 0x%04x\n", host16, host16);
  dump("  here", &host16, sizeof host16);
  dump("  after htons", &net16, sizeof net16);
  printf("  read as if it were of this machine: %u; with ntohs: %u\n\n", net16, ntohs(htons(host16)));

  struct sockaddr_in addr = {0};
  addr.sin_family = AF_INET;
  addr.sin_port = htons(host16);
  addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  printf("a sockaddr_in: 127.0.0.1 and the port %u\n", host16);
  printf("%-22s family port  address     zero\n", "");
  dump("  the whole", &addr, sizeof addr);
  return EXIT_SUCCESS;
}
