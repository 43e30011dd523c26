/**
 * dig: asks a server of the domain name system, and prints all that it answers.
 *
 * usage: dig @SERVER [-p PORT] [-x] NAME [TYPE] [+tcp] [+time=SECONDS] [+tries=N]
 *
 * SERVER is a numeric address. TYPE is A (without it), AAAA, CNAME, MX, NS, PTR, SOA, SRV, TXT or ANY. With -x, NAME is
 * an address whose name is asked for. It exits with 0 where an answer came, even "no such name"; with 9 where none came,
 * and with 10 where it cannot be read.
 */

import { NS_HFIXEDSZ, NS_MAXDNAME, NS_PACKETSZ, ns_t_a, ns_t_ptr } from "berkeley/arpa/nameser";
import { fprintf, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp, strncmp } from "berkeley/string";
import { clock_gettime, CLOCK_MONOTONIC, timespec } from "berkeley/time";

import {
  DNS_AA,
  dns_exchange,
  dns_get_header,
  dns_get_question,
  dns_get_record,
  dns_header,
  DNS_MAXMSG,
  dns_print_rdata,
  dns_print_type,
  DNS_QR,
  dns_query,
  DNS_RA,
  dns_rcode,
  DNS_RD,
  dns_record,
  dns_reverse_name,
  dns_server,
  dns_status_name,
  DNS_TC,
  dns_type,
} from "../support/dns.ts";

const NO_ANSWER = 9;
const MALFORMED = 10;

function usage(program: string): never {
  fprintf(stderr, "usage: %s @SERVER [-p PORT] [-x] NAME [TYPE] [+tcp] [+time=SECONDS] [+tries=N]\n", program);
  exit(EXIT_FAILURE);
}

function print_header(header: dns_header): void {
  printf(";; ->>HEADER<<- opcode: QUERY, status: %s, id: %d\n", dns_status_name(dns_rcode(header.flags)), header.id);
  printf(";; flags:");
  if (header.flags & DNS_QR) printf(" qr");
  if (header.flags & DNS_AA) printf(" aa");
  if (header.flags & DNS_TC) printf(" tc");
  if (header.flags & DNS_RD) printf(" rd");
  if (header.flags & DNS_RA) printf(" ra");
  printf("; QUERY: %d, ANSWER: %d", header.qdcount, header.ancount);
  printf(", AUTHORITY: %d, ADDITIONAL: %d\n", header.nscount, header.arcount);
}

function print_class(number: number): void {
  if (number === 1) printf("IN");
  else printf("CLASS%d", number);
}

function print_questions(msg: Buffer, len: number, offset: number, count: number): number {
  const question = new dns_record();

  if (count > 0) printf("\n;; QUESTION SECTION:\n");
  for (let i = 0; i < count && offset !== -1; i++) {
    offset = dns_get_question(msg, len, offset, question);
    if (offset === -1) break;
    printf(";%s\t\t", question.name);
    print_class(question.class);
    printf("\t");
    dns_print_type(question.type);
    printf("\n");
  }
  return offset;
}

/** Prints some records. Returns where they end, or -1 where one is malformed. */
function print_section(title: string, msg: Buffer, len: number, offset: number, count: number): number {
  const rr = new dns_record();

  if (offset === -1) return -1;
  if (count > 0) printf("\n;; %s SECTION:\n", title);
  for (let i = 0; i < count; i++) {
    offset = dns_get_record(msg, len, offset, rr);
    if (offset === -1) return -1;
    printf("%s\t%u\t", rr.name, rr.ttl);
    print_class(rr.class);
    printf("\t");
    dns_print_type(rr.type);
    printf("\t");
    const printed = dns_print_rdata(msg, rr);
    printf("\n");
    if (printed === -1) return -1;
  }
  return offset;
}

function print_message(msg: Buffer, len: number): number {
  const header = new dns_header();
  let offset = NS_HFIXEDSZ;

  dns_get_header(msg, header);
  print_header(header);
  offset = print_questions(msg, len, offset, header.qdcount);
  offset = print_section("ANSWER", msg, len, offset, header.ancount);
  offset = print_section("AUTHORITY", msg, len, offset, header.nscount);
  offset = print_section("ADDITIONAL", msg, len, offset, header.arcount);
  if (offset === -1) {
    fprintf(stderr, ";; malformed answer\n");
    return MALFORMED;
  }
  if (offset < len) printf("\n;; %d bytes follow that belong to no section\n", len - offset);
  return EXIT_SUCCESS;
}

function main(argc: number, argv: string[]): number {
  const server = new dns_server();
  const query = Buffer.alloc(NS_PACKETSZ);
  const answer = Buffer.alloc(DNS_MAXMSG);
  const reverse = Buffer.alloc(NS_MAXDNAME);
  const start = new timespec();
  const end = new timespec();
  let name: string | null = null;
  let type = -1;
  let is_reverse = false;

  for (let i = 1; i < argc; i++) {
    if (strncmp(argv[i], "@", 1) === 0) server.host = argv[i].slice(1);
    else if (strcmp(argv[i], "-p") === 0 && i + 1 < argc) server.port = argv[++i];
    else if (strcmp(argv[i], "-x") === 0) is_reverse = true;
    else if (strcmp(argv[i], "+tcp") === 0) server.tcp = true;
    else if (strncmp(argv[i], "+time=", 6) === 0) server.seconds = atoi(argv[i].slice(6));
    else if (strncmp(argv[i], "+tries=", 7) === 0) server.tries = atoi(argv[i].slice(7));
    else if (name === null) name = argv[i];
    else if (type === -1 && dns_type(argv[i]) !== -1) type = dns_type(argv[i]);
    else usage(argv[0]);
  }
  if (name === null || strcmp(server.host, "") === 0) usage(argv[0]);
  if (is_reverse && dns_reverse_name(name, reverse) === -1) {
    fprintf(stderr, "%s: not a numeric address\n", name);
    exit(EXIT_FAILURE);
  }
  if (type === -1) type = is_reverse ? ns_t_ptr : ns_t_a;

  const qlen = dns_query(query, is_reverse ? reverse : name, type);
  if (qlen === -1) {
    fprintf(stderr, "%s: not a name\n", name);
    exit(EXIT_FAILURE);
  }
  clock_gettime(CLOCK_MONOTONIC, start);
  const len = dns_exchange(server, query, qlen, answer);
  clock_gettime(CLOCK_MONOTONIC, end);
  if (len === -1) return NO_ANSWER;

  const status = print_message(answer, len);
  const took = (end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1e6;
  printf("\n;; Query time: %.0f msec\n", took);
  printf(";; SERVER: %s#%s (%s)\n", server.host, server.port, server.tcp ? "TCP" : "UDP");
  printf(";; MSG SIZE rcvd: %d\n", len);
  return status;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
