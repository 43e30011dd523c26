/**
 * host: looks a name up in the domain name system, or the name of an address.
 *
 * usage: host [-T] [-p PORT] [-t TYPE] [-W SECONDS] [-R TRIES] NAME SERVER
 *
 * SERVER is a numeric address. Without TYPE it asks for A, AAAA and MX, or where NAME is an address for PTR. With -T it
 * asks over TCP.
 */

import {
  NS_HFIXEDSZ,
  NS_MAXDNAME,
  NS_PACKETSZ,
  ns_r_noerror,
  ns_t_a,
  ns_t_aaaa,
  ns_t_cname,
  ns_t_mx,
  ns_t_ns,
  ns_t_ptr,
  ns_t_soa,
  ns_t_txt,
} from "berkeley/arpa/nameser";
import { getopt, optarg, optind } from "berkeley/getopt";
import { fprintf, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";

import {
  dns_exchange,
  dns_get_header,
  dns_get_question,
  dns_get_record,
  dns_header,
  DNS_MAXMSG,
  dns_print_rdata,
  dns_print_type,
  dns_query,
  dns_rcode,
  dns_record,
  dns_reverse_name,
  dns_server,
  dns_status_name,
  dns_type,
} from "../support/dns.ts";

function usage(program: string): never {
  fprintf(stderr, "usage: %s [-T] [-p PORT] [-t TYPE] [-W SECONDS] [-R TRIES] NAME SERVER\n", program);
  exit(EXIT_FAILURE);
}

function print_says(type: number): void {
  switch (type) {
    case ns_t_a:
      printf(" has address ");
      break;
    case ns_t_aaaa:
      printf(" has IPv6 address ");
      break;
    case ns_t_cname:
      printf(" is an alias for ");
      break;
    case ns_t_mx:
      printf(" mail is handled by ");
      break;
    case ns_t_ns:
      printf(" name server ");
      break;
    case ns_t_ptr:
      printf(" domain name pointer ");
      break;
    case ns_t_soa:
      printf(" has SOA record ");
      break;
    case ns_t_txt:
      printf(" descriptive text ");
      break;
    default:
      printf(" has ");
      dns_print_type(type);
      printf(" record ");
  }
}

/** Prints a name without the dot at its end. */
function print_name(name: Buffer): void {
  printf("%.*s", Math.max(strlen(name) - 1, 1), name);
}

/** Prints the records of an answer. Returns how many, or -1 where it is malformed. */
function print_answers(msg: Buffer, len: number, with_aliases: boolean): number {
  const header = new dns_header();
  const rr = new dns_record();
  let offset = NS_HFIXEDSZ;
  let printed = 0;

  dns_get_header(msg, header);
  for (let i = 0; i < header.qdcount; i++) {
    offset = dns_get_question(msg, len, offset, rr);
    if (offset === -1) return -1;
  }
  for (let i = 0; i < header.ancount; i++) {
    offset = dns_get_record(msg, len, offset, rr);
    if (offset === -1) return -1;
    if (rr.type === ns_t_cname && !with_aliases) continue;
    print_name(rr.name);
    print_says(rr.type);
    const malformed = dns_print_rdata(msg, rr);
    printf("\n");
    if (malformed === -1) return -1;
    printed++;
  }
  return printed;
}

/** Asks for one type. Returns how many records there are, or exits where nobody can tell. */
function look_up(
  server: dns_server,
  name: string,
  qname: string | Buffer,
  type: number,
  with_aliases: boolean,
): number {
  const query = Buffer.alloc(NS_PACKETSZ);
  const answer = Buffer.alloc(DNS_MAXMSG);
  const header = new dns_header();

  const qlen = dns_query(query, qname, type);
  if (qlen === -1) {
    fprintf(stderr, "%s: not a name\n", name);
    exit(EXIT_FAILURE);
  }
  const len = dns_exchange(server, query, qlen, answer);
  if (len === -1) exit(EXIT_FAILURE);
  dns_get_header(answer, header);
  if (dns_rcode(header.flags) !== ns_r_noerror) {
    printf("Host %s not found: %d(%s)\n", name, dns_rcode(header.flags), dns_status_name(dns_rcode(header.flags)));
    exit(EXIT_FAILURE);
  }
  const printed = print_answers(answer, len, with_aliases);
  if (printed === -1) {
    fprintf(stderr, ";; malformed answer\n");
    exit(EXIT_FAILURE);
  }
  return printed;
}

function main(argc: number, argv: string[]): number {
  const server = new dns_server();
  const reverse = Buffer.alloc(NS_MAXDNAME);
  let type = -1;

  for (let opt = getopt(argc, argv, "Tp:t:W:R:"); opt !== -1; opt = getopt(argc, argv, "Tp:t:W:R:")) {
    if (opt === "T") {
      server.tcp = true;
    } else if (opt === "p") {
      server.port = optarg!;
    } else if (opt === "W") {
      server.seconds = atoi(optarg!);
    } else if (opt === "R") {
      server.tries = atoi(optarg!);
    } else if (opt === "t" && dns_type(optarg!) !== -1) {
      type = dns_type(optarg!);
    } else {
      usage(argv[0]);
    }
  }
  if (argc - optind !== 2) usage(argv[0]);
  const name = argv[optind];
  server.host = argv[optind + 1];

  if (dns_reverse_name(name, reverse) === 0) {
    look_up(server, name, reverse, ns_t_ptr, true);
    return EXIT_SUCCESS;
  }
  if (type === -1) {
    look_up(server, name, name, ns_t_a, true);
    look_up(server, name, name, ns_t_aaaa, false);
    look_up(server, name, name, ns_t_mx, false);
    return EXIT_SUCCESS;
  }
  if (look_up(server, name, name, type, true) === 0) {
    printf("%s has no ", name);
    dns_print_type(type);
    printf(" record\n");
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
