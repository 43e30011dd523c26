/**
 * host-lookup: looks up a host the old way, by name or by IPv4 address, and a service if one is given.
 *
 * usage: host-lookup HOST [SERVICE]
 */

import { inet_aton, inet_ntop } from "berkeley/arpa/inet";
import { sizeof } from "berkeley/memory";
import { gethostbyaddr, gethostbyname, getservbyname, herror } from "berkeley/netdb";
import { in_addr, INET6_ADDRSTRLEN, ntohs } from "berkeley/netinet/in";
import { fprintf, printf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { AF_INET } from "berkeley/sys/socket";

function main(argc: number, argv: string[]): number {
  const addr = new in_addr();
  const s = Buffer.alloc(INET6_ADDRSTRLEN);

  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s HOST [SERVICE]\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const is_address = inet_aton(argv[1], addr) !== 0;
  const host = is_address ? gethostbyaddr(addr, sizeof(addr), AF_INET) : gethostbyname(argv[1]);
  if (host === null) {
    herror(argv[1]);
    exit(EXIT_FAILURE);
  }
  printf("official name: %s\n", host.h_name);
  for (let i = 0; host.h_aliases[i] !== null; i++) printf("alias: %s\n", host.h_aliases[i]);
  for (let i = 0; host.h_addr_list[i] !== null; i++) {
    printf("address: %s\n", inet_ntop(host.h_addrtype, host.h_addr_list[i]!, s, sizeof(s)));
  }

  if (argc > 2) {
    const serv = getservbyname(argv[2], null);
    if (serv === null) {
      fprintf(stderr, "%s: unknown service\n", argv[2]);
      exit(EXIT_FAILURE);
    }
    printf("service: %s, port %d, protocol %s\n", serv.s_name, ntohs(serv.s_port), serv.s_proto);
  }
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
