// The C twin of examples/tools/host.ts.

#include "../support/dns.h"

static _Noreturn void usage(const char* program) {
  fprintf(stderr, "usage: %s [-T] [-p PORT] [-t TYPE] [-W SECONDS] [-R TRIES] NAME SERVER\n", program);
  exit(EXIT_FAILURE);
}

static void print_says(int type) {
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

static void print_name(const char* name) {
  int len = strlen(name) - 1;
  printf("%.*s", len > 1 ? len : 1, name);
}

static int print_answers(const unsigned char* msg, int len, int with_aliases) {
  struct dns_header header;
  struct dns_record rr;
  int offset = NS_HFIXEDSZ;
  int printed = 0;

  dns_get_header(msg, &header);
  for (int i = 0; i < header.qdcount; i++) {
    offset = dns_get_question(msg, len, offset, &rr);
    if (offset == -1) return -1;
  }
  for (int i = 0; i < header.ancount; i++) {
    offset = dns_get_record(msg, len, offset, &rr);
    if (offset == -1) return -1;
    if (rr.type == ns_t_cname && !with_aliases) continue;
    print_name(rr.name);
    print_says(rr.type);
    int malformed = dns_print_rdata(msg, &rr);
    printf("\n");
    if (malformed == -1) return -1;
    printed++;
  }
  return printed;
}

static int look_up(struct dns_server* server, const char* name, const char* qname, int type, int with_aliases) {
  unsigned char query[NS_PACKETSZ];
  static unsigned char answer[DNS_MAXMSG];
  struct dns_header header;

  int qlen = dns_query(query, qname, type);
  if (qlen == -1) {
    fprintf(stderr, "%s: not a name\n", name);
    exit(EXIT_FAILURE);
  }
  int len = dns_exchange(server, query, qlen, answer);
  if (len == -1) exit(EXIT_FAILURE);
  dns_get_header(answer, &header);
  if (dns_rcode(header.flags) != ns_r_noerror) {
    printf("Host %s not found: %d(%s)\n", name, dns_rcode(header.flags), dns_status_name(dns_rcode(header.flags)));
    exit(EXIT_FAILURE);
  }
  int printed = print_answers(answer, len, with_aliases);
  if (printed == -1) {
    fprintf(stderr, ";; malformed answer\n");
    exit(EXIT_FAILURE);
  }
  return printed;
}

int main(int argc, char* argv[]) {
  struct dns_server server = DNS_SERVER;
  char reverse[NS_MAXDNAME];
  int type = -1;

  for (int opt = getopt(argc, argv, "Tp:t:W:R:"); opt != -1; opt = getopt(argc, argv, "Tp:t:W:R:")) {
    if (opt == 'T') {
      server.tcp = 1;
    } else if (opt == 'p') {
      server.port = optarg;
    } else if (opt == 'W') {
      server.seconds = atoi(optarg);
    } else if (opt == 'R') {
      server.tries = atoi(optarg);
    } else if (opt == 't' && dns_type(optarg) != -1) {
      type = dns_type(optarg);
    } else {
      usage(argv[0]);
    }
  }
  if (argc - optind != 2) usage(argv[0]);
  const char* name = argv[optind];
  server.host = argv[optind + 1];

  if (dns_reverse_name(name, reverse) == 0) {
    look_up(&server, name, reverse, ns_t_ptr, 1);
    return EXIT_SUCCESS;
  }
  if (type == -1) {
    look_up(&server, name, name, ns_t_a, 1);
    look_up(&server, name, name, ns_t_aaaa, 0);
    look_up(&server, name, name, ns_t_mx, 0);
    return EXIT_SUCCESS;
  }
  if (look_up(&server, name, name, type, 1) == 0) {
    printf("%s has no ", name);
    dns_print_type(type);
    printf(" record\n");
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
