/**
 * services: looks up services by name or by port, and the protocols that carry them.
 *
 * usage: services NAME_OR_PORT...
 *
 * The kernel knows numbers only; the names are those of /etc/services and /etc/protocols.
 */

import { getprotobyname, getservbyname, getservbyport, type servent } from "berkeley/netdb";
import { htons, ntohs } from "berkeley/netinet/in";
import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen, strspn } from "berkeley/string";

/** Looks up a service of a protocol. */
function look_up(word: string, proto: string): servent | null {
  if (strspn(word, "0123456789") === strlen(word)) return getservbyport(htons(atoi(word)), proto);
  return getservbyname(word, proto);
}

/** Prints a service, if the protocol has it. Returns whether. */
function show(word: string, proto: string): boolean {
  const serv = look_up(word, proto);
  if (serv === null) return false;
  printf("%s: port %d", serv.s_name, ntohs(serv.s_port));
  for (let i = 0; serv.s_aliases[i] !== null; i++) printf(", also %s", serv.s_aliases[i]);

  const protocol = getprotobyname(proto);
  if (protocol === null) printf(", %s\n", proto);
  else printf(", %s, which is protocol %d\n", protocol.p_name, protocol.p_proto);
  return true;
}

function main(argc: number, argv: string[]): number {
  let result = EXIT_SUCCESS;

  if (argc < 2) {
    fprintf(stderr, "usage: %s NAME_OR_PORT...\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  for (let i = 1; i < argc; i++) {
    const has_tcp = show(argv[i], "tcp");
    const has_udp = show(argv[i], "udp");
    fflush(stdout);
    if (!has_tcp && !has_udp) {
      fprintf(stderr, "%s: unknown service\n", argv[i]);
      result = EXIT_FAILURE;
    }
  }
  return result;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
