/**
 * showip: prints the addresses of hosts, IPv4 and IPv6, and their canonical names.
 *
 * usage: showip HOST...
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { cast, ptr, sizeof } from "berkeley/memory";
import { addrinfo, AI_CANONNAME, freeaddrinfo, gai_strerror, getaddrinfo } from "berkeley/netdb";
import { INET6_ADDRSTRLEN, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { AF_INET, AF_UNSPEC, SOCK_STREAM } from "berkeley/sys/socket";

/** Prints a host's addresses. Returns 0, or EAI_NONAME, ... */
function show(host: string): number {
  const hints = new addrinfo();
  const res = new ptr<addrinfo>();
  const ipstr = Buffer.alloc(INET6_ADDRSTRLEN);

  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_CANONNAME;
  const status = getaddrinfo(host, null, hints, res);
  if (status !== 0) return status;

  printf("IP addresses for %s:\n", host);
  for (let p = res.value; p !== null; p = p.ai_next) {
    if (p.ai_canonname !== null) printf("  name: %s\n", p.ai_canonname);
    const is_ipv4 = p.ai_family === AF_INET;
    const addr = is_ipv4 ? cast(sockaddr_in, p.ai_addr).sin_addr : cast(sockaddr_in6, p.ai_addr).sin6_addr;
    printf("  %s: %s\n", is_ipv4 ? "IPv4" : "IPv6", inet_ntop(p.ai_family, addr, ipstr, sizeof(ipstr)));
  }
  freeaddrinfo(res.value);
  return 0;
}

function main(argc: number, argv: string[]): number {
  let result = EXIT_SUCCESS;

  if (argc < 2) {
    fprintf(stderr, "usage: %s HOST...\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  for (let i = 1; i < argc; i++) {
    const status = show(argv[i]);
    fflush(stdout);
    if (status !== 0) {
      fprintf(stderr, "%s: %s\n", argv[i], gai_strerror(status));
      result = EXIT_FAILURE;
    }
  }
  return result;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
