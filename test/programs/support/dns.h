// The C twin of examples/support/dns.ts.
#pragma once

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wait.h"

#define DNS_MAXMSG 65535

#define DNS_QR 0x8000
#define DNS_AA 0x0400
#define DNS_TC 0x0200
#define DNS_RD 0x0100
#define DNS_RA 0x0080
#define dns_opcode(flags) (((flags) >> 11) & 15)
#define dns_rcode(flags) ((flags)&15)

struct dns_header {
  int id, flags, qdcount, ancount, nscount, arcount;
};

struct dns_record {
  char name[NS_MAXDNAME];
  int type, class;
  uint32_t ttl;
  int rdata, rdlength;
};

struct dns_server {
  const char* host;
  const char* port;
  int tcp, seconds, tries;
};

#define DNS_SERVER \
  { "", "53", 0, 5, 3 }

static const struct {
  int type;
  const char* name;
} dns_types[] = {
    {ns_t_a, "A"},   {ns_t_ns, "NS"},   {ns_t_cname, "CNAME"}, {ns_t_soa, "SOA"}, {ns_t_ptr, "PTR"},
    {ns_t_mx, "MX"}, {ns_t_txt, "TXT"}, {ns_t_aaaa, "AAAA"},   {ns_t_srv, "SRV"}, {ns_t_any, "ANY"},
};

#define DNS_TYPES (sizeof dns_types / sizeof dns_types[0])

static inline int dns_type(const char* name) {
  for (size_t i = 0; i < DNS_TYPES; i++) {
    if (strcasecmp(dns_types[i].name, name) == 0) return dns_types[i].type;
  }
  return -1;
}

static inline void dns_print_type(int type) {
  for (size_t i = 0; i < DNS_TYPES; i++) {
    if (dns_types[i].type == type) {
      printf("%s", dns_types[i].name);
      return;
    }
  }
  printf("TYPE%d", type);
}

static inline int dns_get16(const unsigned char* msg, int offset) { return (msg[offset] << 8) | msg[offset + 1]; }

static inline uint32_t dns_get32(const unsigned char* msg, int offset) {
  return (uint32_t)dns_get16(msg, offset) * 65536 + dns_get16(msg, offset + 2);
}

static inline void dns_put16(unsigned char* msg, int offset, int value) {
  msg[offset] = value >> 8;
  msg[offset + 1] = value;
}

static inline void dns_put32(unsigned char* msg, int offset, uint32_t value) {
  dns_put16(msg, offset, value >> 16);
  dns_put16(msg, offset + 2, value & 0xffff);
}

static inline int dns_put_name(unsigned char* msg, int offset, const char* name) {
  const char* s = strcmp(name, ".") == 0 ? "" : name;
  int p = offset;

  while (strlen(s) > 0) {
    int len = strcspn(s, ".");
    if (len == 0 || len > NS_MAXLABEL || p + 1 + len + 1 - offset > NS_MAXCDNAME) return -1;
    msg[p++] = len;
    memcpy(msg + p, s, len);
    p += len;
    s += len;
    if (strlen(s) > 0) s++;
  }
  msg[p++] = 0;
  return p;
}

static inline int dns_get_name(const unsigned char* msg, int len, int offset, char* name) {
  int end = -1;
  int p = offset;
  int begin = offset;
  int size = 1;
  int n = 0;

  for (;;) {
    if (p >= len) return -1;
    int c = msg[p];
    if ((c & NS_CMPRSFLGS) == NS_CMPRSFLGS) {
      if (p + NS_INT16SZ > len) return -1;
      if (end == -1) end = p + NS_INT16SZ;
      p = dns_get16(msg, p) & ~(NS_CMPRSFLGS << 8);
      if (p >= begin) return -1;
      begin = p;
      continue;
    }
    if (c > NS_MAXLABEL || p + 1 + c > len) return -1;
    p++;
    if (c == 0) break;
    size += 1 + c;
    if (size > NS_MAXCDNAME) return -1;
    for (int stop = p + c; p < stop; p++) {
      if (msg[p] <= 0x20 || msg[p] >= 0x7f)
        n += snprintf(name + n, 5, "\\%03d", msg[p]);
      else
        n += snprintf(name + n, 3, strchr(".\\\"();@$", msg[p]) != NULL ? "\\%c" : "%c", msg[p]);
    }
    n += snprintf(name + n, 2, ".");
  }
  if (n == 0) snprintf(name, 2, ".");
  return end == -1 ? p : end;
}

static inline int dns_reverse_name(const char* address, char* name) {
  struct in_addr in4;
  struct in6_addr in6;
  int n = 0;

  if (inet_pton(AF_INET, address, &in4) == 1) {
    unsigned char* b = (unsigned char*)&in4;
    snprintf(name, NS_MAXDNAME, "%d.%d.%d.%d.in-addr.arpa", b[3], b[2], b[1], b[0]);
    return 0;
  }
  if (inet_pton(AF_INET6, address, &in6) == 1) {
    for (int i = 15; i >= 0; i--) n += snprintf(name + n, 5, "%x.%x.", in6.s6_addr[i] & 15, in6.s6_addr[i] >> 4);
    snprintf(name + n, 9, "ip6.arpa");
    return 0;
  }
  return -1;
}

static inline int random_id(void) {
  uint16_t id;
  int fd = open("/dev/urandom", O_RDONLY);
  if (fd == -1 || read(fd, &id, sizeof id) != sizeof id) {
    perror("/dev/urandom");
    exit(EXIT_FAILURE);
  }
  close(fd);
  return id;
}

static inline int dns_query(unsigned char* msg, const char* name, int type) {
  dns_put16(msg, 0, random_id());
  dns_put16(msg, 2, DNS_RD);
  dns_put16(msg, 4, 1);
  dns_put32(msg, 6, 0);
  dns_put16(msg, 10, 0);
  int p = dns_put_name(msg, NS_HFIXEDSZ, name);
  if (p == -1) return -1;
  dns_put16(msg, p, type);
  dns_put16(msg, p + NS_INT16SZ, ns_c_in);
  return p + NS_QFIXEDSZ;
}

static inline void dns_get_header(const unsigned char* msg, struct dns_header* header) {
  header->id = dns_get16(msg, 0);
  header->flags = dns_get16(msg, 2);
  header->qdcount = dns_get16(msg, 4);
  header->ancount = dns_get16(msg, 6);
  header->nscount = dns_get16(msg, 8);
  header->arcount = dns_get16(msg, 10);
}

static inline int dns_get_question(const unsigned char* msg, int len, int offset, struct dns_record* question) {
  int p = dns_get_name(msg, len, offset, question->name);
  if (p == -1 || p + NS_QFIXEDSZ > len) return -1;
  question->type = dns_get16(msg, p);
  question->class = dns_get16(msg, p + NS_INT16SZ);
  return p + NS_QFIXEDSZ;
}

static inline int dns_get_record(const unsigned char* msg, int len, int offset, struct dns_record* rr) {
  int p = dns_get_name(msg, len, offset, rr->name);
  if (p == -1 || p + NS_RRFIXEDSZ > len) return -1;
  rr->type = dns_get16(msg, p);
  rr->class = dns_get16(msg, p + 2);
  rr->ttl = dns_get32(msg, p + 4);
  rr->rdlength = dns_get16(msg, p + 8);
  rr->rdata = p + NS_RRFIXEDSZ;
  return rr->rdata + rr->rdlength > len ? -1 : rr->rdata + rr->rdlength;
}

static inline int print_strings(const unsigned char* msg, int begin, int end) {
  int p = begin;

  while (p < end) p += 1 + msg[p];
  if (p != end || begin == end) return -1;
  for (p = begin; p < end;) {
    printf(p == begin ? "\"" : " \"");
    int stop = p + 1 + msg[p];
    for (p++; p < stop; p++) {
      if (msg[p] < 0x20 || msg[p] >= 0x7f)
        printf("\\%03d", msg[p]);
      else
        printf(strchr("\\\"", msg[p]) != NULL ? "\\%c" : "%c", msg[p]);
    }
    putchar('"');
  }
  return 0;
}

static inline int dns_print_rdata(const unsigned char* msg, const struct dns_record* rr) {
  int end = rr->rdata + rr->rdlength;
  char name[NS_MAXDNAME];
  char rname[NS_MAXDNAME];
  char s[INET6_ADDRSTRLEN];
  int p = rr->rdata;

  switch (rr->type) {
    case ns_t_a:
      if (rr->rdlength != NS_INADDRSZ) return -1;
      printf("%s", inet_ntop(AF_INET, msg + p, s, sizeof s));
      return 0;
    case ns_t_aaaa:
      if (rr->rdlength != NS_IN6ADDRSZ) return -1;
      printf("%s", inet_ntop(AF_INET6, msg + p, s, sizeof s));
      return 0;
    case ns_t_ns:
    case ns_t_cname:
    case ns_t_ptr:
      if (dns_get_name(msg, end, p, name) != end) return -1;
      printf("%s", name);
      return 0;
    case ns_t_mx:
      if (dns_get_name(msg, end, p + NS_INT16SZ, name) != end) return -1;
      printf("%d %s", dns_get16(msg, p), name);
      return 0;
    case ns_t_srv:
      if (dns_get_name(msg, end, p + 3 * NS_INT16SZ, name) != end) return -1;
      printf("%d %d %d %s", dns_get16(msg, p), dns_get16(msg, p + 2), dns_get16(msg, p + 4), name);
      return 0;
    case ns_t_soa:
      if ((p = dns_get_name(msg, end, p, name)) == -1) return -1;
      if ((p = dns_get_name(msg, end, p, rname)) == -1 || end - p != 5 * NS_INT32SZ) return -1;
      printf("%s %s", name, rname);
      for (; p < end; p += NS_INT32SZ) printf(" %u", dns_get32(msg, p));
      return 0;
    case ns_t_txt:
      return print_strings(msg, p, end);
    default:
      printf("\\# %d", rr->rdlength);
      if (p < end) putchar(' ');
      for (; p < end; p++) printf("%02X", msg[p]);
      return 0;
  }
}

static inline int is_answer(const unsigned char* query, int qlen, const unsigned char* answer, int len) {
  if (len < NS_HFIXEDSZ || dns_get16(answer, 0) != dns_get16(query, 0)) return 0;
  int flags = dns_get16(answer, 2);
  if (!(flags & DNS_QR) || dns_opcode(flags) != ns_o_query) return 0;
  if (dns_get16(answer, 4) == 0) return dns_rcode(flags) != ns_r_noerror;
  if (dns_get16(answer, 4) != 1 || len < qlen) return 0;
  for (int i = NS_HFIXEDSZ; i < qlen - NS_QFIXEDSZ; i++) {
    if (tolower(answer[i]) != tolower(query[i])) return 0;
  }
  return memcmp(answer + qlen - NS_QFIXEDSZ, query + qlen - NS_QFIXEDSZ, NS_QFIXEDSZ) == 0;
}

static inline int dns_connect(const struct dns_server* server, int type) {
  struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = type, .ai_flags = AI_NUMERICHOST};
  struct addrinfo* res;

  int rv = getaddrinfo(server->host, server->port, &hints, &res);
  if (rv != 0) {
    fprintf(stderr, "%s: %s\n", server->host, gai_strerror(rv));
    exit(EXIT_FAILURE);
  }
  int sockfd = socket(res->ai_family, type, 0);
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (fcntl(sockfd, F_SETFL, O_NONBLOCK) == -1) {
    perror("fcntl");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, res->ai_addr, res->ai_addrlen) == -1 && errno != EINPROGRESS) {
    perror("connect");
    exit(EXIT_FAILURE);
  }
  freeaddrinfo(res);
  return sockfd;
}

static inline int timed_out(void) {
  fprintf(stderr, ";; timed out: no answer\n");
  return -1;
}

static inline int exchange_udp(const struct dns_server* server, const unsigned char* query, int qlen,
                               unsigned char* answer) {
  int sockfd = dns_connect(server, SOCK_DGRAM);

  for (int i = 0; i < server->tries; i++) {
    long deadline = milliseconds() + 1000L * server->seconds;
    if (send(sockfd, query, qlen, 0) == -1) {
      perror("send");
      close(sockfd);
      return -1;
    }
    while (wait_for(sockfd, POLLIN, deadline)) {
      int n = recv(sockfd, answer, DNS_MAXMSG, 0);
      if (n == -1) {
        perror("recv");
        close(sockfd);
        return -1;
      }
      if (is_answer(query, qlen, answer, n)) {
        close(sockfd);
        return n;
      }
      fprintf(stderr, ";; ignored: %d bytes that do not answer the question\n", n);
    }
  }
  close(sockfd);
  return timed_out();
}

static inline int receive_all(int sockfd, unsigned char* buf, int len, long deadline) {
  for (int got = 0; got < len;) {
    if (!wait_for(sockfd, POLLIN, deadline)) return timed_out();
    ssize_t n = recv(sockfd, buf + got, len - got, 0);
    if (n == -1) {
      perror("recv");
      return -1;
    }
    if (n == 0) {
      fprintf(stderr, ";; the connection ended after %d of %d bytes\n", got, len);
      return -1;
    }
    got += n;
  }
  return len;
}

static inline int exchange_connected(int sockfd, const unsigned char* query, int qlen, unsigned char* answer,
                                     long deadline) {
  unsigned char message[512];
  unsigned char length[NS_INT16SZ];
  int error;
  socklen_t error_length = sizeof error;

  if (!wait_for(sockfd, POLLOUT, deadline)) return timed_out();
  if (getsockopt(sockfd, SOL_SOCKET, SO_ERROR, &error, &error_length) == -1) {
    perror("getsockopt");
    return -1;
  }
  if (error != 0) {
    errno = error;
    perror("connect");
    return -1;
  }

  dns_put16(message, 0, qlen);
  memcpy(message + NS_INT16SZ, query, qlen);
  if (send(sockfd, message, NS_INT16SZ + qlen, MSG_NOSIGNAL) != NS_INT16SZ + qlen) {
    perror("send");
    return -1;
  }
  if (receive_all(sockfd, length, sizeof length, deadline) == -1) return -1;
  int n = receive_all(sockfd, answer, dns_get16(length, 0), deadline);
  if (n != -1 && !is_answer(query, qlen, answer, n)) {
    fprintf(stderr, ";; %d bytes that do not answer the question\n", n);
    return -1;
  }
  return n;
}

static inline int exchange_tcp(const struct dns_server* server, const unsigned char* query, int qlen,
                               unsigned char* answer) {
  int sockfd = dns_connect(server, SOCK_STREAM);
  long deadline = milliseconds() + 1000L * server->seconds;
  int n = exchange_connected(sockfd, query, qlen, answer, deadline);
  close(sockfd);
  return n;
}

static inline int dns_exchange(struct dns_server* server, const unsigned char* query, int qlen, unsigned char* answer) {
  if (!server->tcp) {
    int n = exchange_udp(server, query, qlen, answer);
    if (n == -1 || !(dns_get16(answer, 2) & DNS_TC)) return n;
    fprintf(stderr, ";; truncated: asking again over TCP\n");
    server->tcp = 1;
  }
  return exchange_tcp(server, query, qlen, answer);
}

static inline const char* dns_status_name(int rcode) {
  switch (rcode) {
    case ns_r_noerror:
      return "NOERROR";
    case ns_r_formerr:
      return "FORMERR";
    case ns_r_servfail:
      return "SERVFAIL";
    case ns_r_nxdomain:
      return "NXDOMAIN";
    case ns_r_notimpl:
      return "NOTIMP";
    case ns_r_refused:
      return "REFUSED";
    default:
      return "UNKNOWN";
  }
}
