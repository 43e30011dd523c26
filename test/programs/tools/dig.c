// The C twin of examples/tools/dig.ts.

#include "../support/dns.h"

#define NO_ANSWER 9
#define MALFORMED 10

static _Noreturn void usage(const char* program) {
  fprintf(stderr, "usage: %s @SERVER [-p PORT] [-x] NAME [TYPE] [+tcp] [+time=SECONDS] [+tries=N]\n", program);
  exit(EXIT_FAILURE);
}

static void print_header(const struct dns_header* header) {
  printf(";; ->>HEADER<<- opcode: QUERY, status: %s, id: %d\n", dns_status_name(dns_rcode(header->flags)), header->id);
  printf(";; flags:");
  if (header->flags & DNS_QR) printf(" qr");
  if (header->flags & DNS_AA) printf(" aa");
  if (header->flags & DNS_TC) printf(" tc");
  if (header->flags & DNS_RD) printf(" rd");
  if (header->flags & DNS_RA) printf(" ra");
  printf("; QUERY: %d, ANSWER: %d", header->qdcount, header->ancount);
  printf(", AUTHORITY: %d, ADDITIONAL: %d\n", header->nscount, header->arcount);
}

static void print_class(int number) {
  if (number == 1)
    printf("IN");
  else
    printf("CLASS%d", number);
}

static int print_questions(const unsigned char* msg, int len, int offset, int count) {
  struct dns_record question;

  if (count > 0) printf("\n;; QUESTION SECTION:\n");
  for (int i = 0; i < count && offset != -1; i++) {
    offset = dns_get_question(msg, len, offset, &question);
    if (offset == -1) break;
    printf(";%s\t\t", question.name);
    print_class(question.class);
    printf("\t");
    dns_print_type(question.type);
    printf("\n");
  }
  return offset;
}

static int print_section(const char* title, const unsigned char* msg, int len, int offset, int count) {
  struct dns_record rr;

  if (offset == -1) return -1;
  if (count > 0) printf("\n;; %s SECTION:\n", title);
  for (int i = 0; i < count; i++) {
    offset = dns_get_record(msg, len, offset, &rr);
    if (offset == -1) return -1;
    printf("%s\t%u\t", rr.name, rr.ttl);
    print_class(rr.class);
    printf("\t");
    dns_print_type(rr.type);
    printf("\t");
    int printed = dns_print_rdata(msg, &rr);
    printf("\n");
    if (printed == -1) return -1;
  }
  return offset;
}

static int print_message(const unsigned char* msg, int len) {
  struct dns_header header;
  int offset = NS_HFIXEDSZ;

  dns_get_header(msg, &header);
  print_header(&header);
  offset = print_questions(msg, len, offset, header.qdcount);
  offset = print_section("ANSWER", msg, len, offset, header.ancount);
  offset = print_section("AUTHORITY", msg, len, offset, header.nscount);
  offset = print_section("ADDITIONAL", msg, len, offset, header.arcount);
  if (offset == -1) {
    fprintf(stderr, ";; malformed answer\n");
    return MALFORMED;
  }
  if (offset < len) printf("\n;; %d bytes follow that belong to no section\n", len - offset);
  return EXIT_SUCCESS;
}

int main(int argc, char* argv[]) {
  struct dns_server server = DNS_SERVER;
  unsigned char query[NS_PACKETSZ];
  static unsigned char answer[DNS_MAXMSG];
  char reverse[NS_MAXDNAME];
  struct timespec start;
  struct timespec end;
  const char* name = NULL;
  int type = -1;
  int is_reverse = 0;

  for (int i = 1; i < argc; i++) {
    if (strncmp(argv[i], "@", 1) == 0)
      server.host = argv[i] + 1;
    else if (strcmp(argv[i], "-p") == 0 && i + 1 < argc)
      server.port = argv[++i];
    else if (strcmp(argv[i], "-x") == 0)
      is_reverse = 1;
    else if (strcmp(argv[i], "+tcp") == 0)
      server.tcp = 1;
    else if (strncmp(argv[i], "+time=", 6) == 0)
      server.seconds = atoi(argv[i] + 6);
    else if (strncmp(argv[i], "+tries=", 7) == 0)
      server.tries = atoi(argv[i] + 7);
    else if (name == NULL)
      name = argv[i];
    else if (type == -1 && dns_type(argv[i]) != -1)
      type = dns_type(argv[i]);
    else
      usage(argv[0]);
  }
  if (name == NULL || strcmp(server.host, "") == 0) usage(argv[0]);
  if (is_reverse && dns_reverse_name(name, reverse) == -1) {
    fprintf(stderr, "%s: not a numeric address\n", name);
    exit(EXIT_FAILURE);
  }
  if (type == -1) type = is_reverse ? ns_t_ptr : ns_t_a;

  int qlen = dns_query(query, is_reverse ? reverse : name, type);
  if (qlen == -1) {
    fprintf(stderr, "%s: not a name\n", name);
    exit(EXIT_FAILURE);
  }
  clock_gettime(CLOCK_MONOTONIC, &start);
  int len = dns_exchange(&server, query, qlen, answer);
  clock_gettime(CLOCK_MONOTONIC, &end);
  if (len == -1) return NO_ANSWER;

  int status = print_message(answer, len);
  double took = (end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1e6;
  printf("\n;; Query time: %.0f msec\n", took);
  printf(";; SERVER: %s#%s (%s)\n", server.host, server.port, server.tcp ? "TCP" : "UDP");
  printf(";; MSG SIZE rcvd: %d\n", len);
  return status;
}
