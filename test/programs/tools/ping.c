// The C twin of examples/tools/ping.ts.

#include <arpa/inet.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../support/wait.h"

#define HEADER 8
#define DATALEN 56
#define TIMEOUT_MS 1000

static int family = AF_INET;
static int is_raw = 1;

static int in_cksum(const unsigned char* addr, int len) {
  unsigned sum = 0;

  for (int i = 0; i < len; i += 2) sum += addr[i] | ((i + 1 < len ? addr[i + 1] : 0) << 8);
  sum = (sum >> 16) + (sum & 0xffff);
  sum += sum >> 16;
  return ~sum & 0xffff;
}

static socklen_t make_address(struct sockaddr_storage* dest, const char* host) {
  struct sockaddr_in* sin = (struct sockaddr_in*)dest;
  struct sockaddr_in6* sin6 = (struct sockaddr_in6*)dest;

  if (inet_pton(AF_INET, host, &sin->sin_addr) == 1) {
    sin->sin_family = family = AF_INET;
    return sizeof *sin;
  }
  if (inet_pton(AF_INET6, host, &sin6->sin6_addr) == 1) {
    sin6->sin6_family = family = AF_INET6;
    return sizeof *sin6;
  }
  return 0;
}

static int open_socket(void) {
  int protocol = family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
  struct icmp6_filter filter;

  int sockfd = socket(family, SOCK_RAW, protocol);
  if (sockfd == -1) {
    is_raw = 0;
    sockfd = socket(family, SOCK_DGRAM, protocol);
  }
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (family == AF_INET6 && is_raw) {
    ICMP6_FILTER_SETBLOCKALL(&filter);
    ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &filter);
    if (setsockopt(sockfd, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof filter) == -1) {
      perror("setsockopt ICMP6_FILTER");
      exit(EXIT_FAILURE);
    }
  }
  return sockfd;
}

static void make_request(unsigned char* buf, int len, int id, int seq) {
  if (family == AF_INET6) {
    struct icmp6_hdr* request = (struct icmp6_hdr*)buf;
    request->icmp6_type = ICMP6_ECHO_REQUEST;
    request->icmp6_id = id;
    request->icmp6_seq = htons(seq);
    return;
  }
  struct icmp* request = (struct icmp*)buf;
  request->icmp_type = ICMP_ECHO;
  request->icmp_id = id;
  request->icmp_seq = htons(seq);
  request->icmp_cksum = 0;
  request->icmp_cksum = in_cksum(buf, len);
}

static int is_reply(const unsigned char* message, int id, int seq) {
  if (family == AF_INET6) {
    const struct icmp6_hdr* reply = (const struct icmp6_hdr*)message;
    return reply->icmp6_type == ICMP6_ECHO_REPLY && reply->icmp6_seq == htons(seq) &&
           (!is_raw || reply->icmp6_id == id);
  }
  const struct icmp* reply = (const struct icmp*)message;
  return reply->icmp_type == ICMP_ECHOREPLY && reply->icmp_seq == htons(seq) && (!is_raw || reply->icmp_id == id);
}

static void print_address(const struct sockaddr_storage* from) {
  char s[INET6_ADDRSTRLEN];

  if (family == AF_INET)
    inet_ntop(AF_INET, &((struct sockaddr_in*)from)->sin_addr, s, sizeof s);
  else
    inet_ntop(AF_INET6, &((struct sockaddr_in6*)from)->sin6_addr, s, sizeof s);
  printf("%s", s);
}

static double receive_reply(int sockfd, int id, int seq, const struct timespec* start) {
  _Alignas(struct ip) unsigned char buf[1500];
  struct sockaddr_storage from;
  socklen_t fromlen;
  struct timespec end;
  long deadline = milliseconds() + TIMEOUT_MS;

  while (wait_for(sockfd, POLLIN, deadline)) {
    fromlen = sizeof from;
    int n = recvfrom(sockfd, buf, sizeof buf, 0, (struct sockaddr*)&from, &fromlen);
    if (n == -1) {
      perror("recvfrom");
      exit(EXIT_FAILURE);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double rtt = (end.tv_sec - start->tv_sec) * 1000 + (end.tv_nsec - start->tv_nsec) / 1e6;

    struct ip* ip_header = is_raw && family == AF_INET ? (struct ip*)buf : NULL;
    int offset = ip_header == NULL ? 0 : ip_header->ip_hl << 2;
    if (n < offset + HEADER || !is_reply(buf + offset, id, seq)) continue;

    printf("%d bytes from ", n - offset);
    print_address(&from);
    printf(": icmp_seq=%d", seq);
    if (ip_header != NULL) printf(" ttl=%d", ip_header->ip_ttl);
    printf(" time=%.3f ms\n", rtt);
    return rtt;
  }
  printf("no answer to icmp_seq=%d\n", seq);
  return -1;
}

int main(int argc, char* argv[]) {
  struct sockaddr_storage dest = {0};
  _Alignas(struct icmp) unsigned char sendbuf[HEADER + DATALEN] = {0};
  struct timespec start;
  int received = 0;
  double min = 0;
  double max = 0;
  double total = 0;

  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s HOST [COUNT]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int count = argc == 3 ? atoi(argv[2]) : 4;
  socklen_t destlen = make_address(&dest, argv[1]);
  if (destlen == 0) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }
  int sockfd = open_socket();
  int id = getpid() & 0xffff;

  for (int seq = 1; seq <= count; seq++) {
    make_request(sendbuf, sizeof sendbuf, id, seq);
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (sendto(sockfd, sendbuf, sizeof sendbuf, 0, (struct sockaddr*)&dest, destlen) == -1) {
      perror("sendto");
      exit(EXIT_FAILURE);
    }
    double rtt = receive_reply(sockfd, id, seq, &start);
    if (rtt == -1) continue;
    if (received == 0 || rtt < min) min = rtt;
    if (received == 0 || rtt > max) max = rtt;
    total += rtt;
    received++;
  }

  printf("%d packets transmitted, %d received\n", count, received);
  if (received > 0) printf("rtt min/avg/max = %.3f/%.3f/%.3f ms\n", min, total / received, max);
  close(sockfd);
  return received > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
