// The C twin of examples/tools/ping.ts.

#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define HEADER 8
#define DATALEN 56

static uint16_t in_cksum(const unsigned char* addr, int len) {
  uint32_t sum = 0;

  for (int i = 0; i < len; i += 2) sum += addr[i] | ((i + 1 < len ? addr[i + 1] : 0) << 8);
  sum = (sum >> 16) + (sum & 0xffff);
  sum += sum >> 16;
  return ~sum & 0xffff;
}

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s HOST [COUNT]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int count = argc == 3 ? atoi(argv[2]) : 4;

  struct sockaddr_in dest = {.sin_family = AF_INET};
  if (inet_pton(AF_INET, argv[1], &dest.sin_addr) != 1) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  int is_raw = 1;
  int sockfd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  if (sockfd == -1) {
    is_raw = 0;
    sockfd = socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  }
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  struct timeval timeout = {.tv_sec = 1};
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) == -1) {
    perror("setsockopt SO_RCVTIMEO");
    exit(EXIT_FAILURE);
  }

  uint16_t pid = getpid() & 0xffff;
  unsigned char sendbuf[HEADER + DATALEN] = {0}, recvbuf[1500];
  struct sockaddr_in from;
  char s[INET_ADDRSTRLEN];
  int received = 0;
  double min = INFINITY, max = 0, total = 0;

  for (int seq = 1; seq <= count; seq++) {
    struct icmp* request = (struct icmp*)sendbuf;
    request->icmp_type = ICMP_ECHO;
    request->icmp_id = pid;
    request->icmp_seq = htons(seq);
    request->icmp_cksum = 0;
    request->icmp_cksum = in_cksum(sendbuf, sizeof sendbuf);

    double start = milliseconds();
    if (sendto(sockfd, sendbuf, sizeof sendbuf, 0, (struct sockaddr*)&dest, sizeof dest) == -1) {
      perror("sendto");
      exit(EXIT_FAILURE);
    }

    for (;;) {
      socklen_t fromlen = sizeof from;
      int n = recvfrom(sockfd, recvbuf, sizeof recvbuf, 0, (struct sockaddr*)&from, &fromlen);
      if (n == -1) {
        if (errno != EAGAIN) {
          perror("recvfrom");
          exit(EXIT_FAILURE);
        }
        printf("no answer to icmp_seq=%d\n", seq);
        break;
      }
      double rtt = milliseconds() - start;

      const struct ip* ip_header = is_raw ? (const struct ip*)recvbuf : NULL;
      int offset = ip_header == NULL ? 0 : ip_header->ip_hl << 2;
      if (n < offset + HEADER) continue;
      const struct icmp* reply = (const struct icmp*)(recvbuf + offset);
      if (reply->icmp_type != ICMP_ECHOREPLY || ntohs(reply->icmp_seq) != seq) continue;
      if (is_raw && reply->icmp_id != pid) continue;

      printf("%d bytes from %s:", n - offset, inet_ntop(AF_INET, &from.sin_addr, s, sizeof s));
      printf(" icmp_seq=%d", ntohs(reply->icmp_seq));
      if (ip_header != NULL) printf(" ttl=%d", ip_header->ip_ttl);
      printf(" time=%.3f ms\n", rtt);
      received++;
      total += rtt;
      if (rtt < min) min = rtt;
      if (rtt > max) max = rtt;
      break;
    }
  }

  printf("%d packets transmitted, %d received\n", count, received);
  if (received > 0) printf("rtt min/avg/max = %.3f/%.3f/%.3f ms\n", min, total / received, max);
  close(sockfd);
  return received > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
