// The C twin of examples/tools/dns-server.ts.

#include "../support/dns.h"
#include "../support/udp.h"

#define MAXLINE 1024
#define MAXRECORDS 1000
#define MAXALIASES 8
#define MAXRECORD (12 + 2 * MAXLINE)
#define MAXPOINTER 0x3fff
#define OPCODE 0x7800
#define PATIENCE 5

struct zone_record {
  char* name;
  int ttl;
  int type;
  char* data;
};

static struct zone_record zone[MAXRECORDS];
static int zone_length = 0;

static int put_strings(unsigned char* msg, int offset, const char* text) {
  int p = offset;

  for (int left = strlen(text); left > 0;) {
    int len = left < 255 ? left : 255;
    msg[p++] = len;
    memcpy(msg + p, text, len);
    p += len;
    text += len;
    left -= len;
  }
  return p;
}

static int put_rdata(unsigned char* msg, int offset, const struct zone_record* record) {
  char name[MAXLINE];
  char rname[MAXLINE];
  int preference;
  uint32_t numbers[5];
  int p = offset;

  switch (record->type) {
    case ns_t_a:
      return inet_pton(AF_INET, record->data, msg + p) == 1 ? p + NS_INADDRSZ : -1;
    case ns_t_aaaa:
      return inet_pton(AF_INET6, record->data, msg + p) == 1 ? p + NS_IN6ADDRSZ : -1;
    case ns_t_cname:
    case ns_t_ns:
    case ns_t_ptr:
      return dns_put_name(msg, p, record->data);
    case ns_t_mx:
      if (sscanf(record->data, "%d %1023s", &preference, name) != 2) return -1;
      dns_put16(msg, p, preference);
      return dns_put_name(msg, p + NS_INT16SZ, name);
    case ns_t_soa:
      if (sscanf(record->data, "%1023s %1023s %u %u %u %u %u", name, rname, &numbers[0], &numbers[1], &numbers[2],
                 &numbers[3], &numbers[4]) != 7)
        return -1;
      if ((p = dns_put_name(msg, p, name)) == -1) return -1;
      if ((p = dns_put_name(msg, p, rname)) == -1) return -1;
      for (int i = 0; i < 5; i++) {
        dns_put32(msg, p, numbers[i]);
        p += 4;
      }
      return p;
    case ns_t_txt:
      return put_strings(msg, p, record->data);
    default:
      return -1;
  }
}

static int put_record(unsigned char* msg, int offset, int name_at, const struct zone_record* record) {
  int rdata = offset + NS_INT16SZ + NS_RRFIXEDSZ;

  dns_put16(msg, offset, (NS_CMPRSFLGS << 8) | name_at);
  dns_put16(msg, offset + 2, record->type);
  dns_put16(msg, offset + 4, ns_c_in);
  dns_put32(msg, offset + 6, record->ttl);
  int end = put_rdata(msg, rdata, record);
  if (end != -1) dns_put16(msg, offset + 10, end - rdata);
  return end;
}

static void read_zone(const char* path) {
  char line[MAXLINE];
  char name[MAXLINE] = "";
  int ttl = 0;
  char type[16] = "";
  char data[MAXLINE] = "";
  unsigned char scratch[2 * MAXRECORD];

  FILE* file = fopen(path, "r");
  if (file == NULL) {
    perror(path);
    exit(EXIT_FAILURE);
  }
  while (fgets(line, sizeof line, file) != NULL) {
    if (strcspn(line, "#\n") == 0) continue;
    int fields = sscanf(line, "%1023s %d %15s %1023[^\n]", name, &ttl, type, data);
    struct zone_record record = {strdup(name), ttl, dns_type(type), strdup(data)};
    if (fields != 4 || put_record(scratch, 0, NS_HFIXEDSZ, &record) == -1 || zone_length == MAXRECORDS) {
      fprintf(stderr, "%s: not a record, or one too many: %s", path, line);
      exit(EXIT_FAILURE);
    }
    zone[zone_length++] = record;
  }
  fclose(file);
}

static int put_answers(unsigned char* msg, int offset, const struct dns_record* question, struct dns_header* header) {
  const char* name = question->name;
  int name_at = NS_HFIXEDSZ;
  int p = offset;

  header->flags |= ns_r_nxdomain;
  for (int i = 0; i < MAXALIASES; i++) {
    const char* alias = NULL;
    int alias_at = 0;
    for (struct zone_record* record = zone; record < zone + zone_length; record++) {
      if (strcasecmp(record->name, name) != 0) continue;
      header->flags &= ~15;
      if (record->type == ns_t_cname && question->type != ns_t_cname && question->type != ns_t_any) {
        alias = record->data;
        alias_at = p + NS_INT16SZ + NS_RRFIXEDSZ;
      } else if (record->type != question->type && question->type != ns_t_any) {
        continue;
      }
      if (p + MAXRECORD > DNS_MAXMSG) return p;
      p = put_record(msg, p, name_at, record);
      header->ancount++;
    }
    if (alias == NULL || alias_at > MAXPOINTER) break;
    name = alias;
    name_at = alias_at;
  }
  return p;
}

static int make_answer(const unsigned char* msg, int len, unsigned char* answer, int limit, const char* protocol) {
  struct dns_header header;
  struct dns_record question;
  int end = NS_HFIXEDSZ;
  int p;

  if (len < NS_HFIXEDSZ || dns_get16(msg, 2) & DNS_QR) {
    printf("%d bytes over %s are no question\n", len, protocol);
    return 0;
  }
  dns_get_header(msg, &header);
  header.ancount = header.nscount = header.arcount = 0;
  int opcode = dns_opcode(header.flags);
  header.flags = DNS_QR | DNS_AA | (header.flags & (OPCODE | DNS_RD));
  if (opcode != ns_o_query) {
    header.flags |= ns_r_notimpl;
  } else if (header.qdcount != 1 || (end = dns_get_question(msg, len, NS_HFIXEDSZ, &question)) == -1) {
    header.flags |= ns_r_formerr;
  }
  if (dns_rcode(header.flags) != ns_r_noerror) {
    printf("%d bytes over %s are malformed\n", len, protocol);
    header.qdcount = 0;
    p = end = NS_HFIXEDSZ;
  } else {
    memcpy(answer, msg, end);
    if (strlen(question.name) > 1) question.name[strlen(question.name) - 1] = '\0';
    printf("%s ", question.name);
    dns_print_type(question.type);
    printf(" over %s\n", protocol);
    p = put_answers(answer, end, &question, &header);
  }
  if (p > limit) {
    header.flags |= DNS_TC;
    header.ancount = 0;
    p = end;
  }

  dns_put16(answer, 0, header.id);
  dns_put16(answer, 2, header.flags);
  dns_put16(answer, 4, header.qdcount);
  dns_put16(answer, 6, header.ancount);
  dns_put32(answer, 8, 0);
  return p;
}

static int bind_both(struct pollfd fds[], int port) {
  for (;;) {
    int udpfd = udp_bind("127.0.0.1", port);
    struct sockaddr_in addr = ipv4_address("127.0.0.1", local_port(udpfd));
    int listenfd = socket(AF_INET, SOCK_STREAM, 0);
    if (listenfd == -1) {
      perror("socket");
      exit(EXIT_FAILURE);
    }
    if (bind(listenfd, (struct sockaddr*)&addr, sizeof addr) == 0 && listen(listenfd, BACKLOG) == 0) {
      fds[0].fd = udpfd;
      fds[1].fd = listenfd;
      return ntohs(addr.sin_port);
    }
    if (port != 0 || errno != EADDRINUSE) {
      perror("bind");
      exit(EXIT_FAILURE);
    }
    close(listenfd);
    close(udpfd);
  }
}

static void serve_udp(int sockfd, unsigned char* msg, unsigned char* answer) {
  struct sockaddr_in client;
  socklen_t clientlen = sizeof client;

  ssize_t n = recvfrom(sockfd, msg, DNS_MAXMSG, 0, (struct sockaddr*)&client, &clientlen);
  if (n == -1) {
    perror("recvfrom");
    return;
  }
  int len = make_answer(msg, n, answer, NS_PACKETSZ, "UDP");
  if (len > 0 && sendto(sockfd, answer, len, 0, (struct sockaddr*)&client, clientlen) == -1) perror("sendto");
}

static int serve_tcp(int listenfd, unsigned char* msg, unsigned char* answer) {
  unsigned char length[NS_INT16SZ];
  struct timeval timeout = {.tv_sec = PATIENCE};
  int messages = 0;

  int connfd = accept(listenfd, NULL, NULL);
  if (connfd == -1) {
    perror("accept");
    return 0;
  }
  if (setsockopt(connfd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) == -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  while (recv(connfd, length, sizeof length, MSG_WAITALL) == sizeof length) {
    int n = dns_get16(length, 0);
    if (recv(connfd, msg, n, MSG_WAITALL) != n) break;
    messages++;
    int len = make_answer(msg, n, answer, DNS_MAXMSG, "TCP");
    dns_put16(length, 0, len);
    if (len == 0 || send(connfd, length, sizeof length, MSG_NOSIGNAL) == -1) break;
    if (send(connfd, answer, len, MSG_NOSIGNAL) == -1) break;
  }
  close(connfd);
  return messages;
}

int main(int argc, char* argv[]) {
  static unsigned char msg[DNS_MAXMSG];
  static unsigned char answer[DNS_MAXMSG];
  struct pollfd fds[2];

  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s PORT FILE [REQUESTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int requests = argc == 4 ? atoi(argv[3]) : 0;
  read_zone(argv[2]);

  printf("listening on 127.0.0.1 port %d\n", bind_both(fds, atoi(argv[1])));
  fflush(stdout);
  fds[0].events = fds[1].events = POLLIN;
  for (int served = 0; requests == 0 || served < requests;) {
    if (poll(fds, 2, -1) == -1) {
      perror("poll");
      exit(EXIT_FAILURE);
    }
    if (fds[0].revents != 0) {
      serve_udp(fds[0].fd, msg, answer);
      served++;
    }
    if (fds[1].revents != 0) served += serve_tcp(fds[1].fd, msg, answer);
    fflush(stdout);
  }
  close(fds[1].fd);
  close(fds[0].fd);
  return EXIT_SUCCESS;
}
