/**
 * byte-order: shows how a number lies in memory, on this machine and in the network's order, and a struct with both.
 *
 * usage: byte-order NUMBER
 *
 * NUMBER has up to 32 bits; 0x begins a hexadecimal one. Try 0x12345678.
 */

import { bytes, type Memory, sizeof, uint16_t, uint32_t } from "berkeley/memory";
import { htonl, htons, INADDR_LOOPBACK, ntohl, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fprintf, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS, strtoul } from "berkeley/stdlib";
import { AF_INET } from "berkeley/sys/socket";

const MAXIMUM = 0xffffffff;

/** Prints memory byte by byte. */
function dump(what: string, memory: Memory): void {
  const p = bytes(memory);
  printf("%-22s", what);
  for (let i = 0; i < sizeof(memory); i++) printf(" %02x", p[i]);
  printf("\n");
}

function main(argc: number, argv: string[]): number {
  const number = argc === 2 ? strtoul(argv[1], null, 0) : 0;
  if (argc !== 2 || number > MAXIMUM) {
    fprintf(stderr, "usage: %s NUMBER\n\nNUMBER has up to 32 bits.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const one = new uint16_t(1);
  printf("this machine is %s-endian\n\n", bytes(one)[0] === 1 ? "little" : "big");

  const host32 = new uint32_t(number);
  const net32 = new uint32_t(htonl(host32.value));
  printf("32 bits: %u, 0x%08x\n", host32.value, host32.value);
  dump("  here", host32);
  dump("  after htonl", net32);
  printf("  read as if it were of this machine: %u; with ntohl: %u\n\n", net32.value, ntohl(htonl(host32.value)));

  const host16 = new uint16_t(number & 0xffff);
  const net16 = new uint16_t(htons(host16.value));
  printf("16 bits: %u, 0x%04x\n", host16.value, host16.value);
  dump("  here", host16);
  dump("  after htons", net16);
  printf("  read as if it were of this machine: %u; with ntohs: %u\n\n", net16.value, ntohs(htons(host16.value)));

  const addr = new sockaddr_in();
  addr.sin_family = AF_INET;
  addr.sin_port = htons(host16.value);
  addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  printf("a sockaddr_in: 127.0.0.1 and the port %u\n", host16.value);
  printf("%-22s family port  address     zero\n", "");
  dump("  the whole", addr);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
